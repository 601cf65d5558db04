"""Brackets and stops on a picture: each takes the room of a letter, most of which is white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LEAST, _LEAST_OF_DIRT = 0.07, 0.13  # of the height of a letter; a stop is no smaller, and none to tell from dirt
_STOP = 1.3  # of the height of a letter; so much white is there at most behind a stop
_REACH = 0.7  # of the height of a letter; a colon stands no further behind one
_BRACKET = 0.95  # of the height of a letter; and so much before a bracket that opens, behind one that closes
_WIDE, _HIGH = (0.1, 0.5), (0.75, 1.4)  # of the height of a letter; how wide and how high brackets are
_BOW = 4, 0.25  # pixels, and parts of the height of a letter; the bow of a bracket is no thicker from left to right
_BENT, _BENT_BACK = 0.12, 0.15  # of a bracket's width; so far right, or left, of its middle its ends stand

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where stops stand (pixels 0 or 1), the left of brackets that open, the right of those that close.

    Of brackets the top and bottom, too, all in pixels.
    """

    stops: Any
    opening: tuple[tuple[int, int, int], ...]
    closing: tuple[tuple[int, int, int], ...] = ()

    def parted(self, gap: Span, rows: Span) -> bool:
        """Whether a stop stands in a gap of some rows."""
        return bool(self.stops[rows[0] : rows[1], gap[0] : gap[1]].any())

    def bridge(self, gap: Span, rows: Span, letter: float) -> bool:
        """Whether the white in a gap of some rows is that of a bracket or stop; `letter` is in pixels."""
        a, b = gap
        y0, y1 = rows
        if b - a < _STOP * letter and self.stops[y0:y1, a : min(b, a + round(_REACH * letter))].any():
            return True
        if b - a >= _BRACKET * letter:
            return False
        sides = ((b, self.opening), (a, self.closing))
        return any(abs(x - end) < 3 and y0 <= (top + bottom) / 2 < y1 for end, some in sides for x, top, bottom in some)


def marks_of(labels: Any, stats: Any, is_letter: Any, letter: float) -> Marks:
    """The marks among the connected parts of a page's ink, as OpenCV gives them; `is_letter` are those no speck is."""
    import numpy as np

    wide, high = stats[:, 2] / letter, stats[:, 3] / letter
    size = np.minimum(wide, high)
    stops = ~is_letter & (size > _LEAST)
    if np.count_nonzero(~is_letter) > np.count_nonzero(is_letter):  # most of what is small is dirt
        stops &= np.sqrt(stats[:, 4]) > _LEAST_OF_DIRT * letter
    stops[0] = False
    like = (wide > _WIDE[0]) & (wide < _WIDE[1]) & (high > _HIGH[0]) & (high < _HIGH[1])
    brackets = list(_brackets(labels, stats, np.flatnonzero(like), letter))
    opening, closing = (tuple(b[1:] for b in brackets if b[0] is opens) for opens in (True, False))
    return Marks(stops.astype(np.uint8)[labels], opening, closing)


def _brackets(labels: Any, stats: Any, parts: Any, letter: float) -> Iterator[tuple[bool, int, int, int]]:
    """The parts whose ends both stand on one side of their middle: whether they open, their outer side, top, bottom."""
    import numpy as np

    for i in parts:
        x, y, w, h = (int(v) for v in stats[i][:4])
        bow = labels[y : y + h, x : x + w] == i
        if _across(bow) > max(_BOW[0], _BOW[1] * letter):
            continue
        rows, columns = np.nonzero(bow)
        top, middle, bottom = (
            columns[part].mean() for part in (rows < h / 6, abs(rows - h / 2) < h / 6, rows > h - 1 - h / 6)
        )
        if min(top, bottom) - middle > _BENT * w:
            yield True, x, y, y + h
        elif middle - max(top, bottom) > _BENT_BACK * w:
            yield False, x + w, y, y + h


def _across(mark: Any) -> int:
    """How far a mark reaches from left to right in any of its rows, in pixels."""
    import numpy as np

    first, last = mark.argmax(axis=1), mark.shape[1] - mark[:, ::-1].argmax(axis=1)
    return int(np.where(mark.any(axis=1), last - first, 0).max())
