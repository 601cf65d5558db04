"""Which reader reads what: the one way from bytes to a Document."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from archive import media
from archive.errors import EncryptedDocument, UnknownFormat, UnreadableDocument
from archive.models import Document

_READERS = {
    media.HTML: "html",
    media.XML: "html",
    media.JSON: "json_answer",
    media.TEXT: "text",
    media.DOCX: "docx",
    media.XLSX: "sheet",
    media.XLS: "sheet",
    media.PDF: "pdf",
    media.OFD: "ofd",
    media.ZIP: "packed",
    media.RAR: "packed",
    media.SEVEN_ZIP: "packed",
    media.DOC: "office",
    media.RTF: "office",
    media.ODT: "office",
    media.ODS: "office",
    **dict.fromkeys(media.PICTURES, "image"),
}
# Of readers that changed since their first; raise a reader's number when it may read a document differently, for
# what is kept in the cache.
VERSIONS = {"html": 5, "text": 4, "pdf": 4, "ofd": 4, "image": 6, "docx": 4, "sheet": 3, "packed": 4}
_PARTS = {
    "packed": tuple(sorted(set(_READERS.values()))),
    "office": ("docx", "sheet", "image"),
    **dict.fromkeys(("docx", "pdf", "ofd"), ("image",)),
    "html": ("image", "pdf", "ofd", "docx", "sheet", "office"),
}  # readers that hand parts of a document to others


def version(media_type: str) -> str:
    """The version of the reader of a media type, with those of the readers it hands parts of a document to.

    >>> version("text/plain"), version("application/vnd.ms-excel")
    ('text-4', 'sheet-3')
    """
    reader = _READERS.get(media_type)
    names = (reader, *_PARTS.get(reader, ())) if reader else ()
    return ".".join(f"{name}-{VERSIONS.get(name, 1)}" for name in dict.fromkeys(names))


def has_reader(media_type: str) -> bool:
    """Whether documents of a media type can be reports at all."""
    return media_type in _READERS or media_type in (media.ENCRYPTED_OFFICE, media.EMPTY)


def read(body: bytes, media_type: str | None = None) -> Document:
    """Read bytes as what they are; `media_type` (by content) is found out when it is not given.

    Raises UnreadableDocument with a sentence for everything that goes wrong, whatever the library.
    """
    media_type = media_type or media.sniff(body)
    if media_type == media.EMPTY:
        msg = "the file is empty"
        raise UnreadableDocument(msg)
    if media_type == media.ENCRYPTED_OFFICE:
        msg = "the document is encrypted"
        raise EncryptedDocument(msg)
    if media_type not in _READERS:
        msg = f"there is no reader for {media_type}"
        raise UnknownFormat(msg)
    reader: Callable[[bytes], Document] = import_module(f"archive.readers.{_READERS[media_type]}").read
    try:
        return reader(body)
    except (UnreadableDocument, MemoryError):  # whoever set a reader its limit says what that was
        raise
    except RecursionError:
        msg = "the document is nested too deeply"
        raise UnreadableDocument(msg) from None
    except Exception as error:  # parsers of hostile bytes raise anything; the document is lost, not the run
        msg = f"the document cannot be read: {type(error).__name__}: {error}"
        raise UnreadableDocument(msg) from error
