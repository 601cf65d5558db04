"""The sides of tables that have none drawn: the ends of their rules across stand on a line that runs down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from archive.readers.ocr.ruling import Stretch

_FEWEST = 5  # ends on a line
_NEAR = 1.5  # points; ends no further from a line stand on it
_LONG = 100.0  # points; a table is at least that wide, and two ends that near to one another tell no direction
_LEANS = 0.004, 0.15  # of its length a side leans, taken from the side; what leans less is straight but for worn ends
_MOST = 60  # rules that are compared with one another


def sides_of(across: Sequence[Stretch], unit: float) -> Iterator[Stretch]:
    """The sides at the left and right of tables on a picture taken from the side, where both are told by the ends."""
    long = sorted((s for s in across if s.length > _LONG * unit), key=lambda s: -s.length)[:_MOST]
    found = [_line([_end(s, way) for s in long], unit) for way in (-1, 1)]
    if all(found) and any(side and abs(side.slant) > _LEANS[0] for side in found):
        yield from (side for side in found if side)


def _end(rule: Stretch, way: int) -> tuple[float, float]:
    """How far right and down a rule begins (-1) or ends (1)."""
    return rule.end if way > 0 else rule.start, rule.at + way * rule.slant * rule.length / 2


def _line(ends: Sequence[tuple[float, float]], unit: float) -> Stretch | None:
    """The line on which most of these places stand; None where it is too few, or less than a third of them."""
    import numpy as np

    if len(ends) < _FEWEST:
        return None
    x, y = np.array(ends).T
    best = np.zeros(len(ends), bool)
    for i, j in combinations(range(len(ends)), 2):
        if abs(y[j] - y[i]) > _LONG * unit and abs(x[j] - x[i]) < _LEANS[1] * abs(y[j] - y[i]):
            near = abs(x[i] + (x[j] - x[i]) / (y[j] - y[i]) * (y - y[i]) - x) < _NEAR * unit
            best = near if near.sum() > best.sum() else best
    if best.sum() < max(_FEWEST, len(ends) / 3):
        return None
    slant, base = np.polyfit(y[best], x[best], 1)
    start, end = float(y[best].min()), float(y[best].max())
    return Stretch(start, end, float(base + slant * (start + end) / 2), float(slant), is_down=True)
