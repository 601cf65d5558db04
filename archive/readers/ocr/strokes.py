"""Strokes on pictures: slashes told from ones, dashes so small that they may be dirt, worn noughts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

_INK = 0.4  # of the darkest ink
_FEWEST = 8  # rows of pixels; what is lower shows no slant
_SLANT = (0.3, 1.8)  # how far right of its foot the head of a slash stands, in parts of its height
_BROAD = 0.6  # of its width; no row of a slash is as broad, the foot of a 1 and the bar of a 7 are
_STRAIGHT = 0.06  # of its height; the middles of its rows are no further from a straight line
_RING, _HOLLOW = (0.4, 1.0), 0.15  # of its height; how wide a 0 is; and of its width how wide its white
_OVAL = 0.85  # of an oval and of the ink is both
_CENTRE = (0.15, 0.2)  # of a cell's width and height, to each side of its middle: where what stands alone in it stands
_PAIR = 3  # marks of one dash at most; a fax breaks long ones
_LEVEL, _APART = 0.6, 3.0  # of a mark's height and width; marks of one dash are no further from one another
_CHANCE = 0.15  # of all dirt that lies in empty cells lies in their middles
_MORE = 2.0  # times as many marks in the middle of cells as dirt would leave there are dashes

PixelBox = tuple[int, int, int, int]  # x0, top, x1, bottom
Part = tuple[int, int, int, int]  # x0, x1, top, bottom


def inked(ink: Any) -> Any:
    """Where there is ink in a line, by its darkest."""
    return ink > max(20.0, _INK * float(ink.max() if ink.size else 0))


def is_slash(ink: Any) -> bool:
    """Whether a line's ink is a single straight stroke that leans to the right as no figure's does."""
    import numpy as np

    drawn = inked(ink)
    rows = np.flatnonzero(drawn.any(axis=1))
    if rows.size < _FEWEST or rows[-1] - rows[0] + 1 != rows.size:
        return False
    own = drawn[rows[0] : rows[-1] + 1]
    first, last = own.argmax(axis=1), own.shape[1] - own[:, ::-1].argmax(axis=1)
    width = last.max() - first.min()
    if (last - first).max() > _BROAD * width or (own.sum(axis=1) < last - first).mean() > _STRAIGHT:
        return False
    middles, down = (first + last) / 2, np.arange(rows.size)
    slope, start = np.polyfit(down, middles, 1)
    far = np.abs(start + slope * down - middles).mean()
    return bool(_SLANT[0] <= -slope <= _SLANT[1] and far < _STRAIGHT * rows.size)


def is_broken_ring(parts: Sequence[Part], ink: Any) -> bool:
    """Whether two marks beside one another are the sides of a 0 whose head and foot a coarse fax lost.

    `parts` are their boxes in the ink of a line (x0, x1, top, bottom).
    """
    if len(parts) != 2:
        return False
    left, right = parts
    height = max(left[3], right[3]) - min(left[2], right[2])
    width = right[1] - left[0]
    is_round = _RING[0] * height < width < _RING[1] * height and right[0] - left[1] >= _HOLLOW * width
    return is_round and _bend(ink, left) < 0 < _bend(ink, right)


def is_filled_ring(ink: Any) -> bool:
    """Whether a line's ink is an oval without a hole: a 0 that a coarse fax filled."""
    import numpy as np

    drawn = inked(ink)
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if rows.size < _FEWEST:
        return False
    own = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = own.shape
    down, across = np.ogrid[:height, :width]
    oval = ((down + 0.5) / height * 2 - 1) ** 2 + ((across + 0.5) / width * 2 - 1) ** 2 <= 1
    return bool(_RING[0] * height < width < _RING[1] * height and (own & oval).sum() >= _OVAL * (own | oval).sum())


def _bend(ink: Any, part: Part) -> float:
    """How far right of its ends the middle of a mark stands, in pixels."""
    import numpy as np

    x0, x1, top, bottom = part
    own = ink[top:bottom, x0:x1].astype(np.float32)
    middles = (own * np.arange(x1 - x0)).sum(axis=1) / np.maximum(own.sum(axis=1), 1)
    third = max(1, (bottom - top) // 3)
    return float(middles[third:-third].mean() - (middles[:third].mean() + middles[-third:].mean()) / 2)


def central(marks: Sequence[PixelBox], size: tuple[int, int]) -> PixelBox | None:
    """The box of marks too small to be read that stand together in the middle of a cell of this width and height."""
    if not 0 < len(marks) <= _PAIR or not _are_one(sorted(marks)):
        return None
    x0, y0, x1, y1 = (pick(m[i] for m in marks) for i, pick in enumerate((min, min, max, max)))
    width, height = size
    off = abs(x0 + x1 - width) / (2 * width), abs(y0 + y1 - height) / (2 * height)
    return (x0, y0, x1, y1) if off[0] < _CENTRE[0] and off[1] < _CENTRE[1] else None


def _are_one(marks: Sequence[PixelBox]) -> bool:
    """Whether marks from left to right stand beside one another as the parts of a dash do."""
    return all(
        abs(a[1] + a[3] - b[1] - b[3]) <= 2 * _LEVEL * max(a[3] - a[1], b[3] - b[1])
        and b[0] - a[2] <= _APART * max(a[2] - a[0], b[2] - b[0])
        for a, b in pairwise(marks)
    )


def are_dashes(central: int, dirty: Iterable[int]) -> bool:
    """Whether marks in the middle of so many cells are no dirt, which lies elsewhere in empty cells as well.

    `dirty` are the numbers of marks that lie elsewhere, cell by cell.
    """
    return central > _MORE * _CHANCE / (1 - _CHANCE) * sum(dirty)
