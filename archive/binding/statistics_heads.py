"""The head of a statistics table: indicator, unit, code, and one column of values or several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from archive.binding.heads import Column, Head, HeadCell
from archive.grid import MOST_COLUMNS
from archive.indicators import UNIT_WORDS, indicator_keys, indicators, says_more, statistic_head
from archive.labels import normal, vocabulary
from archive.models import GridCell, Table
from archive.numbers import read_value
from archive.template import statistic_groups

SIDE = ("label", "unit", "code", "remark")  # columns without values
_LETTERS = frozenset("甲乙丙丁戊己")
_ENOUGH = 3  # rows with a known indicator make a table one of statistics
_TOTALS = frozenset(("总数", "合计", "总计"))
# beside these columns a total is the year's, for they are its parts
_PARTS = frozenset(("year", "government", "departments", "townships", "q1", "q2", "q3", "q4", *SIDE))
_REMARKED = "the head of a column says more than which column it is, and may mean another figure"
_TOTAL = "a total stands beside columns that are not its parts; it may be more than the year's"
_TWO_YEARS = "one column is headed by a year, another by none"
_YEARS = re.compile(r"(20\d{2})年")


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of indicators and their values that stand beside others of the same kind; grid columns [start, end).

    `year` is what the head of the reporting year's column says it is of; `doubt` why its values may be others.
    """

    head: Head
    start: int
    end: int
    year: int | None = None
    doubt: str = ""


def is_statistics(table: Table, *, goes_on: bool) -> bool:
    """Whether a table lists indicators; the rest of one cut by a page break needs no more than a row of them.

    Names of groups alone make none: the headings and heads of the other forms, on one sheet, are such names.
    """
    groups = statistic_groups() | _routes()
    found: set[str] = set()
    for row in table.rows:
        keys = [keys[0] for cell in row if len(cell.text) > 2 and (keys := indicator_keys(cell.text))]
        if not keys:
            continue
        found.update(keys)
        if len(found) >= (1 if goes_on else _ENOUGH) and (goes_on or not found <= groups):
            return True
    return bool(found) and len(found) == _ENOUGH - 1 and any(map(is_head, table.rows))


@lru_cache(maxsize=1)
def _routes() -> frozenset[str]:
    """The indicators that are heads of section four as well."""
    return frozenset(key for word in vocabulary().routes for key in indicator_keys(word))


def is_head(row: Sequence[GridCell]) -> bool:
    """Whether a row names the columns of indicators and their units or values."""
    keys = [statistic_head(cell.text) for cell in row if normal(cell.text)]
    named = [key for key in keys if key]
    return len(named) >= 2 and not {"label", "unit"}.isdisjoint(named) and len(keys) - len(named) <= 1


def is_second_head(row: Sequence[GridCell]) -> bool:
    """Whether a row below a head only names columns, or letters and numbers them: 甲, 乙, 1, 2."""
    texts = [label for cell in row if (label := normal(cell.text))]
    if texts and texts[0] in _LETTERS:
        return all(text in _LETTERS or text.isdigit() for text in texts)
    return bool(texts) and all(statistic_head(text) not in (None, "label", "unit") for text in texts)


def is_unknown_head(row: Sequence[GridCell]) -> bool:
    """Whether a row above the indicators seems to name their columns, in words that are in no list."""
    texts = [cell.text for cell in row if normal(cell.text)]
    return len(texts) > 1 and not any(
        read_value(text).state != "text" or normal(text) in UNIT_WORDS or indicator_keys(text) for text in texts[1:]
    )


def year_of_caption(row: Sequence[GridCell]) -> int | None:
    """The one year that a row of a single cell states: the caption of a table."""
    texts = {normal(cell.text) for cell in row} - {""}
    years = set(_YEARS.findall(texts.pop())) if len(texts) == 1 else set()
    return int(years.pop()) if len(years) == 1 else None


