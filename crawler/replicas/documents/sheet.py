"""Reports as spreadsheets (.xlsx): one sheet a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from archive.grid import expand
from crawler.replicas.documents.forms import Rows, tables
from crawler.replicas.documents.narrative import HEADINGS
from crawler.replicas.documents.pieces import Piece
from crawler.replicas.figures import Published


def xlsx(report: Published) -> bytes:
    """A workbook with title, period and the three tables."""
    sheets = zip(HEADINGS[1:4], tables(report.template, report.printed), strict=True)
    return written(report.title, [[report.title, heading, rows] for heading, rows in sheets])


def written(title: str, sheets: Iterable[Iterable[Piece]]) -> bytes:
    """A workbook with a sheet for each list of pieces; a paragraph stands in the first column of a row."""
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "title": title})
    for number, parts in enumerate(sheets, 1):
        sheet = book.add_worksheet(f"表{number}")
        at = 0
        for part in parts:
            if isinstance(part, str):
                sheet.write_string(at, 0, part)
                at += 1
            else:
                _table(sheet, part, at)
                at += len(part)
    book.close()
    return made.getvalue()


def _table(sheet: Any, rows: Rows, first: int) -> None:
    for r, row in enumerate(expand(rows, {"table": 1}).rows):
        for cell in (c for c in row if c.row == r):
            top, left = r + first, cell.column
            value: str | float = float(cell.text) if _is_number(cell.text) else cell.text
            if cell.width > 1 or cell.height > 1:
                sheet.merge_range(top, left, top + cell.height - 1, left + cell.width - 1, value)
            else:
                sheet.write(top, left, value)


def _is_number(text: str) -> bool:
    return bool(text) and text.lstrip("-").replace(".", "", 1).isdecimal()
