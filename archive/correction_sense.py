"""Whether what a person says a cell holds can be so, beside what was read in it."""

from __future__ import annotations

from archive.checks.values import may_be_below_zero
from archive.claims.amounts import YUAN
from archive.models import Cell, Number

_LEAP = 1000  # times the figure that was read, or less than this part of it


def is_impossible(cell_id: str, read: Cell | None, value: Number | None) -> bool:
    """Whether a number is below 0 in a column that counts things."""
    return value is not None and value < 0 and not may_be_below_zero(cell_id, read.unit if read else None)


def is_leap(read: Cell | None, value: Number | None, unit: str | None) -> bool:
    """Whether a number is a thousand times the one that was read, or less than a thousandth of it.

    `unit` is that of the number where a person named one; amounts of money are compared in 元.
    """
    if read is None or not read.value or not value:
        return False
    before, after = abs(_in_yuan(read.value, read.unit)), abs(_in_yuan(value, unit or read.unit))
    return after >= _LEAP * before or after * _LEAP < before


def _in_yuan(value: Number, unit: str | None) -> Number:
    return value * YUAN.get(unit or "", 1)
