"""Pictures inside a page or a document that may be pages of a report themselves."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from archive.errors import UnreadableDocument
from archive.media import PICTURES, sniff
from archive.models import Block, Table
from archive.readers.ocr import engine
from archive.readers.ocr.sequence import in_line
from archive.readers.pages import Page, blocks

MOST_READ = 60  # pictures of one document; a report of scanned pages has as many as pages
MOST_BYTES = 60_000_000  # of all of them together
_SMALLEST = (240, 80)  # pixels; no table is drawn on less
_LINES = 6  # a picture without a table that has as many lines of text is a page; with fewer, a seal or a photograph
_DATA = re.compile(r"data:image/[\w.+-]+((?:;[\w.=-]+)*),", re.IGNORECASE)


@dataclass
class Pictures:
    """Collects the pictures of one document and reads those that follow one another as pages of one report.

    `unread` counts those that the missing `ocr` extra cost, `count` those that were read.
    """

    count: int = 0
    unread: int = 0
    tables: int = 0
    _bytes: int = 0
    _waiting: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> None:
        """A picture that may be a page; what is none, or too small for one, is left out."""
        self._bytes += len(body)
        if self.count + len(self._waiting) >= MOST_READ or self._bytes > MOST_BYTES or sniff(body) not in PICTURES:
            return
        if not engine.is_installed():
            self.unread += 1
        elif _is_large(body):
            self._waiting.append(body)

    def blocks(self, tables_before: int) -> Iterator[Block]:
        """What the pictures added since the last call say; `page` counts the document's pictures from 1.

        The number of a table is one after those of the `tables_before`.
        """
        if not self._waiting:
            return
        from archive.readers.image import read_pages

        pages = list(read_pages(self._waiting, self.count, tables_before))
        self._waiting.clear()
        self.count += len(pages)
        for block in blocks(in_line(page for page in pages if _is_page(page))):
            self.tables += isinstance(block, Table)
            yield block

    def note(self) -> str:
        """What was not read, as a sentence; nothing where all was."""
        return f"{self.unread} pictures were not read; {engine.MISSING}" if self.unread else ""


def _is_large(body: bytes) -> bool:
    from archive.readers.ocr.picture import size

    try:
        return all(side >= least for side, least in zip(sorted(size(body), reverse=True), _SMALLEST, strict=True))
    except UnreadableDocument:
        return False


def _is_page(page: Page) -> bool:
    """Whether a picture holds a table, or so much text that it is neither a seal nor a photograph."""
    return bool(page.tables) or len(page.lines) >= _LINES


def data_uri(address: str) -> bytes:
    """The bytes an address of the kind `data:image/png;base64,…` holds itself; none of another address.

    >>> data_uri("data:image/gif;base64,R0lG"), data_uri("https://example.org/a.gif")
    (b'GIF', b'')
    """
    found = _DATA.match(address.strip()[:200])
    if not found:
        return b""
    written = address.strip()[found.end() :]
    if len(written) > MOST_BYTES:
        return b""
    if not found[1].lower().endswith(";base64"):
        return unquote_to_bytes(written)
    try:
        return base64.b64decode("".join(unquote_to_bytes(written).decode("ascii", "ignore").split()) + "==")
    except binascii.Error:
        return b""
