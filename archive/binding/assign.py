"""The values of one row to the columns of its head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from archive.binding.heads import Column, Head
from archive.models import GridCell, Number
from archive.numbers import read_value

MOST_EXTRA = 2  # more values than heads by more than this is another table, not a slip

Sums = Callable[[dict[str, Number | None]], bool]


@dataclass(frozen=True, slots=True)
class Assigned:
    """Which cell stands in which column.

    `doubtful` are columns whose value rests on order alone although the table has positions, `open`
    columns that cannot be told apart from their neighbours, `surplus` how many values too many there were.
    """

    cells: dict[str, GridCell]
    doubtful: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    surplus: int = 0


def assign(values: Sequence[GridCell], head: Head, columns: Sequence[Column], sums: Sums) -> Assigned:
    """Bind `values` to `columns`; positions decide, order where there are none, sums where neither can."""
    if head.aligned:
        placed = _by_position(values, columns)
        if placed is not None:
            return Assigned(placed)
    if len(values) > len(columns):
        return _too_many(values, columns, sums)
    if len(values) < len(columns):
        return Assigned({}, open=tuple(c.key for c in columns))
    cells = {c.key: v for c, v in zip(columns, values, strict=True)}
    supported = not head.aligned or all(_overlap(v, c) for c, v in zip(columns, values, strict=True))
    return Assigned(cells, () if supported else tuple(cells))


def _overlap(value: GridCell, column: Column) -> bool:
    return value.column < column.end and column.start < value.column + value.width


def _blank(cell: GridCell) -> bool:
    return read_value(cell.text).state == "blank"


def _by_position(values: Sequence[GridCell], columns: Sequence[Column]) -> dict[str, GridCell] | None:
    """Each column the one cell below it; None as soon as that is not plain for every column."""
    cells: dict[str, GridCell] = {}
    for column in columns:
        below = [v for v in values if _overlap(v, column)]
        if len(below) > 1:
            below = [v for v in below if not _blank(v)] or below[:1]
        if len(below) != 1:
            return None
        cells[column.key] = below[0]
    numbers = [id(v) for v in cells.values() if not _blank(v)]
    return cells if len(set(numbers)) == len(numbers) else None


def _too_many(values: Sequence[GridCell], columns: Sequence[Column], sums: Sums) -> Assigned:
    """Sixteen values under fifteen heads: keep what every way to leave out the surplus agrees on.

    Empty cells at either end are remains of merged labels and go first.
    """
    width, surplus = len(columns), 0
    starts = range(len(values) - width + 1)
    kept = [values[i : i + width] for i in starts if all(map(_blank, (*values[:i], *values[i + width :])))]
    if not kept:
        surplus = len(values) - width
        if surplus > MOST_EXTRA:
            return Assigned({}, open=tuple(c.key for c in columns))
        kept = list(combinations(values, width))
    ways = [{c.key: v for c, v in zip(columns, k, strict=True)} for k in kept]
    ways = [way for way in ways if sums({k: read_value(v.text).number for k, v in way.items()})] or ways
    cells, uncertain = {}, []
    for column in columns:
        if len({read_value(way[column.key].text)[:2] for way in ways}) == 1:
            cells[column.key] = ways[0][column.key]
        else:
            uncertain.append(column.key)
    return Assigned(cells, open=tuple(uncertain), surplus=surplus)
