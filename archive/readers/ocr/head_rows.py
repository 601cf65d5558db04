"""Heads of several rows without rules between them: which heads stand above which others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from archive.readers.ocr.white import CENTRED, LINE, Frame, Ink
from archive.readers.pdf_rules import Edge, rule

_BESIDE, _BELOW = 0.3, 0.5  # of the height of a letter; the letters, and the lines, of one head stand no further apart
_LEAST = 0.4  # of the height of a letter; what is smaller is a mark
_FEWEST = 2  # heads that share one above them
_TORN = 1.0, 0.6  # of the height of a letter; pieces of one head above others, and what else is one, stand no nearer
_ROW = 3, 0.7  # values at least that make a row, and what part of them stands each below a head of its own
_MOST = 100  # texts in the heads of a table; more are none


class _Head(NamedTuple):
    """A head's box in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> float:
        """Its middle, from above."""
        return (self.top + self.bottom) / 2


def shared(ink: Ink, frame: Frame, band: tuple[float, float]) -> Iterator[Edge]:
    """The rules that are missing below heads that several others stand under, in points."""
    heads = sorted(_mended(list(_heads(ink, frame, band)), ink.letter))
    lowest = _lowest(heads)
    borders = [frame.left, *((a.x1 + b.x0) / 2 for a, b in pairwise(lowest)), frame.right]
    found: list[Edge] = []
    for head in sorted((h for h in heads if h not in lowest), key=lambda h: h.top):
        above = [e["top"] for e in found if e["x0"] < head.x0 and head.x1 < e["x1"] and e["top"] < head.top]
        start, y = _level(head, lowest, max(above, default=band[0]))
        span = _span(head, lowest, borders, (start, y, band[1]), CENTRED[1] * (frame.right - frame.left))
        if span:
            found.append(rule(span[0], y, span[1], y))
    is_half = 2 * len(found) <= len(heads) - len(lowest)
    near = CENTRED[1] * (frame.right - frame.left)
    yield from (list(_unspanned(heads, lowest, borders, near)) if is_half else []) or found


def _unspanned(
    heads: Sequence[_Head], lowest: Sequence[_Head], borders: Sequence[float], near: float
) -> Iterator[Edge]:
    """The rules between heads that stand each above one other alone, in the first of the columns they are for."""
    above = [h for h in heads if h not in lowest]
    below = [[o for o in lowest if _is_over(h, o)] for h in above]
    alone = [len(o) == 1 and abs(h.x0 + h.x1 - o[0].x0 - o[0].x1) < 2 * near for h, o in zip(above, below, strict=True)]
    if not alone or not all(alone):
        return
    end = min(h.bottom for h in heads)
    for head in sorted(heads, key=lambda h: h.top):
        if head.top > end:
            y = (end + head.top) / 2
            yield from (rule(a, y, b, y) for a, b in pairwise(borders))
        end = max(end, head.bottom)


def row_below(ink: Ink, frame: Frame, band: tuple[float, float]) -> float | None:
    """Where the heads end in a band whose last line is a row of values: most stand each below a head of its own."""
    heads = list(_heads(ink, frame, band))
    last = max((h.level for h in heads), default=0.0)
    values = [h for h in heads if abs(h.level - last) < ink.letter / 2]
    above = [h for h in heads if h not in values and h.bottom < last]
    owned = [v for v in values for h in above if _is_over(h, v) and sum(_is_over(h, other) for other in values) == 1]
    alone = {v for v in owned if v.bottom - v.top < LINE * ink.letter}
    if len(alone) < max(_ROW[0], _ROW[1] * len(values)):
        return None
    return (max(h.bottom for h in above) + min(v.top for v in values)) / 2


def _is_over(head: _Head, other: _Head) -> bool:
    """Whether a head stands above another one."""
    return other.top > head.bottom and other.x0 < head.x1 and head.x0 < other.x1


def _lowest(heads: Sequence[_Head]) -> list[_Head]:
    """The heads below which none stands."""
    return [h for h in heads if not any(_is_over(h, other) for other in heads)]


