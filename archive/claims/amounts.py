"""Figures of the narrative in the unit of the cells they are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from archive.models import Number

_IN_TEN_THOUSANDS = "disclosure.fees.amount"  # the head of its column says 万元
YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def in_unit(value: Number, unit: str | None, cells: Sequence[str]) -> tuple[Number, float]:
    """A figure in the unit of these cells, and how far it may be off because it was rounded.

    >>> in_unit(1123500, "元", ["disclosure.fees.amount"])
    (112.35, 0.005)
    >>> in_unit(7, "件", ["applications.new[total]"])
    (7, 1e-06)
    """
    if unit not in YUAN or list(cells) != [_IN_TEN_THOUSANDS]:
        return value, 1e-6
    return value * YUAN[unit] / 10_000, max(rounding(value) * YUAN[unit] / 10_000, 0.005)


def rounding(value: Number) -> float:
    """Half of the last digit a figure is printed with.

    >>> rounding(33.9), rounding(34)
    (0.05, 0.5)
    """
    decimals = len(f"{value:g}".partition(".")[2]) if isinstance(value, float) else 0
    return 0.5 * 10.0**-decimals
