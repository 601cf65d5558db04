"""Formats LibreOffice knows and we do not, as .docx or .xlsx; and which of them ask for a password."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import olefile

from archive.errors import EncryptedDocument, OfficeMissing, UnreadableDocument
from archive.office.converter import Conversion, convert

_WORD, _EXCEL = ("docx", "MS Word 2007 XML"), ("xlsx", "Calc MS Excel 2007 XML")
_CONVERSIONS = {
    "doc": Conversion("doc", "MS Word 97", *_WORD),
    "rtf": Conversion("rtf", "Rich Text Format", *_WORD),
    "fodt": Conversion("fodt", "OpenDocument Text Flat XML", *_WORD),
    "odt": Conversion("odt", "writer8", *_WORD),
    "fods": Conversion("fods", "OpenDocument Spreadsheet Flat XML", *_EXCEL),
    "ods": Conversion("ods", "calc8", *_EXCEL),
    "xls": Conversion("xls", "MS Excel 97", *_EXCEL),
    "xls.xml": Conversion("xml", "MS Excel 2003 XML Orcus", *_EXCEL),
    "xlsb": Conversion("xlsb", "Calc MS Excel 2007 Binary", *_EXCEL),
}
_BIFF_FILE_PASS, _BIFF_END = 0x2F, 0x0A


def converted(body: bytes, ending: str) -> bytes:
    """A document as a .docx or, if it is a spreadsheet, an .xlsx."""
    try:
        return convert(body, _CONVERSIONS[ending])
    except OfficeMissing:
        raise
    except UnreadableDocument:
        if _is_encrypted(body):
            msg = "the document is encrypted"
            raise EncryptedDocument(msg) from None
        raise


def _is_encrypted(body: bytes) -> bool:
    """Whether what cannot be opened asks for a password; some that do open to everyone."""
    try:
        if body.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(body)) as package:
                return b"encryption-data" in package.read("META-INF/manifest.xml")[:1_000_000]
        with olefile.OleFileIO(BytesIO(body)) as ole:
            if ole.exists("WordDocument"):
                (flags,) = struct.unpack_from("<H", ole.openstream("WordDocument").read(12), 10)
                return bool(flags & 0x100)
            name = "Workbook" if ole.exists("Workbook") else "Book"
            return _asks_for_password(ole.openstream(name).read(100_000))
    except Exception:  # noqa: BLE001 - parsers of hostile bytes raise anything; then it is damaged, not encrypted
        return False


def _asks_for_password(stream: bytes) -> bool:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind in (_BIFF_FILE_PASS, _BIFF_END):
            return bool(kind == _BIFF_FILE_PASS)
        at += 4 + size
    return False
