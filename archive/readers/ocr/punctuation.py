"""Brackets and stops on a picture: each takes the room of a letter, most of which is white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LEAST = 0.07  # of the height of a letter; a stop is no smaller
_STOP = 1.3  # of the height of a letter; so much white is there at most behind a stop
_REACH = 0.7  # of the height of a letter; a colon stands no further behind one
_BRACKET = 0.95  # of the height of a letter; and so much before a bracket
_WIDE, _HIGH = (0.1, 0.5), (0.75, 1.4)  # of the height of a letter; how wide and how high brackets are
_BENT = 0.12  # of a bracket's width; its ends stand that much to one side of its middle

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where stops stand (pixels 0 or 1), and where brackets open: their left, top and bottom in pixels."""

    stops: Any
    opening: tuple[tuple[int, int, int], ...]

    def bridge(self, gap: Span, rows: Span, letter: float) -> bool:
        """Whether the white in a gap of some rows is that of a bracket or stop; `letter` is in pixels."""
        a, b = gap
        y0, y1 = rows
        if b - a < _STOP * letter and self.stops[y0:y1, a : min(b, a + round(_REACH * letter))].any():
            return True
        if b - a >= _BRACKET * letter:
            return False
        return any(abs(x0 - b) < 3 and y0 <= (top + bottom) / 2 < y1 for x0, top, bottom in self.opening)


def marks_of(labels: Any, stats: Any, is_letter: Any, letter: float) -> Marks:
    """The marks among the connected parts of a page's ink, as OpenCV gives them; `is_letter` are those no speck is."""
    import numpy as np

    wide, high = stats[:, 2] / letter, stats[:, 3] / letter
    stops = ~is_letter & (np.minimum(wide, high) > _LEAST)
    stops[0] = False
    like = (wide > _WIDE[0]) & (wide < _WIDE[1]) & (high > _HIGH[0]) & (high < _HIGH[1])
    opening = tuple(_opening(labels, stats, np.flatnonzero(like)))
    return Marks(stops.astype(np.uint8)[labels], opening)


def _opening(labels: Any, stats: Any, parts: Any) -> Iterator[tuple[int, int, int]]:
    """The parts whose ends both stand to the right of their middle."""
    import numpy as np

    for i in parts:
        x, y, w, h = (int(v) for v in stats[i][:4])
        rows, columns = np.nonzero(labels[y : y + h, x : x + w] == i)
        top, middle, bottom = (
            columns[part].mean() for part in (rows < h / 6, abs(rows - h / 2) < h / 6, rows > h - 1 - h / 6)
        )
        if min(top, bottom) - middle > _BENT * w:
            yield x, y, y + h
