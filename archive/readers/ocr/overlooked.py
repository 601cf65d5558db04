"""Lines of text that the model which finds text overlooks: a short one that stands alone on an empty page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.readers.ocr.paper import SPECK
from archive.readers.ocr.strokes import PixelBox

_INK = 80  # of 255
_LETTERS = (6.0, 24.0)  # points; the heights of letters
_APART = 9.0  # points; letters of one line stand no further apart
_LONG = 1.8  # times as long as high; a single letter may be dirt
_MOST = 40  # pieces on a page; more are dirt


def overlooked(ink: Any, found: Sequence[PixelBox], unit: float) -> list[PixelBox]:
    """Where ink (uint8, 0 is paper) stands in lines as text does, outside of the boxes that were found, in pixels."""
    import cv2
    import numpy as np

    left = (ink > _INK).astype(np.uint8)
    for x0, y0, x1, y1 in found:
        near = (y1 - y0) // 4
        left[max(y0 - near, 0) : y1 + near, max(x0 - near, 0) : x1 + near] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(left)
    least, most = SPECK * unit, _LETTERS[1] * unit
    sizes = stats[:, 2:4].max(axis=1)
    own = (sizes > least) & (sizes < most)  # what is longer is a rule or a drawing
    own[0] = False
    wide = max(3, round(_APART * unit))
    closed = cv2.morphologyEx(own.astype(np.uint8)[labels], cv2.MORPH_CLOSE, np.ones((1, wide), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    low, high = (size * unit for size in _LETTERS)
    lines = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if low < h < high and w > _LONG * h]
    return lines if len(lines) <= _MOST else []
