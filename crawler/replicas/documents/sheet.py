"""Reports as spreadsheets (.xlsx): one sheet a table."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from archive.grid import expand
from crawler.replicas.documents.forms import tables
from crawler.replicas.documents.narrative import HEADINGS
from crawler.replicas.figures import Published


def xlsx(report: Published) -> bytes:
    """A workbook with title, period and the three tables."""
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "title": report.title})
    for number, rows in enumerate(tables(report.template, report.printed)):
        sheet = book.add_worksheet(f"表{number + 1}")
        sheet.write(0, 0, report.title)
        sheet.write(1, 0, HEADINGS[number + 1])
        for r, row in enumerate(expand(rows, {"table": 1}).rows):
            for cell in (c for c in row if c.row == r):
                top, left = r + 2, cell.column
                value: str | float = float(cell.text) if _is_number(cell.text) else cell.text
                if cell.width > 1 or cell.height > 1:
                    sheet.merge_range(top, left, top + cell.height - 1, left + cell.width - 1, value)
                else:
                    sheet.write(top, left, value)
    book.close()
    return made.getvalue()


def _is_number(text: str) -> bool:
    return bool(text) and text.lstrip("-").replace(".", "", 1).isdecimal()
