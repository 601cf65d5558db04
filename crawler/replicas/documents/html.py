"""Reports as HTML fragments, in the layouts that editors and pasted Word documents leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from archive.grid import Span
from crawler.replicas.documents.forms import Rows
from crawler.replicas.documents.pieces import Piece, pieces
from crawler.replicas.figures import Published

LAYOUTS = ("plain", "word", "framed")


def fragment(report: Published, layout: str = "plain") -> str:
    """The body of a report's page: narrative and the three tables."""
    return written(pieces(report), layout)


def written(parts: Iterable[Piece], layout: str = "plain") -> str:
    """These paragraphs and tables as HTML."""
    cell, paragraph = _CELLS[layout], _PARAGRAPHS[layout]
    text = "\n".join(paragraph(part) if isinstance(part, str) else _table(part, cell) for part in parts)
    if layout == "framed":  # a table that only lays out the page
        return f'<table width="100%" class="frame"><tr><td>{text}</td></tr></table>'
    return text


def _table(rows: Rows, cell: Callable[[Span], str]) -> str:
    lines = "\n".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows)
    return f'<table border="1" cellspacing="0">\n{lines}\n</table>'


def _spans(cell: Span) -> str:
    wide = f' colspan="{cell.width}"' if cell.width > 1 else ""
    high = f' rowspan="{cell.height}"' if cell.height > 1 else ""
    return wide + high


def _plain(cell: Span) -> str:
    return f"<td{_spans(cell)}>{escape(cell.text) or '&nbsp;'}</td>"


def _word(cell: Span) -> str:
    """As Word leaves it: paragraphs and runs in each cell, labels broken over lines."""
    text = cell.text
    half = len(text) // 2
    if len(text) > 3 and not any(ch.isdigit() for ch in text):
        text = f"{text[:half]}</span></p><p class=MsoNormal><span>{text[half:]}"
    return (
        f"<td{_spans(cell)} valign=top style='border:solid windowtext 1.0pt;mso-border-alt:solid .5pt'>"
        f"<p class=MsoNormal align=center><span lang=EN-US style='font-family:仿宋'>{text or '&nbsp;'}<o:p></o:p></span></p></td>"
    )


def _framed(cell: Span) -> str:
    return f"<td{_spans(cell)}><div>\n  {escape(cell.text)}\n</div></td>"


_CELLS: dict[str, Callable[[Span], str]] = {"plain": _plain, "word": _word, "framed": _framed}
_PARAGRAPHS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: f"<p>{escape(text)}</p>",
    "word": lambda text: f"<p class=MsoNormal style='text-indent:32.0pt'><span>{escape(text)}</span><o:p></o:p></p>",
    "framed": lambda text: f"<div>　　{escape(text)}</div>",
}
