"""Spreadsheets (.xlsx, .xls): every sheet a table, merged ranges as merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.grid import MOST_COLUMNS, MOST_ROWS, Span, expand
from archive.labels import LONGEST_LABEL
from archive.media import XLSX
from archive.models import Block, Document, Paragraph, Place, Table
from archive.readers.sheet_errors import Shown, shown_errors
from archive.sections import heading_key

Row = Sequence[object]
Merges = dict[tuple[int, int], tuple[int, int]]


def read(body: bytes, media_type: str = XLSX) -> Document:
    """The sheets of a workbook in order. Rows of one cell are paragraphs, the others tables."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(body))
        errors = shown_errors(body)
        blocks = [b for name in workbook.sheet_names for b in _sheet(workbook, name, errors.get(name, {}))]
    except PasswordError:
        msg = "the spreadsheet is encrypted"
        raise EncryptedDocument(msg) from None
    except (CalamineError, WorksheetNotFound, OSError, ValueError) as error:
        msg = f"the spreadsheet is damaged: {error}"
        raise UnreadableDocument(msg) from error
    if not workbook.sheet_names:
        msg = "the spreadsheet is damaged: it has no sheets"
        raise UnreadableDocument(msg)
    return Document(media_type, tuple(blocks))


def _sheet(workbook: CalamineWorkbook, name: str, errors: Shown) -> Iterator[Block]:
    sheet = workbook.get_sheet_by_name(name)
    values: list[list[object]] = [[*row] for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)]
    for (y, x), text in errors.items():
        if y < len(values) and x < len(values[y]):
            values[y][x] = text
    merges: Merges = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        width, height = min(right - left + 1, MOST_COLUMNS), min(bottom - top + 1, MOST_ROWS)
        merges[top, left] = (width, height)
        covered |= {(top + y, left + x) for y in range(height) for x in range(width)} - {(top, left)}
    rows: list[tuple[int, Row]] = []
    for y, row in enumerate(values):
        texts = [text for text in map(_text, row) if text]
        merged = any((y, x) in covered for x in range(len(row)))
        if len(texts) == 1 and not merged and (not rows or _is_prose(texts[0])):
            if rows:
                yield _table(name, rows, merges, covered)
                rows = []
            x = next(x for x, value in enumerate(row) if _text(value))
            yield Paragraph(texts[0], {"sheet": name, "address": _address(y, x)})
        elif texts or merged:
            rows.append((y, row))
    if rows:
        yield _table(name, rows, merges, covered)


def _is_prose(text: str) -> bool:
    """A lone cell below a table that is a heading or a sentence, not a row label with blank values."""
    return heading_key(text) is not None or len(text) > LONGEST_LABEL


def _table(name: str, rows: list[tuple[int, Row]], merges: Merges, covered: set[tuple[int, int]]) -> Table:
    spans = [
        [
            Span(_text(value), *merges.get((y, x), (1, 1)))
            for x, value in enumerate(row[:MOST_COLUMNS])
            if (y, x) not in covered
        ]
        for y, row in rows
    ]
    lines = [y for y, _ in rows]

    def place(row: int, column: int) -> Place:
        return {"sheet": name, "address": _address(lines[row], column)}

    return expand(spans, {"sheet": name, "address": _address(lines[0], 0)}, place)


def _text(value: object) -> str:
    """A cell's value as the sheet shows it: whole numbers without the decimals calamine adds."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value).strip()
    return str(int(value)) if value.is_integer() else repr(value)


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
