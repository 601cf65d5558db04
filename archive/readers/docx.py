"""Word documents (.docx): paragraphs and tables from the document part itself, as Word shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from archive.errors import UnreadableDocument
from archive.grid import expand
from archive.media import DOCX
from archive.models import Block, Document, Paragraph, Place
from archive.readers.again import again
from archive.readers.docx_drawings import Drawings, is_pictured
from archive.readers.docx_styles import Styles
from archive.readers.docx_tables import TBL, TC, TR, inside, shown_cells, spans
from archive.readers.docx_text import Letters
from archive.readers.office_package import Package

MOST_BYTES = 30_000_000  # of the parts read, unpacked; a long report's have one or two million
MOST_TAGS = 1_000_000
DEEPEST = 20  # tables inside tables
_P = qn("w:p")


def read(body: bytes) -> Document:
    """The body of a Word document in reading order."""
    package = Package(body, "the Word file", MOST_BYTES, MOST_TAGS)
    part = package.tree("word/document.xml")
    content = part.find(qn("w:body"))
    if content is None:
        msg = "the Word file has no document body"
        raise UnreadableDocument(msg)
    walk = _Walk(Letters(Styles(package), part), Drawings(package))
    blocks = (*walk.blocks(content), *walk.pictured())
    note = walk.drawings.pictures.note()
    return Document(DOCX, blocks, notes=(note,) if note else (), second=again("docx_second", body))


class _Walk:
    def __init__(self, letters: Letters, drawings: Drawings) -> None:
        self.letters = letters
        self.drawings = drawings
        self.tables = 0
        self.paragraphs = 0

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        for child in inside(parent, _P, TBL):
            if child.tag == _P:
                yield from self._paragraph(child)
            else:
                yield from self._table(child, depth + 1)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        self.paragraphs += 1
        text = " ".join(self.letters.of(element).split())
        if text:
            yield from self.pictured()
            doubt: Place = {"doubtful": 1} if self.letters.is_doubtful else {}
            yield Paragraph(text, {"paragraph": self.paragraphs, **doubt})
        self.drawings.collect(element)

    def pictured(self) -> Iterator[Block]:
        """What the pictures since the last text say."""
        yield from self.drawings.pictures.blocks(self.tables + self.drawings.pictures.tables)

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        if depth > DEEPEST:
            msg = "the Word file is nested too deeply"
            raise UnreadableDocument(msg)
        yield from self.pictured()
        self.tables += 1
        number = self.tables + self.drawings.pictures.tables
        if _has_tables(table) or _shows_pictures(table):  # it lays out others: its cells are read one after the other
            for cell in shown_cells(table):
                yield from self.blocks(cell, depth)
            return
        yield expand(spans(table, self._cell_text), {"table": number})
        if is_pictured(table):
            for cell in shown_cells(table):
                for paragraph in inside(cell, _P):
                    self.drawings.collect(paragraph)

    def _cell_text(self, cell: Any) -> str:
        return self.letters.of_cell(inside(cell, _P))


def _has_tables(table: Any) -> bool:
    if next(table.iterdescendants(TBL), None) is None:
        return False
    return any(True for cell in shown_cells(table) for _ in inside(cell, TBL))


def _shows_pictures(table: Any) -> bool:
    """Whether a table of one column holds pictures: pages of a report, set one below the other."""
    return is_pictured(table) and all(sum(1 for _ in inside(row, TC)) < 2 for row in inside(table, TR))
