"""What bytes are, told by the bytes: headers and names lie."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

HTML = "text/html"
TEXT = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/encrypted"
OFD = "application/ofd"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
RTF = "application/rtf"
PNG, JPEG, GIF, TIFF, BMP, WEBP = (f"image/{kind}" for kind in ("png", "jpeg", "gif", "tiff", "bmp", "webp"))
PICTURES = frozenset((PNG, JPEG, GIF, TIFF, BMP, WEBP))
JSON = "application/json"
XML = "application/xml"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
DOCUMENTS = frozenset(
    (PDF, DOCX, XLSX, ODT, ODS, DOC, XLS, OLE, ENCRYPTED_OFFICE, OFD, ZIP, RAR, SEVEN_ZIP, RTF)
)  # what a report may be, but no list

_MAGIC = (
    (b"%PDF-", PDF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"BM", BMP),
    (b"\x1f\x8b", "application/gzip"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (("EncryptedPackage", ENCRYPTED_OFFICE), ("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|meta|title|script|tr|td|span|h1|a|ul|li|br|font|center)\b",
    re.IGNORECASE,
)
_XML_MARKS = (
    (b'progid="Excel.Sheet"', XLS),
    (b'"urn:schemas-microsoft-com:office:spreadsheet"', XLS),
    (b'office:mimetype="application/vnd.oasis.opendocument.text"', ODT),
    (b'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"', ODS),
)
_BLANK = b"\xef\xbb\xbf \t\r\n"
_HEAD = 4096
_XML_HEAD = 16384
_MOST_STRAY = 4
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def sniff(body: bytes) -> str:
    """The media type of bytes, by their content alone.

    >>> sniff(b"%PDF-1.7 ..."), sniff(b"<table><tr><td>1"), sniff("年报".encode("gb18030")), sniff(b"")
    ('application/pdf', 'text/html', 'text/plain', 'application/x-empty')
    """
    if not body.strip():
        return EMPTY
    head = body[:_HEAD]
    for magic, media_type in _MAGIC:
        if head.startswith(magic) and (magic != b"BM" or _is_binary(head)):
            return media_type
    if head.lstrip(_BLANK).startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(_OLE_MAGIC):
        return _ole(body)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(body)
    if b"%PDF-" in head[:1024]:  # behind bytes of no meaning; in an archive it is a member
        return PDF
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(head[2:].replace(b"\x00", b""))
    return UNKNOWN if _is_binary(head) else _office_in_one_file(body) or _text(head)


def _is_binary(head: bytes) -> bool:
    """Whether bytes are no text; a stray control character or two occur in texts as well."""
    return len(head) - len(head.translate(None, _CONTROL)) > max(_MOST_STRAY, len(head) // 100)


def _text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MARKUP.search(head):
        return HTML
    if start[:1] in (b"{", b"["):
        return JSON
    if start.startswith(b"<?xml"):
        return XML
    return TEXT


def _office_in_one_file(body: bytes) -> str | None:
    """Office documents that are one XML file say so in their first element, after many namespaces."""
    if not body.lstrip(_BLANK).startswith((b"<?xml", b"<office:document")):
        return None
    head = body[:_XML_HEAD]
    return next((media_type for mark, media_type in _XML_MARKS if mark in head), None)


def _zip(body: bytes) -> str:
    """Office documents are ZIP files that name themselves by what they hold."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                return stated if stated in (ODT, ODS) else ZIP
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return _broken_zip(body)
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX
    return OFD if "OFD.xml" in names else ZIP


def _broken_zip(body: bytes) -> str:
    """A truncated office document still says what it was meant to be."""
    for mark, media_type in ((b"word/", DOCX), (b"xl/", XLSX), (b"OFD.xml", OFD)):
        if mark in body:
            return media_type
    return ZIP


def _ole(body: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            return next((media_type for stream, media_type in _STREAMS if ole.exists(stream)), OLE)
    except (OSError, ValueError, IndexError, KeyError, TypeError):  # truncated, it still says what it was meant to be
        return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in body), OLE)
