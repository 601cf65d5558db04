"""Figures that are struck out: a straight stroke runs through them, longer than any stroke of a digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.readers.ocr.strokes import inked

_ACROSS, _SLANTED = 1.0, 1.6  # heights of a digit; so long a level or slanted stroke is none of a digit
_MOST = 0.75  # of the width of a number a stroke runs through
_DRAWN = (0.97, 0.9)  # of a level and of a slanted stroke has ink
_LEVEL = 0.2  # a stroke that rises by less for its width runs level
_MIDDLE = (0.25, 0.75)  # of the height; a level stroke above or below strikes nothing out
_FINE = 20.0  # pixels; higher digits are looked at so small
_HIGHEST = 60.0  # pixels; a number higher than three digits is looked at so small as well
_WIDEST = 20  # times as wide as high; no number is wider
_USUAL = 30  # per cent of the figures of a page are no higher than a digit, be the others struck out


def digit_height(strips: Sequence[Any]) -> float:
    """How high the digits of these pictures of numbers are, in pixels; 0 where there is none."""
    import numpy as np

    return float(np.percentile([max(ink_height(ink), 1) for ink in strips], _USUAL)) if strips else 0.0


def ink_height(ink: Any) -> int:
    """Over how many rows of pixels the ink of a line reaches."""
    return _drawn(ink)[1]


def is_struck(ink: Any, height: float) -> bool:
    """Whether a stroke longer than a digit of this height has runs through the ink of a number."""
    import cv2

    scale = min(1.0, _FINE / max(height, 1.0), _HIGHEST / max(ink.shape[0], 1))
    if scale < 1:
        ink = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    drawn, own = _drawn(ink)
    if not own or drawn.shape[1] > _WIDEST * drawn.shape[0]:
        return False
    return _is_crossed(drawn > 0, max(height * scale, 1.0))


def _is_crossed(drawn: Any, height: float) -> bool:
    """Whether ink goes on along a straight line, from any height on the left to any height on the right."""
    import numpy as np

    rows, columns = drawn.shape[0], np.flatnonzero(drawn.any(axis=0))
    drawn = drawn[:, columns[0] : columns[-1] + 1]
    width = drawn.shape[1]
    ends = np.arange(-rows // 2, rows + rows // 2 + 1)
    left, right = (end.ravel() for end in np.meshgrid(ends, ends))
    slope = ((right - left) / max(width - 1, 1))[:, None]
    at = np.rint(left[:, None] + slope * np.arange(width)).astype(int)
    padded = np.vstack([drawn, np.zeros((1, width), bool)])
    met = padded[np.where((at >= 0) & (at < rows), at, rows), np.arange(width)]
    over = max(1, round(_MOST * width))
    sums = np.pad(np.cumsum(met, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    is_level = np.abs(slope) < _LEVEL
    inked = (sums[:, over:] - sums[:, :-over]) >= np.where(is_level, *_DRAWN) * over
    middle = at[:, over // 2 : over // 2 + inked.shape[1]]
    is_central = (middle > _MIDDLE[0] * rows) & (middle < _MIDDLE[1] * rows)
    length = over * np.hypot(1, slope)
    is_long = np.where(is_level, (length > _ACROSS * height) & is_central, length > _SLANTED * height)
    return bool((is_long & inked).any())


def _drawn(ink: Any) -> tuple[Any, int]:
    """Where there is ink (255, else 0), and over how many rows."""
    import numpy as np

    drawn = (inked(ink) * 255).astype(np.uint8)
    rows = np.flatnonzero(drawn.any(axis=1))
    return drawn, int(rows[-1] - rows[0] + 1) if rows.size else 0
