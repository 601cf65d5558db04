"""What stands in a row beside the values of the form: numbers of rows, codes, units, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.binding.heads import Column, Head
from archive.binding.rows import is_number
from archive.indicators import UNIT_WORDS, indicators, statistic_head
from archive.labels import normal, row_key
from archive.models import GridCell
from archive.numbers import read_value

_CHANGED = "a remark beside the row says that its figures are others"
_SHORT = "the row has fewer cells than stand above it"
_OTHER_UNIT = "the unit beside the row is not the one of its head"
_KINDS = frozenset(("unit", "code", "remark"))  # columns without values of the form
_OTHERS = frozenset(("previous", "cumulative", "period"))
_YEAR = re.compile(r"20\d{2}年")
_BRACKETS = dict.fromkeys(map(ord, "()（）[]【】"))


class Parted(NamedTuple):
    """The cells of a row that may be its labels and values, and words that stand beyond all heads.

    `doubt` is what speaks against the values, `unit` what is printed in a column of units.
    """

    row: Sequence[GridCell]
    beyond: Sequence[GridCell] = ()
    doubt: str = ""
    unit: str | None = None


def sides(row: Iterable[GridCell]) -> list[GridCell]:
    """The cells of a head row that name a column without values."""
    return [cell for cell in row if statistic_head(cell.text) in _KINDS]


def under(cell: GridCell, columns: Iterable[Column]) -> list[Column]:
    """The columns a cell stands under."""
    return [c for c in columns if cell.column < c.end and c.start < cell.column + cell.width]


def without_sides(row: Sequence[GridCell], head: Head | None) -> Parted:
    """A row without what stands under a head of no values, and without words beyond the last head.

    A known label is kept wherever it stands. A number is kept where it may be the value of an empty cell that it
    missed by a column.
    """
    if head is None or not head.aligned:
        return Parted(row)
    if not head.sides and (not row or row[-1].column < head.columns[-1].end):
        return Parted(row)  # as nearly all are
    beside = [c for c in row if any(_belongs(c, side) for side in head.sides)]
    if _may_be_values(beside, row):
        beside = []
    left = [c for c in row if c not in beside]
    beyond = [c for c in left if c.column >= head.columns[-1].end and normal(c.text)]
    if any(read_value(c.text).state != "text" or row_key(c.text) for c in beyond):
        beyond = []
    kept = [c for c in left if c not in beyond]
    unit = next((normal(c.text) for c in beside if normal(c.text) in UNIT_WORDS), None)
    return Parted(kept, beyond, _doubt(row, beside, head, unit), unit) if kept else Parted(row)


def _doubt(row: Sequence[GridCell], beside: Sequence[GridCell], head: Head, unit: str | None) -> str:
    """What stands beside the values and speaks against them, or should stand there and does not."""
    if any(map(_changes, beside)):
        return _CHANGED
    if unit and any(column.unit not in (None, unit) for column in head.columns):
        return _OTHER_UNIT
    empty = [
        h for h in head.sides if not any(c.column < h.column + h.width and h.column < c.column + c.width for c in row)
    ]
    return _SHORT if empty else ""


def _belongs(cell: GridCell, side: GridCell) -> bool:
    """Whether a cell stands under the head of a column without values, and holds what such a column does."""
    if not side.column <= cell.column <= cell.column + cell.width <= side.column + side.width:
        return False
    text, kind = normal(cell.text), statistic_head(side.text)
    if kind == "unit":
        return not text or text in UNIT_WORDS
    if kind == "code":
        return text.isascii() or is_number(text)
    return row_key(text) is None


def _changes(remark: GridCell) -> bool:
    """Whether a remark would make the figure it stood behind another one, or is of a year or of another column."""
    if read_value(remark.text).state != "text":
        return False
    text = normal(remark.text).translate(_BRACKETS)
    others = (word for word, key in indicators().heads.items() if key in _OTHERS)
    return read_value(f"1（{text}）").state != "number" or bool(_YEAR.search(text)) or text.startswith(tuple(others))


def _may_be_values(beside: Sequence[GridCell], row: Sequence[GridCell]) -> bool:
    """Whether a number beside the values and an empty cell among them may belong together."""
    labels = [c.column for c in row if c not in beside and read_value(c.text).state == "text"]
    numbers = [c for c in beside if read_value(c.text).number is not None and not any(at > c.column for at in labels)]
    return bool(numbers) and any(not normal(c.text) for c in row if c not in beside)
