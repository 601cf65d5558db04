"""What the three columns of a row of section two count in the form of 2019: items of a list, or decisions alone.

上一年项目数量 and 本年增/减 count items of the power list, 处理决定数量 decisions; many agencies took all three for
decisions, and then last year's figure and the change make the third.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from archive.models import Cell, Finding, Report
from archive.template import TEMPLATES, Identity, load

_COLUMNS = ("items_prev", "items_change", "decisions")
_SENTENCE = "last year's figure and the change make the decisions, as in another row"
_LARGE = 100  # below it two counts lie close by chance
_NEAR = 0.05  # of the larger one
_TELLING = 20  # decisions; fewer may be the sum of the other two by chance


class Reading(Enum):
    """What a row counts, as far as its own figures tell."""

    ITEMS = "items of a list are counted"
    DECISIONS = "decisions are counted"
    MISSED = "decisions are counted, and the row misses them"
    EITHER = "either may be counted"


class Row(NamedTuple):
    """A row with its three cells in the order of the form, and what it counts."""

    key: str
    cells: tuple[Cell, Cell, Cell]
    reading: Reading

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cells."""
        return tuple(cell.id for cell in self.cells)


def readings_of_items(report: Report) -> Iterator[Finding]:
    """D4: which of the two each row counts. It fails where a row just misses the decisions that others count.

    A row that counts items speaks for items in all of them: then none misses anything.
    """
    rows = list(_rows({cell.id: cell for cell in report.cells}))
    told = [row for row in rows if row.reading is not Reading.EITHER]
    if not told:
        return
    if all(row.reading in (Reading.DECISIONS, Reading.MISSED) for row in told) and _is_shown(told):
        missed = [row for row in told if row.reading is Reading.MISSED]
        for row in missed:
            before, change, decisions = (cell.value or 0 for cell in row.cells)
            message = f"{_SENTENCE}, but {before:g} and {change:g} are not {decisions:g}"
            yield Finding("D4", "fail", "soft", row.names, message)
        told = [row for row in told if row not in missed]
    kinds = {row.reading for row in told if row.reading is not Reading.MISSED}
    names = tuple(name for row in told for name in row.names)
    message = "; ".join(f"{row.key.removeprefix('disclosure.')}: {_kind(row).value}" for row in told)
    if names:
        yield Finding("D4", "unknown" if len(kinds) > 1 and _is_shown(told) else "pass", "soft", names, message)


def sums(findings: Iterable[Finding]) -> list[tuple[Identity, Finding]]:
    """The sums that rows under the reading of decisions miss, with the findings on them."""
    failed = [f for f in findings if (f.check, f.status) == ("D4", "fail")]
    return [(Identity("D4", _SENTENCE, f.cells[:2], f.cells[2:], only_if_printed=False), f) for f in failed]


def _kind(row: Row) -> Reading:
    return Reading.EITHER if row.reading is Reading.MISSED else row.reading


def _is_shown(rows: Iterable[Row]) -> bool:
    """Whether a row shows the reading of decisions, and not by chance: without a change two columns agree easily."""
    return any(row.reading is Reading.DECISIONS and (row.cells[2].value or 0) >= _TELLING for row in rows)


@lru_cache(maxsize=1)
def _keys() -> tuple[str, ...]:
    return tuple(row for form in map(load, TEMPLATES) for b in form.blocks if b.columns == _COLUMNS for row in b.rows)


def _rows(cells: Mapping[str, Cell]) -> Iterator[Row]:
    for key in _keys():
        before, change, decisions = (cells.get(f"{key}.{column}") for column in _COLUMNS)
        if before and change and decisions:
            values = before.value, change.value, decisions.value
            told = _reading(*(int(v) for v in values if v is not None)) if None not in values else Reading.EITHER
            yield Row(key, (before, change, decisions), told)


def _reading(before: int, change: int, decisions: int) -> Reading:
    """What a row counts by itself.

    >>> _reading(189, 61, 250).name, _reading(40, 0, 7646).name, _reading(1105, 375, 1475).name
    ('DECISIONS', 'ITEMS', 'MISSED')
    >>> _reading(3, 0, 3).name, _reading(0, 0, 0).name
    ('EITHER', 'EITHER')
    """
    made = before + change
    if made == decisions:
        return Reading.DECISIONS if change else Reading.EITHER
    return Reading.MISSED if change and _is_near(made, decisions) else Reading.ITEMS


def _is_near(made: int, printed: int) -> bool:
    """Whether a figure is another one with a slip: nearly as large, one digit off, or two that changed places."""
    if min(made, printed) < _LARGE:
        return False
    one, other = str(made), str(printed)
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    is_slip = len(one) == len(other) and (len(wrong) == 1 or _is_swapped(one, other, wrong))
    return is_slip or abs(made - printed) <= _NEAR * max(made, printed)


def _is_swapped(one: str, other: str, wrong: list[int]) -> bool:
    return len(wrong) == 2 and wrong[1] - wrong[0] == 1 and one[wrong[0]] == other[wrong[1]]
