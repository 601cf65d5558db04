"""Our reading of a table as a page of HTML with one cell marked; every text is escaped, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from archive.models import GridCell, Table

ROWS_AROUND = 40  # above and below the cell; an official form has 60 rows at the most
MOST_COLUMNS = 60
LONGEST = 300  # characters of a text
WIDTH = 1280  # pixels
_TALLEST = 16_000
_LINE, _LETTER = 24, 15  # pixels

STYLE = """
body { font: 15px/1.4 sans-serif; color: #000; background: #fff; margin: 12px; width: 1240px; }
header { border-left: 4px solid #d00; padding-left: 10px; margin-bottom: 12px; overflow-wrap: anywhere; }
header b { font-size: 17px; }
main { contain: paint; }
main table { border-collapse: collapse; max-width: 100%; }
main td, main th { border: 1px solid #888; padding: 2px 6px; vertical-align: middle; white-space: pre-line;
  overflow-wrap: anywhere; }
main td * { margin: 0; }
main .gap { border: none; }
main .label { background: #dce9ff !important; }
main .head { background: #e2f4dc !important; }
main .spot { background: #fff2a8 !important; outline: 4px solid #d00 !important; outline-offset: -2px; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

Marks = Mapping[int, str]  # by id of the cell: spot, label or head


def page(caption: Sequence[str], body: str) -> str:
    """A whole page: the caption's lines, the first of them bold, above `body`, which must be markup of ours."""
    lines = [escape(line[:LONGEST]) for line in caption if line]
    head = "<br>".join([f"<b>{lines[0]}</b>", *lines[1:]]) if lines else ""
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>nianbao explain</title>'
        f"<style>{STYLE}</style><header>{head}</header><main>{body}</main></html>\n"
    )


def grid(table: Table, spot: GridCell, marks: Marks) -> str:
    """The table around `spot` with its head rows, as markup; rows too far away are left out."""
    rows = _shown(table, spot, marks)
    lines, before, seen = [], -1, set[int]()
    height = {id(cell): 0 for r in rows for cell in table.rows[r]}
    for r in rows:
        for cell in table.rows[r]:
            height[id(cell)] += 1
    for r in rows:
        if r - before > 1:
            lines.append("<tr><td class=gap>…</td></tr>")
        lines.append(f"<tr>{_row(table.rows[r], seen, height, marks)}</tr>")
        before = r
    more = "" if before + 1 == len(table.rows) else "<tr><td class=gap>…</td></tr>"
    return f"<table>{''.join(lines)}{more}</table>"


def _shown(table: Table, spot: GridCell, marks: Marks) -> list[int]:
    near = range(spot.row - ROWS_AROUND, spot.row + ROWS_AROUND + 1)
    marked = {cell.row for row in table.rows for cell in row if id(cell) in marks}
    return [r for r in range(len(table.rows)) if r in near or r in marked][: 3 * ROWS_AROUND]


def _row(row: Iterable[GridCell], seen: set[int], height: Mapping[int, int], marks: Marks) -> str:
    made, column = [], 0
    for cell in row:
        if cell.column >= MOST_COLUMNS:
            break
        if id(cell) not in seen:
            if cell.column > column:
                made.append(f"<td class=gap colspan={cell.column - column}></td>")
            mark = marks.get(id(cell), "")
            made.append(
                f'<td class="{mark}" colspan={min(cell.width, MOST_COLUMNS)} rowspan={height[id(cell)]}>'
                f"{escape(_plain(cell.text))}</td>"
            )
            seen.add(id(cell))
        column = max(column, cell.column + cell.width)
    return "".join(made)


def _plain(text: str) -> str:
    """A text without what a page cannot hold."""
    kept = "".join(ch if ch.isprintable() or ch == "\n" else " " for ch in text.strip())
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + "…"


def tall(table: Table) -> int:
    """How many pixels high a page with this table is at the most."""
    height = 240
    for row in table.rows:
        width = WIDTH / max(1, len(row)) / _LETTER
        longest = max((len(cell.text) for cell in row), default=0)
        height += _LINE * (2 + int(min(longest, 4 * LONGEST) / max(2.0, width)))
    return min(height, _TALLEST)
