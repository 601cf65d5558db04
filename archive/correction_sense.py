"""Whether what a person says a cell holds can be so, beside what was read in it."""

from __future__ import annotations

from archive.checks.values import may_be_below_zero
from archive.models import Cell, Number

_LEAP = 1000  # times the figure that was read, or less than this part of it


def is_impossible(cell_id: str, read: Cell | None, value: Number | None) -> bool:
    """Whether a number is below 0 in a column that counts things."""
    return value is not None and value < 0 and not may_be_below_zero(cell_id, read.unit if read else None)


def is_leap(read: Number | None, value: Number | None) -> bool:
    """Whether a number is a thousand times the one that was read, or less than a thousandth of it: perhaps another unit.

    >>> is_leap(3, 3000), is_leap(3000, 3), is_leap(3001, 3), is_leap(0, 5)
    (True, False, True, False)
    """
    if not read or not value:
        return False
    return abs(value) >= _LEAP * abs(read) or abs(value) * _LEAP < abs(read)
