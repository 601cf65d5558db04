"""Reports as PDF with a text layer; long tables run over page breaks with their heads repeated."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from archive.grid import expand
from crawler.replicas.documents.forms import Rows, tables
from crawler.replicas.documents.narrative import HEADINGS, other, overview, preface, problems
from crawler.replicas.figures import Published

_FONT = "STSong-Light"  # one of the fonts every PDF reader brings along; nothing is embedded
_WIDTH = 480.0  # points


def pdf(report: Published) -> bytes:
    """A PDF with the report's narrative and tables."""
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

    def say(texts: Iterable[str]) -> list[Flowable]:
        return [Paragraph(text, style) for text in texts]

    story: list[Flowable] = [Paragraph(report.title, title), Spacer(1, 12)]
    story += say((preface(report), HEADINGS[0], *overview(report)))
    heads = (0, 3, 3)
    for number, rows in enumerate(tables(report.template, report.printed)):
        story += say((HEADINGS[number + 1],))
        story.append(_table(rows, heads[number], small))
    story += say((HEADINGS[4], *problems(report), HEADINGS[5], *other(report)))
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4, title=report.title, author=report.agency).build(story)
    return made.getvalue()


def _table(rows: Rows, heads: int, style: object) -> object:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    grid = expand(rows, {"table": 1})
    width = max(cell.column + cell.width for row in grid.rows for cell in row)
    data: list[list[object]] = [[""] * width for _ in rows]
    commands: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    for r, row in enumerate(grid.rows):
        for cell in (c for c in row if c.row == r):
            data[r][cell.column] = Paragraph(cell.text, style)
            if cell.width > 1 or cell.height > 1:
                end = (cell.column + cell.width - 1, r + cell.height - 1)
                commands.append(("SPAN", (cell.column, r), end))
    wide = {10: (30.0, 70.0, 120.0), 15: ()}.get(width, ())
    rest = (_WIDTH - sum(wide)) / (width - len(wide))
    return Table(data, [*wide, *[rest] * (width - len(wide))], repeatRows=heads, style=commands)
