"""The values of one row to the columns of its head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from archive.binding.heads import Column, Head
from archive.binding.run_together import is_run_together
from archive.models import GridCell, Number
from archive.numbers import read_value

MOST_EXTRA = 2  # more values than heads by more than this is another table, not a slip
MOST_WAYS = 2000

Sums = Callable[[dict[str, Number | None]], bool]
Way = dict[str, GridCell]

NOT_ABOVE = "bound by order: the columns of the head and of this row do not stand above one another"
BY_COUNT = "bound by count: the row has as many cells, empty ones included, as the row of its heads"
BY_SUMS = "one value too many was printed; only the sums tell which"


class Assigned(NamedTuple):
    """Which cell stands in which column.

    `doubtful` are columns whose value is likely but not certain, with the `reason`; `open` columns that
    cannot be told apart from their neighbours; `surplus` how many values too many there were.
    """

    cells: Way
    doubtful: tuple[str, ...] = ()
    reason: str = ""
    open: tuple[str, ...] = ()
    surplus: int = 0


def assign_row(values: Sequence[GridCell], head: Head, columns: Sequence[Column], sums: Sums) -> Assigned:
    """Bind a whole row; what is run together waits for the sums of the whole table."""
    if is_run_together(values, len(columns)):
        return Assigned({}, open=tuple(c.key for c in columns))
    return assign(values, head, columns, sums)


def assign(values: Sequence[GridCell], head: Head, columns: Sequence[Column], sums: Sums) -> Assigned:
    """Bind `values` to `columns`.

    Where positions and order say the same there is no doubt. Where cells are missing or too many the
    columns stay open, or keep what every way to read the row agrees on.
    """
    if head.kind == "disclosure" and any(c.copies > 1 for c in columns):
        values = _without_copies(values, columns)
        if len(values) != len(columns):
            return Assigned({}, open=tuple(c.key for c in columns))
    if head.aligned and (plain := _one_below_each(values, columns)):
        return Assigned(plain)
    below = _by_position(values, columns) if head.aligned else None
    if len(values) == len(columns):
        return _in_order(values, head, columns, below)
    if below is not None and _is_plain(values, head, columns):
        return Assigned(below)
    if len(values) < len(columns):
        return Assigned({}, open=tuple(c.key for c in columns))
    in_place = below is not None and all(v.column < columns[-1].end for v in values if not _blank(v))
    superfluous = _superfluous(values, len(values) - len(columns), head, in_place=in_place)
    chosen = _too_many(values, columns, superfluous, sums)
    if below is None:
        return _by_count(values, head, columns) or chosen if chosen.open else chosen
    moved = tuple(k for k, v in chosen.cells.items() if k not in chosen.doubtful and not _alike(v, below[k]))
    if not moved:
        return chosen
    return Assigned(chosen.cells, (*chosen.doubtful, *moved), NOT_ABOVE, chosen.open, chosen.surplus)


def _without_copies(values: Sequence[GridCell], columns: Sequence[Column]) -> Sequence[GridCell]:
    """Of values copied as often as the heads above them, one each; none where they are not."""
    printed = sum(c.copies for c in columns)
    if len(values) < printed or not all(map(_blank, values[printed:])):
        return ()
    kept: list[GridCell] = []
    left = iter(values)
    for column in columns:
        first, *copies = islice(left, column.copies)
        if not all(_alike(first, copy) for copy in copies):
            return ()
        kept.append(first)
    return kept


def _by_count(values: Sequence[GridCell], head: Head, columns: Sequence[Column]) -> Assigned | None:
    """A row of as many cells as the row of its heads, empty ones included: likely each stands under its own."""
    if head.kind != "disclosure" or values[-1].column + values[-1].width != head.right:
        return None
    below = _by_position(values, columns)
    plain = below is not None and _is_plain(values, head, columns)
    return Assigned(below, tuple(below), BY_COUNT) if below and plain else None


def _in_order(values: Sequence[GridCell], head: Head, columns: Sequence[Column], below: Way | None) -> Assigned:
    """As many values as columns: the first to the first, and the positions are a second opinion."""
    cells = {c.key: v for c, v in zip(columns, values, strict=True)}
    if below is not None:
        sure = all(_alike(cells[key], below[key]) for key in cells)
    else:
        sure = not head.aligned or all(_overlap(v, c) for c, v in zip(columns, values, strict=True))
    return Assigned(cells) if sure else Assigned(cells, tuple(cells), NOT_ABOVE)


def _overlap(value: GridCell, column: Column) -> bool:
    return value.column < column.end and column.start < value.column + value.width


def _blank(cell: GridCell) -> bool:
    return read_value(cell.text).state == "blank"


def _alike(one: GridCell, other: GridCell) -> bool:
    return one is other or read_value(one.text)[:2] == read_value(other.text)[:2]


def _one_below_each(values: Sequence[GridCell], columns: Sequence[Column]) -> Way | None:
    """The values by column where each covers the columns of the grid that one head covers, as in nearly all rows."""
    if len(values) != len(columns):
        return None
    cells: Way = {}
    for value, column in zip(values, columns, strict=True):
        if value.column != column.start or value.column + value.width != column.end:
            return None
        cells[column.key] = value
    return cells


def _by_position(values: Sequence[GridCell], columns: Sequence[Column]) -> Way | None:
    """Each column the one cell below it; None as soon as that is not plain for every column."""
    cells: Way = {}
    for column in columns:
        below = [v for v in values if _overlap(v, column)]
        if len(below) > 1:
            below = [v for v in below if not _blank(v)] or below[:1]
        if len(below) != 1:
            return None
        cells[column.key] = below[0]
    numbers = [id(v) for v in cells.values() if not _blank(v)]
    return cells if len(set(numbers)) == len(numbers) else None


def _is_plain(values: Sequence[GridCell], head: Head, columns: Sequence[Column]) -> bool:
    """One cell below each column, and besides these only empty cells that the head has room for."""
    under = [[c for c in columns if _overlap(v, c)] for v in values]
    used = [found[0].key for found in under if found]
    return (
        all(len(found) <= 1 for found in under)
        and len(used) == len(set(used)) == len(columns)
        and all(found or _blank(v) for v, found in zip(values, under, strict=True))
        and all(v.column + v.width <= head.right for v in values)
    )


def _too_many(values: Sequence[GridCell], columns: Sequence[Column], candidates: Sequence[int], sums: Sums) -> Assigned:
    """Sixteen values under fifteen heads: keep what every way to leave out some of the `candidates` agrees on."""
    keys = [c.key for c in columns]
    surplus = len(values) - len(columns)
    ways = list(islice(_ways(values, keys, candidates, surplus), MOST_WAYS + 1))
    if not 0 < len(ways) <= MOST_WAYS:
        return Assigned({}, open=tuple(keys))
    lost = 0 if all(_blank(values[i]) for i in candidates) else surplus
    agreed, split = _agreement(ways, keys)
    if not split:
        return Assigned(agreed, surplus=lost)
    fitting = [way for way in ways if sums({k: read_value(v.text).number for k, v in way.items()})]
    by_sums, still_split = _agreement(fitting or ways, keys)
    decided = tuple(k for k in split if k not in still_split)
    return Assigned(by_sums, decided, BY_SUMS if decided else "", tuple(still_split), lost)


def _superfluous(values: Sequence[GridCell], surplus: int, head: Head, *, in_place: bool) -> Sequence[int]:
    """The cells of which some are too many: the empty ones, or any.

    Merged labels and filled-up rows leave empty cells behind at the ends of a row, and cells that are cut in
    two leave them within, `in_place`: no cell stands beyond the heads. Else an empty one between values is as
    good as the others.
    """
    blank = [i for i, v in enumerate(values) if _blank(v)]
    last = len(values) - 1
    ahead = {i for n, i in enumerate(blank) if i == n} if head.kind != "review" else set()
    behind = {i for n, i in enumerate(reversed(blank)) if i == last - n}
    at_ends = len(ahead | behind) == len(blank)
    if surplus <= len(blank) and (in_place or at_ends or surplus > MOST_EXTRA):
        return blank
    return range(len(values)) if surplus <= MOST_EXTRA else ()


def _ways(values: Sequence[GridCell], keys: Sequence[str], candidates: Sequence[int], surplus: int) -> Iterable[Way]:
    """The ways to leave out as many cells as there are too many."""
    for left_out in combinations(candidates, surplus):
        kept = (v for i, v in enumerate(values) if i not in left_out)
        yield dict(zip(keys, kept, strict=True))


def _agreement(ways: Sequence[Way], keys: Sequence[str]) -> tuple[Way, list[str]]:
    """The cells all ways agree on, and the keys on which they differ."""
    split = [k for k in keys if len({read_value(way[k].text)[:2] for way in ways}) > 1]
    return {k: ways[0][k] for k in keys if k not in split}, split
