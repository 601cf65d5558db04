"""Spreadsheets, second reading, with calamine: the stored values; of an .xls those before any conversion.

It does not know how a value is shown: where a number format changes a figure the two readings differ.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from archive.errors import UnreadableDocument
from archive.media import XLSX
from archive.models import Document, Table
from archive.readers import sheet_calamine
from archive.readers.sheet_page import Page
from archive.readers.slots import Slots

_MOST_BYTES = 60_000_000  # of all parts, unpacked
_MOST_CELLS = 100_000  # of a sheet; calamine makes room for every cell up to the last, an official form has 300
_SHEET = b"sheetData"  # whatever its part is called
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")


def read(body: bytes) -> Document:
    """Every visible sheet of an .xlsx or .xls as one table. Raises UnreadableDocument."""
    if body.startswith(b"PK"):
        _check_size(body)
    pages, _ = sheet_calamine.pages(body)
    tables = (_table(page, number) for number, page in enumerate(pages, 1) if page.texts)
    return Document(XLSX, tuple(tables), is_partial=True)


def _check_size(body: bytes) -> None:
    """Refuse what calamine would make too much room for."""
    with zipfile.ZipFile(BytesIO(body)) as package:
        if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
            raise UnreadableDocument(f"the spreadsheet unpacks to more than {_MOST_BYTES:,} bytes")
        for part in package.infolist():
            content = package.read(part)
            found = _ADDRESS.findall(content) if _SHEET in content else []
            wide = max((_column(letters) for letters, _ in found), default=0)
            _check_cells(part.filename, max((int(row) for _, row in found), default=0) * wide)


def _check_cells(sheet: str, cells: int) -> None:
    if cells > _MOST_CELLS:
        raise UnreadableDocument(f"the sheet {sheet} is larger than a second reading goes through")


def _column(letters: bytes) -> int:
    """The number of a column from 1.

    >>> _column(b"A"), _column(b"AB"), _column(b"XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _table(page: Page, number: int) -> Table:
    """The sheet from its first row to its last, merged cells first: only their upper left corner has a value."""
    height, width = 1 + max(page.texts), 1 + max(x for row in page.texts.values() for x in row)
    merges = [(t, x, min(b, height - 1), min(r, width - 1)) for t, x, b, r in page.merges if t < height and x < width]
    merged = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges)
    _check_cells(page.name, height * width + merged)
    slots = Slots(number, height)
    for top, left, bottom, right in merges:
        slots.put(page.texts.get(top, {}).get(left, ""), top, left, right - left + 1, bottom - top + 1)
    for y in range(height):
        for x in range(width):
            slots.put(page.texts.get(y, {}).get(x, ""), y, x)
    return slots.table()
