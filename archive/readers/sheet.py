"""Spreadsheets (.xlsx, .xls, .et, .xlsb): every sheet a table, merged ranges as merged cells.

An .xlsx is read as it is shown (archive.readers.sheet_xlsx). LibreOffice makes one of an .xls, .et or .xlsb;
without it only the raw values are known: see archive.readers.sheet_calamine on what that misses.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import OfficeMissing
from archive.grid import Span, expand
from archive.labels import LONGEST_LABEL
from archive.media import XLS, XLSX
from archive.models import Block, Document, Paragraph, Place, Table
from archive.readers import sheet_calamine, sheet_xlsx
from archive.readers.again import again
from archive.readers.conversion import converted
from archive.readers.office_package import Package
from archive.readers.sheet_page import Shown, shown
from archive.sections import heading_key

_ZIP_MAGIC, _OLE_MAGIC = b"PK", b"\xd0\xcf\x11\xe0"
MOST_CELLS = 300_000  # of all sheets; an official form has 300


def read(body: bytes) -> Document:
    """The sheets of a workbook in order. Rows of one cell are paragraphs, the others tables."""
    package = _package(body)
    media_type = XLSX if body.startswith(_ZIP_MAGIC) else XLS
    try:
        made = body if package else converted(body, _ending(body))
        shown_as = package or _package(made)
        pages, notes = sheet_xlsx.pages(shown_as) if shown_as else sheet_calamine.pages(body)
    except OfficeMissing as error:
        if not body.startswith((_ZIP_MAGIC, _OLE_MAGIC)):
            raise
        shown_as, (pages, notes) = None, sheet_calamine.pages(body)
        notes.append(f"only the stored values were read, not how they are shown: {error}")
    blocks: list[Block] = []
    room = MOST_CELLS
    for page in pages:
        sheet = shown(page, room)
        room -= len(sheet.rows) * len(sheet.columns)
        blocks += _blocks(sheet)
        notes += page.notes
    second = again("sheet_second", body if body.startswith(_OLE_MAGIC) else made) if shown_as else None
    return Document(media_type, tuple(blocks), notes=tuple(notes), second=second)


def _ending(body: bytes) -> str:
    if body.startswith(_ZIP_MAGIC):
        return "xlsb"
    return "xls" if body.startswith(_OLE_MAGIC) else "xls.xml"


def _package(body: bytes) -> Package | None:
    """The parts of an .xlsx; None for the other formats."""
    if not body.startswith(_ZIP_MAGIC):
        return None
    package = Package(body, "the spreadsheet", sheet_xlsx.MOST_BYTES, sheet_xlsx.MOST_TAGS)
    return package if package.has(sheet_xlsx.WORKBOOK) else None


def _blocks(sheet: Shown) -> Iterator[Block]:
    rows: list[int] = []
    for y, row in enumerate(sheet.rows):
        texts = [text for text in row if text]
        merged = any((y, x) in sheet.covered for x in range(len(row)))
        if len(texts) == 1 and not merged and (not rows or _is_prose(texts[0])):
            if rows:
                yield _table(sheet, rows)
                rows = []
            x = next(x for x, text in enumerate(row) if text)
            yield Paragraph(texts[0], _place(sheet, y, x))
        elif texts or merged:
            rows.append(y)
    if rows:
        yield _table(sheet, rows)


def _is_prose(text: str) -> bool:
    """A lone cell below a table that is a heading or a sentence, not a row label with blank values."""
    return heading_key(text) is not None or len(text) > LONGEST_LABEL


def _table(sheet: Shown, rows: list[int]) -> Table:
    spans = [
        [
            Span(text, *sheet.merges.get((y, x), (1, 1)))
            for x, text in enumerate(sheet.rows[y])
            if (y, x) not in sheet.covered
        ]
        for y in rows
    ]
    return expand(spans, _place(sheet, rows[0], 0), lambda row, column: _place(sheet, rows[row], column))


def _place(sheet: Shown, row: int, column: int) -> Place:
    columns = sheet.columns
    return {"sheet": sheet.name, "address": _address(sheet.lines[row], columns[min(column, len(columns) - 1)])}


def _address(row: int, column: int) -> str:
    """The A1 address of a cell.

    >>> _address(0, 0), _address(9, 27)
    ('A1', 'AB10')
    """
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"
