"""Rows between which a table has no rules: where they are to be cut, and what stands on both sides of a cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from archive.readers.ocr.white import Frame, Ink, runs
from archive.readers.pdf_rules import SNAP

VALUES = 0.55  # of a table's width; from there on its cells hold one line each
LABELS = 0.22  # of a table's width; left of it stand the labels of several rows
_TWO_LINES = 26.0  # points; a row without room for two lines
_LEADING = 5.0  # points; the lines of one cell stand no further apart
_NEAR = 2.0  # points; so far from text a rule would be drawn
_LINES = 0.5  # of the height of a letter; the lines of one cell stand no further apart
_LETTERS_APART = 0.3  # of the height of a letter; parts of one letter stand no further apart
_ASKEW = 1.5  # of the height of a letter; twice so far from the middle of a label its values do not stand
_TOUCHED = 1.0  # points; ink so near to a rule is on it


def cuts_of(ink: Ink, frame: Frame, band: tuple[float, float]) -> list[float]:
    """Where a band of several rows without rules between them is to be cut: in the white between its values."""
    import cv2
    import numpy as np

    top, bottom = band
    if bottom - top < _TWO_LINES or any(top + SNAP < e["top"] < bottom - SNAP for e in frame.parts):
        return []
    pixels = ink.within(frame, band)
    start, labels = (round(part * pixels.shape[1]) for part in (VALUES, LABELS))
    values = runs(pixels[:, start:].any(axis=1), round(_LEADING * ink.unit))
    values = _rows(values, runs(pixels[:, labels:start].any(axis=1), 0))
    made = []
    near = np.ones((2 * round(_NEAR * ink.unit) + 1, 1), np.uint8)
    crowds = cv2.dilate(pixels, near)
    own, beside = crowds[:, labels:].sum(axis=1), crowds[:, :labels].any(axis=1)
    for (_, end), (start, _) in pairwise(values):
        free = own[end:start] == own[end:start].min()
        clear = free & ~beside[end:start]
        a, b = max(runs(clear if clear.any() else free, 0), key=lambda run: run[1] - run[0])
        made.append(top + (end + (a + b) / 2) / ink.unit)
    ends = [0, *(round((y - top) * ink.unit) for y in made), len(pixels)]
    empty = [
        top + (a + y) / ink.unit
        for (a, b), (start, end) in zip(pairwise(ends), values, strict=False)
        for y in _empty(pixels[a:b, labels:], start - a, end - a, ink)
    ]
    return sorted([*made, *empty])


def _rows(values: Sequence[tuple[int, int]], labels: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """From where to where the values of each row stand, in pixels; beside the white in broken ones is their label."""
    made: list[tuple[int, int]] = []
    for start, end in values:
        if made and any(a < made[-1][1] and start < b for a, b in labels):
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _empty(pixels: Any, start: int, end: int, ink: Ink) -> Iterator[float]:
    """Where a row is to be cut again whose values stand from `start` to `end`, in pixels: beside one of several labels.

    The lines of a label stand around the middle of its values.
    """
    lines = runs(pixels.any(axis=1), round(_LEADING * ink.unit))
    middle = (start + end) / 2
    is_one = len(lines) < 2 or abs(lines[0][0] + lines[-1][1] - start - end) < _ASKEW * ink.letter * ink.unit
    if not is_one and any(a <= middle < b for a, b in lines):
        yield from ((a + b) / 2 for (_, a), (b, _) in pairwise(lines))


def through(ink: Ink, frame: Frame, y: float) -> Iterator[float]:
    """Where the lines of one cell stand above and below a height, or a letter stands on it."""
    import numpy as np

    reach = _LEADING + 1
    pixels = ink.within(frame, (y - reach, y + reach))
    at, near = pixels.shape[0] // 2, round(_TOUCHED * ink.unit)
    letter = round(ink.letter * ink.unit)
    for a, b in runs(pixels.any(axis=0), round(_LETTERS_APART * letter)):
        lines = pixels[:, a:b].any(axis=1)
        above, below = np.flatnonzero(lines[:at]), np.flatnonzero(lines[at:])
        is_near = above.size and below.size and at + below[0] - above[-1] <= _LINES * letter
        if is_near or lines[at - near : at + near + 1].any():
            yield frame.left + (a + b) / 2 / ink.unit
