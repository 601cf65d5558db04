"""Word documents, second reading, with python-docx: its own way to the cells of a table.

It sees no content controls, no tracked changes and no colours: where a document has these it finds less, or the two
readings differ and the cells are in doubt.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import count

import docx
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from archive.errors import UnreadableDocument
from archive.media import DOCX
from archive.models import Block, Document, Paragraph
from archive.readers.slots import MOST, Slots

_MOST_BYTES = 60_000_000  # of all parts, unpacked: python-docx opens every one of them
_MOST_SPANNED = 20_000  # columns; it walks through every one of a merged cell's
_DEEPEST = 5  # tables in tables


def read(body: bytes) -> Document:
    """Every table that holds no other, and the paragraph right above it. Raises UnreadableDocument."""
    with zipfile.ZipFile(BytesIO(body)) as package:
        size = sum(part.file_size for part in package.infolist())
    if size > _MOST_BYTES:
        msg = f"the Word file unpacks to {size:,} bytes, more than a second reading opens"
        raise UnreadableDocument(msg)
    opened = docx.Document(BytesIO(body))
    stated = [span.get(qn("w:val")) or "" for span in opened.element.iter(qn("w:gridSpan"))]
    if any(len(span) > 6 for span in stated) or sum(int(s) for s in stated if s.isdecimal()) > _MOST_SPANNED:
        msg = "cells of the Word file are merged over more columns than a report has"
        raise UnreadableDocument(msg)
    said = "".join(paragraph.text for paragraph in opened.paragraphs)
    return Document(DOCX, tuple(_blocks(opened.iter_inner_content(), count(1), 0)), beside=(said,), is_partial=True)


def _blocks(content: Iterator[WordParagraph | WordTable], numbers: Iterator[int], depth: int) -> Iterator[Block]:
    above = ""
    for piece in content:
        if isinstance(piece, WordParagraph):
            above = _shown(piece).strip() or above
            continue
        rows = list(piece.rows)[:MOST]
        inner = [cell for row in rows for cell in row.cells if cell.tables] if depth < _DEEPEST else []
        for cell in {cell._tc: cell for cell in inner}.values():  # noqa: SLF001
            yield from _blocks(cell.iter_inner_content(), numbers, depth + 1)
        if not inner:
            yield from [Paragraph(above, {})] if above else []
            yield _table(rows, next(numbers))
        above = ""


def _table(rows: list[_Row], number: int) -> Block:
    """python-docx names a merged cell in each place of the grid it covers: what is one element is one cell."""
    slots = Slots(number, len(rows))
    corners: dict[object, tuple[int, int]] = {}
    ends: dict[object, tuple[int, int]] = {}
    cells: dict[object, _Cell] = {}
    for y, row in enumerate(rows):
        for x, cell in enumerate(row.cells, row.grid_cols_before):
            element = cell._tc  # noqa: SLF001  the only thing that says which places are one cell
            cells.setdefault(element, cell)
            corners.setdefault(element, (y, x))
            ends[element] = (y, x)
    for element, (y, x) in corners.items():
        bottom, right = ends[element]
        slots.put("\n".join(map(_shown, cells[element].paragraphs)), y, x, right - x + 1, bottom - y + 1)
    return slots.table()


def _shown(paragraph: WordParagraph) -> str:
    """The text without runs that are struck out or hidden; a raised one stands in brackets beside others."""
    pieces: list[str] = []
    for run in paragraph.runs:
        font = run.font
        if font.strike or font.double_strike or font.hidden or not run.text:
            continue
        is_raised = bool(font.superscript or font.subscript) and any(piece.strip() for piece in pieces)
        pieces.append(f"[{run.text}]" if is_raised else run.text)
    return "".join(pieces)
