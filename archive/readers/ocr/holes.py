"""Cells that no rules close on one side: a place in a table that no cell covers, as wide as the cells beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.readers.pdf_rules import SNAP, Box
from archive.readers.pdf_tables import RuledCell, RuledTable

_MOST_ROWS = 200  # of a table; what has more is looked at no further


def filled(table: RuledTable) -> RuledTable:
    """A table with a cell in each place of one row that no cell covers and that a cell above or below is as wide as."""
    borders = sorted({y for cell in table.cells for y in (cell.box[1], cell.box[3])})
    rows = [(a, b) for a, b in pairwise(borders) if b - a > 2 * SNAP]
    more = [cell for row in rows[:_MOST_ROWS] for cell in _missing(table, row)]
    return replace(table, cells=(*table.cells, *more)) if more else table


def _missing(table: RuledTable, row: tuple[float, float]) -> Iterator[RuledCell]:
    top, bottom = row
    own = sorted((c.box[0], c.box[2]) for c in table.cells if c.box[1] < bottom - SNAP and c.box[3] > top + SNAP)
    near = [c for c in table.cells if abs(c.box[3] - top) <= SNAP or abs(c.box[1] - bottom) <= SNAP]
    for left, right in _gaps(own, table.box):
        spans = {(c.box[0], c.box[2]) for c in near if left - SNAP <= c.box[0] and c.box[2] <= right + SNAP}
        yield from (_cell((a, top, b, bottom)) for a, b in _in_line(sorted(spans), left, right))


def _gaps(cells: Sequence[tuple[float, float]], box: Box) -> Iterator[tuple[float, float]]:
    """What of a row from side to side no cell covers."""
    reach = box[0]
    for left, right in (*cells, (box[2], box[2])):
        if left - reach > 2 * SNAP:
            yield reach, left
        reach = max(reach, right)


def _in_line(spans: Sequence[tuple[float, float]], left: float, right: float) -> list[tuple[float, float]]:
    """The spans, where they fill all from `left` to `right` one after the other; else none."""
    made: list[tuple[float, float]] = []
    for a, b in spans:
        if abs(a - (made[-1][1] if made else left)) <= SNAP:
            made.append((a, b))
    return made if made and abs(made[-1][1] - right) <= SNAP else []


def _cell(box: Box) -> RuledCell:
    return RuledCell(box, (), open_top=False, open_bottom=False)
