"""An answer in JSON that carries the page of a report in one of its strings."""

from __future__ import annotations

from archive.charset import decode
from archive.errors import UnknownFormat
from archive.grid import located
from archive.media import JSON
from archive.models import Document
from archive.readers import html
from archive.readers.html_landmarks import names_form
from archive.readers.html_scripts import markup


def read(body: bytes) -> Document:
    """The report in the strings; without tables of a form in them JSON is no document."""
    if not any(map(names_form, markup(decode(body)[: html.MOST_CHARACTERS]))):
        msg = f"there is no reader for {JSON}"
        raise UnknownFormat(msg)
    document = html.read(body)
    for block in document.blocks:
        located(block, script=1)
    return document
