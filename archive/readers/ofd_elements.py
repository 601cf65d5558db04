"""The elements of an OFD file: their names in any namespace, the numbers in their attributes."""

from __future__ import annotations

from math import isfinite
from typing import Any

_FURTHEST = 1e6  # millimetres; a length beyond is a mistake or an attack


def name_of(element: Any) -> str:
    """The name of an element whatever its namespace: producers write several."""
    return str(element.tag).rpartition("}")[2]


def is_named(element: Any, name: str) -> bool:
    """Whether an element has this name in any namespace."""
    return name_of(element) == name


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; none at all where one of them is no length.

    >>> numbers("0 0 210 297"), numbers("0 nan"), numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [], [])
    """
    try:
        found = [float(part) for part in (text or "").split()]
    except ValueError:
        return []
    return found if all(isfinite(n) and abs(n) <= _FURTHEST for n in found) else []
