"""Reports as PDF with a text layer; long tables run over page breaks with their heads repeated."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from io import BytesIO
from typing import Any

from archive.grid import expand
from crawler.replicas.documents.forms import Rows
from crawler.replicas.documents.pieces import Piece, pieces
from crawler.replicas.figures import Published

_FONT = "STSong-Light"  # one of the fonts every PDF reader brings along; nothing is embedded
_WIDTH = 480.0  # points
_HEAD_ROWS = 3


def pdf(report: Published) -> bytes:
    """A PDF with the report's narrative and tables."""
    return written(report.title, report.agency, pieces(report))


def written(head: str, author: str, parts: Iterable[Piece]) -> bytes:
    """A PDF of these paragraphs and tables under a title."""
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

    rl_config.invariant = 1  # no time of making in the file
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("body", fontName=_FONT, fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK")
    title = ParagraphStyle("title", parent=style, fontSize=16, leading=26, alignment=1, firstLineIndent=0)
    small = ParagraphStyle("cell", parent=style, fontSize=8, leading=10, firstLineIndent=0)
    story: list[Flowable] = [Paragraph(head, title), Spacer(1, 12)]
    story += [Paragraph(escape(part), style) if isinstance(part, str) else _table(part, small) for part in parts]
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4, title=head, author=author).build(story)
    return made.getvalue()


def _heads(rows: Rows) -> int:
    """How many rows a page break repeats: those of the heads of sections three and four."""
    return _HEAD_ROWS if any(cell.text in ("申请人情况", "行政复议") for cell in rows[0]) else 0


def _table(rows: Rows, style: object) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    grid = expand(rows, {"table": 1})
    width = max(cell.column + cell.width for row in grid.rows for cell in row)
    data: list[list[object]] = [[""] * width for _ in rows]
    commands: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    for r, row in enumerate(grid.rows):
        for cell in (c for c in row if c.row == r):
            data[r][cell.column] = Paragraph(escape(cell.text), style)
            if cell.width > 1 or cell.height > 1:
                end = (cell.column + cell.width - 1, r + cell.height - 1)
                commands.append(("SPAN", (cell.column, r), end))
    wide = {10: (30.0, 70.0, 120.0), 15: ()}.get(width, ())
    rest = (_WIDTH - sum(wide)) / (width - len(wide))
    return Table(data, [*wide, *[rest] * (width - len(wide))], repeatRows=_heads(rows), style=commands)
