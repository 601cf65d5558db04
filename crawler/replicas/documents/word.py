"""Reports as Word documents (.docx)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from html import escape
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.grid import expand
from archive.models import GridCell
from crawler.replicas.documents.forms import Rows
from crawler.replicas.documents.pieces import Piece, pieces
from crawler.replicas.figures import Published

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PAGE = 9000  # twentieths of a point between the margins
_FIXED = f'<w:tblPr><w:tblW w:w="{_PAGE}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'


def docx(report: Published) -> bytes:
    """A Word document with the report's narrative and tables."""
    return written([report.title, *pieces(report)])


def written(parts: Iterable[Piece]) -> bytes:
    """A Word document of these paragraphs and tables."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _table(document, part)
    made = BytesIO()
    document.save(made)
    return _same_every_time(made.getvalue())


def _table(document: Any, rows: Rows) -> None:
    """The table as Word's own XML; python-docx merges cells one by one, which takes seconds."""
    grid = expand(rows, {"table": 1})
    width = max(cell.column + cell.width for row in grid.rows for cell in row)
    each = _PAGE // width
    lines = "".join(_row(r, row, width, each) for r, row in enumerate(grid.rows))
    columns = f'<w:gridCol w:w="{each}"/>' * width
    table = f"<w:tbl {nsdecls('w')}>{_FIXED}<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"
    document.element.body.insert(-1, parse_xml(table))


def _row(r: int, row: tuple[GridCell, ...], width: int, each: int) -> str:
    """A row; one that ends before the others says how much it leaves free, as Word writes it."""
    cells = "".join(_cell(cell, each, continues=cell.row < r) for cell in row)
    free = width - row[-1].column - row[-1].width if row else 0
    after = f'<w:trPr><w:gridAfter w:val="{free}"/><w:wAfter w:w="{free * each}" w:type="dxa"/></w:trPr>'
    return f"<w:tr>{after if free else ''}{cells}</w:tr>"


def _cell(cell: GridCell, each: int, *, continues: bool) -> str:
    """A cell with its width: programs that lay tables out by widths know nothing else of it."""
    size = f'<w:tcW w:w="{cell.width * each}" w:type="dxa"/>'
    wide = f'<w:gridSpan w:val="{cell.width}"/>' if cell.width > 1 else ""
    high = ("<w:vMerge/>" if continues else '<w:vMerge w:val="restart"/>') if cell.height > 1 else ""
    text = "" if continues else escape(cell.text)
    return f"<w:tc><w:tcPr>{size}{wide}{high}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def _same_every_time(body: bytes) -> bytes:
    """The same ZIP without the time it was made."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(zipfile.ZipInfo(info.filename, _EPOCH), old.read(info.filename), zipfile.ZIP_DEFLATED)
    return made.getvalue()
