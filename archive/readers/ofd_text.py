"""How far the characters of an OFD text stand apart."""

from __future__ import annotations

import re
import unicodedata
from math import isfinite

_GROUPS = re.compile(r"g\s+(\d{1,9})\s+(\S+)|(\S+)")
_FURTHEST = 1e6  # millimetres


def width(letter: str) -> float:
    """Of a character's size: Chinese ones are square, others about half as wide."""
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.5


def advances(stated: str | None, text: str, size: float) -> list[float]:
    """From each character of `text` to the next, in the unit of `stated` (DeltaX or DeltaY).

    `g 3 5.5` stands for three times 5.5; what is not stated follows from the characters' own widths.

    >>> advances("g 2 5.5 3", "本年报告", 4.0), advances(None, "年1", 4.0), advances("x", "ab", 0)
    ([5.5, 5.5, 3.0, 4.0], [4.0, 2.0], [0.0, 0.0])
    """
    found: list[float] = []
    for times, grouped, single in _GROUPS.findall(stated or ""):
        count = min(int(times), len(text) - len(found)) if times else 1
        found += [_length(grouped or single)] * count
        if len(found) >= len(text):
            break
    found = found[: len(text)]
    return found + [width(letter) * size for letter in text[len(found) :]]


def _length(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if isfinite(value) and abs(value) <= _FURTHEST else 0.0