def is_known(key: str) -> bool:
    """Whether a column has a name of the list, and not what some head says."""
    return key.isdigit() or all(part in indicators().heads.values() or part.isdigit() for part in key.split("_"))


def build(rows: Sequence[Sequence[GridCell]], *, aligned: bool) -> tuple[Part, ...]:
    """The parts of a head; none where two columns of one part have the same name."""
    cells = list({(c.row, c.column): c for row in rows for c in row if _name(c)}.values())
    columns = _columns(cells) if aligned else _in_order(rows)
    right = max((c.column + c.width for row in rows for c in row), default=0)
    starts = [i for i, column in enumerate(columns) if column.key == "label"] or [0]
    named = tuple(HeadCell((_name(c),), c, c.row) for c in cells)
    parts = []
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else len(columns)
        behind, year = _with_year(columns[start + 1 : end])
        if max(Counter(c.key for c in behind).values(), default=2) > 1:
            return ()
        apart = all(a.end <= b.start for a, b in pairwise(behind))
        limit = columns[end].start if end < len(columns) else right
        left = 0 if i == 0 else columns[start].start
        beyond = limit if end < len(columns) else MOST_COLUMNS
        head = Head("statistics", tuple(behind), aligned and apart, limit, cells=named)
        own = [c for c in cells if left <= c.column < beyond or not aligned]
        parts.append(Part(head, left, beyond, year, _doubt(own, behind)))
    return tuple(parts)


def _doubt(cells: Sequence[GridCell], columns: Sequence[Column]) -> str:
    """Why the values under these heads may not be what the columns are taken for."""
    labels = {normal(cell.text) for cell in cells}
    keys = {column.key for column in columns}
    if any(says_more(label) and statistic_head(label) not in SIDE for label in labels):
        return _REMARKED
    if labels & _TOTALS and keys - _PARTS:
        return _TOTAL
    has_year = any(statistic_head(label) == "year" for label in labels) and "year" in keys
    return _TWO_YEARS if has_year and any(key.isdigit() for key in keys) else ""


def _name(cell: GridCell) -> str:
    """The column a head names; one of no known name is called as printed. Letters and numbers of columns name none."""
    label = normal(cell.text)
    return statistic_head(label) or ("" if label in _LETTERS or label.isdigit() else label.replace("]", ""))


def _columns(cells: Sequence[GridCell]) -> list[Column]:
    """The lowest heads, each named by itself and by what stands above it: 区政府 over 统计数."""
    made = []
    for cell in cells:
        if any(_above(cell, other) for other in cells):
            continue
        names = [_name(other) for other in cells if _above(other, cell)]
        own = _name(cell)
        said = list(dict.fromkeys(name for name in (*names, own) if name not in ("year", "unit", "label")))
        key = own if own in SIDE else "_".join(said) or "year"
        made.append(Column(key, cell.column, cell.column + cell.width))
    return sorted(made, key=lambda column: column.start)


def _above(upper: GridCell, lower: GridCell) -> bool:
    return (
        upper.row < lower.row
        and upper.column < lower.column + lower.width
        and lower.column < upper.column + upper.width
    )


def _in_order(rows: Sequence[Sequence[GridCell]]) -> list[Column]:
    """Text gives no columns: the names stand in their order, values of a second line behind the others."""
    keys = [key for cell in rows[0] if (key := _name(cell))]
    for row in rows[1:]:
        below = [key for cell in row if (key := _name(cell))]
        keys = [key for key in keys if key in SIDE] + below
    return [Column(key, i, i + 1) for i, key in enumerate(keys)]


def _with_year(columns: Sequence[Column]) -> tuple[list[Column], int | None]:
    """Where years are the heads, the last one is the year of the report, for all the head says; with that year."""
    years = [column.key for column in columns if column.key.isdigit()]
    if not years or any(column.key == "year" for column in columns):
        return list(columns), None
    made = [column._replace(key="year") if column.key == max(years) else column for column in columns]
    return made, int(max(years))
