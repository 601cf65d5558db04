"""Documents that a page holds itself, in base64: what a viewer's script shows, or a `data:` address."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from archive.errors import UnreadableDocument
from archive.media import DOC, DOCX, OFD, PDF, XLS, XLSX, sniff
from archive.models import Document

MOST_READ = 5  # documents of a page
MOST_BYTES = 60_000_000  # of all of them together, in base64
_LEAST = 1000  # characters; no document is shorter
_READ = frozenset((PDF, OFD, DOCX, XLSX, DOC, XLS))
# how %PDF-, the first part of a ZIP and the head of an old Office file begin in base64
_BEGINS = re.compile(r"(?<![A-Za-z0-9+/])(?:JVBERi0|UEsDB|0M8R4KGx)")
_WRITTEN = re.compile(r"(?:[A-Za-z0-9+/]|\s|\\[nr]|%0[AD]|%2[BF])*={0,2}")
_ESCAPED = {"%2B": "+", "%2F": "/"}
_NO_DIGIT = re.compile(r"\s|\\[nr]|%0[AD]")


def held(text: str) -> Iterator[tuple[Document | None, str]]:
    """Each document in the text of a page, or None and why it was not read."""
    from archive.readers.registry import read

    left, at, count = MOST_BYTES, 0, 0
    while count < MOST_READ and (begins := _BEGINS.search(text, at)):
        written = _WRITTEN.match(text, begins.start())
        at = written.end() if written else begins.end()
        left -= at - begins.start()
        if left < 0:
            yield None, "the page holds more than a report ever has"
            return
        body = _bytes(text[begins.start() : at])
        if len(body) < _LEAST or (media_type := sniff(body)) not in _READ:
            continue
        count += 1
        try:
            yield read(body, media_type), ""
        except UnreadableDocument as error:
            yield None, str(error)


def _bytes(written: str) -> bytes:
    """The bytes base64 stands for; a piece that is cut off ends with its last whole one."""
    plain = _NO_DIGIT.sub("", written)
    for escaped, sign in _ESCAPED.items():
        plain = plain.replace(escaped, sign)
    plain = plain.rstrip("=")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error:
        return b""
