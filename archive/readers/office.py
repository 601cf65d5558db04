"""Documents of other office programs (.doc, .wps, .rtf, .odt, .ods): LibreOffice makes them .docx or .xlsx."""

from __future__ import annotations

from dataclasses import replace

from archive import media
from archive.models import Document
from archive.readers import docx, sheet
from archive.readers.conversion import converted

_ENDINGS = {media.DOC: "doc", media.RTF: "rtf", media.ODT: "odt", media.ODS: "ods"}
_IN_ONE_FILE = {media.ODT: "fodt", media.ODS: "fods"}


def read(body: bytes) -> Document:
    """The document as the program shows it; places are those of the converted document."""
    media_type = media.sniff(body)
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")  # what stands before the first sign keeps LibreOffice from reading on
    made = converted(body, (_IN_ONE_FILE if body.startswith(b"<") else _ENDINGS)[media_type])
    document = sheet.read(made) if media_type == media.ODS else docx.read(made)
    return replace(document, media_type=media_type)
