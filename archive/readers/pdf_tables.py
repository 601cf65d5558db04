"""Ruled tables of a PDF page: cells from the rules, merged cells from the gaps between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.models import GridCell, Table
from archive.readers.pdf_text import Char, cell_text

Box = tuple[float, float, float, float]  # x0, top, x1, bottom, in points

_SNAP = 3.0  # points within which two rules are one
_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of one page: where it is and the boxes of its cells."""

    box: Box
    cells: tuple[Box, ...]


def find(page: Any) -> list[RuledTable]:
    """The tables of a page with at least two columns, from top to bottom."""
    settings: dict[str, Any] = dict(_SETTINGS)
    if closing := _missing_rules(page):
        settings["explicit_horizontal_lines"] = closing
    found = [RuledTable(t.bbox, tuple(t.cells)) for t in page.find_tables(settings)]
    wide = [t for t in found if len({round(c[0]) for c in t.cells}) > 1]
    return sorted(wide, key=lambda t: t.box[1])


def _missing_rules(page: Any) -> list[float]:
    """Heights at which a table cut by the page's end lacks a rule: where its vertical rules end.

    Its last row has none below, the first row of its rest none above.
    """
    horizontal = [e for e in page.edges if e["orientation"] == "h"]
    vertical = [e for e in page.edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _SNAP]
    if not vertical or not horizontal:
        return []
    closing = []
    for end in ("top", "bottom"):
        pick = min if end == "top" else max
        reach = pick(e[end] for e in vertical)
        touching = [e for e in vertical if abs(e[end] - reach) < _SNAP]
        ruled = any(abs(h["top"] - reach) < _SNAP for h in horizontal)
        if len(touching) > 1 and not ruled:
            closing.append(reach)
    return closing


def read(table: RuledTable, chars: Sequence[Char], page: int, number: int) -> Table:
    """The table as a grid: a cell covers every column and row whose rules it crosses."""
    xs = _edges([x for c in table.cells for x in (c[0], c[2])])
    ys = _edges([y for c in table.cells for y in (c[1], c[3])])
    inside = _by_cell(table.cells, chars)
    rows: list[list[GridCell]] = [[] for _ in ys[:-1]]
    for box in sorted(table.cells, key=lambda c: (c[1], c[0])):
        left, right = _index(xs, box[0]), _index(xs, box[2])
        top, bottom = _index(ys, box[1]), _index(ys, box[3])
        cell = GridCell(
            text=cell_text(inside.get(box, ()), box[2]),
            place={
                "page": page,
                "table": number,
                "row": top + 1,
                "column": left + 1,
                "box": [round(v, 1) for v in box],
            },
            column=left,
            width=max(right - left, 1),
            row=top,
            height=max(bottom - top, 1),
        )
        for row in rows[top : max(bottom, top + 1)]:
            row.append(cell)
    ordered = tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows)
    return Table(ordered, aligned=True, place={"page": page, "table": number})


def _edges(values: Sequence[float]) -> list[float]:
    """The distinct positions among nearly equal ones."""
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > _SNAP:
            made.append(value)
    return made


def _index(edges: Sequence[float], value: float) -> int:
    at = bisect_left(edges, value - _SNAP)
    return min(at, len(edges) - 1)


def _by_cell(cells: Sequence[Box], chars: Sequence[Char]) -> dict[Box, list[Char]]:
    """Each character to the cell that holds its middle."""
    made: dict[Box, list[Char]] = {}
    ordered = sorted(cells, key=lambda c: c[1])
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for cell in ordered:
            if cell[1] > y:
                break
            if cell[0] <= x <= cell[2] and y <= cell[3]:
                made.setdefault(cell, []).append(char)
                break
    return made