def _mended(heads: list[_Head], letter: float) -> list[_Head]:
    """Heads with the pieces of those above others put together, which a coarse picture has torn."""
    while pair := _torn(heads, letter):
        one, other = pair
        ends = min(one.x0, other.x0), min(one.top, other.top), max(one.x1, other.x1), max(one.bottom, other.bottom)
        heads = [*(h for h in heads if h not in pair), _Head(*ends)]
    return heads


def _torn(heads: Sequence[_Head], letter: float) -> tuple[_Head, _Head] | None:
    """Two pieces of one head above others."""
    lowest = _lowest(heads)
    for one in (h for h in heads if h not in lowest):
        for other in (h for h in heads if h is not one and abs(h.level - one.level) < letter / 2):
            apart = max(one.x0, other.x0) - min(one.x1, other.x1)
            if apart < _TORN[other in lowest] * letter:
                return one, other
    return None


def _level(head: _Head, lowest: Sequence[_Head], start: float) -> tuple[float, float]:
    """Where the row of a head begins and ends that begins at `start`, or further down where a page ends in between.

    The head stands in its middle, and above the heads below it.
    """
    y = head.bottom + head.top - start
    below = min((h.top for h in lowest if h.top > head.bottom and h.x0 < head.x1 and head.x0 < h.x1), default=y)
    if y <= below:
        return start, y
    return head.top - (below - head.bottom) / 2, (head.bottom + below) / 2


def _heads(ink: Ink, frame: Frame, band: tuple[float, float]) -> Iterator[_Head]:
    """The texts of a band, each with all its lines."""
    import cv2
    import numpy as np

    letter = ink.letter * ink.unit
    wide, high = (round(part * letter) | 1 for part in (_BESIDE, _BELOW))
    pixels = ink.within(frame, band)
    if not pixels.size:
        return
    closed = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((high, wide), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    boxes = [tuple(int(v) for v in s[:4]) for s in stats[1:] if max(s[2], s[3]) > _LEAST * letter]
    for x0, y0, x1, y1 in _joined(boxes, wide, high) if len(boxes) < _MOST else ():
        left, right = (frame.left + x / ink.unit for x in (x0, x1))
        yield _Head(left, band[0] + y0 / ink.unit, right, band[0] + y1 / ink.unit)


def _joined(boxes: Sequence[Any], wide: int, high: int) -> list[tuple[int, int, int, int]]:
    """Boxes that nearly touch as one."""
    made: list[tuple[int, int, int, int]] = []
    for x, y, w, h in boxes:
        x0, y0, x1, y1 = x, y, x + w, y + h
        while near := [
            b for b in made if x0 - wide < b[2] and b[0] < x1 + wide and y0 - high < b[3] and b[1] < y1 + high
        ]:
            made = [b for b in made if b not in near]
            x0, y0 = min(x0, *(b[0] for b in near)), min(y0, *(b[1] for b in near))
            x1, y1 = max(x1, *(b[2] for b in near)), max(y1, *(b[3] for b in near))
        made.append((x0, y0, x1, y1))
    return made


def _span(
    head: _Head, lowest: Sequence[_Head], borders: Sequence[float], levels: tuple[float, float, float], near: float
) -> tuple[float, float] | None:
    """From where to where the heads below one run: it stands in their middle.

    Heads that are no lower than the middle of the row of the one and the rows below it together are none of these.
    """
    start, y, end = levels
    least = ((start + end) / 2 + (y + end) / 2) / 2
    below = [i for i, h in enumerate(lowest) if h.level > least and h.top > head.bottom]
    middle = (head.x0 + head.x1) / 2
    spans = [
        (borders[i], borders[j + 1])
        for i in below
        for j in below
        if j - i + 1 >= _FEWEST
        and all(k in below for k in range(i, j + 1))
        and abs((borders[i] + borders[j + 1]) / 2 - middle) < near
    ]
    return max(spans, key=lambda span: span[1] - span[0], default=None)
