"""Seals on a picture without colours: large marks of an even grey, under which what is printed stays black."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_GREYS = (60, 175)  # of 255; the ink of seals that a scanner saw without their colour
_EVEN, _LIKE = 36, 22  # of 255; how little an even grey varies from pixel to pixel, and all over a seal
_APART = 5.0  # points; the letters of a seal stand no further from its rim
_SIZES = (50.0, 170.0)  # points; how wide and high seals are
_ROUND = 1.3  # times as wide as high at most, or as high as wide
_FILLED = (0.02, 0.6)  # parts of its box an even grey covers of a seal
_DARKER = 25  # of 255; print is at least so much darker than a seal
_NEAR = 1.6  # points; print has something dark so near
_RULE, _THICK = 14.0, 2.0  # points; rules are longer than strokes of a seal's letters, and thinner than its rim
_EDGE = 0.8  # points; the soft edge of a seal


def without_seals(ink: Any, unit: float) -> tuple[Any, Any]:
    """The ink of a page without grey seals, and the ink of these; None where there is none."""
    import numpy as np

    found = list(_found(ink, unit))
    if not found:
        return ink, None
    clean, seals = ink.copy(), np.zeros_like(ink)
    for box, level in found:
        part = ink[box]
        clean[box] = _print(part, level, unit)
        seals[box] = np.where((clean[box] == 0) & (part > _GREYS[0]), part, seals[box])
    return clean, seals


def _found(ink: Any, unit: float) -> Iterator[tuple[Any, int]]:
    """Where seals are, and how dark each is."""
    import cv2
    import numpy as np

    square = np.ones((3, 3), np.uint8)
    grey = (ink > _GREYS[0]) & (ink < _GREYS[1])
    even = (grey & (cv2.subtract(cv2.dilate(ink, square), cv2.erode(ink, square)) < _EVEN)).astype(np.uint8)
    if not even.any():
        return
    near = 2 * round(_APART * unit / 2) + 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(even, np.ones((near, near), np.uint8)))
    for i, (x, y, w, h, _) in enumerate(stats.tolist()):
        small, large = sorted(((w - near) / unit, (h - near) / unit))
        if i == 0 or not _SIZES[0] < small <= large < _SIZES[1] or large > _ROUND * small:
            continue
        box = np.s_[y : y + h, x : x + w]
        own = (even[box] > 0) & (labels[box] == i)
        if _FILLED[0] < own.mean() < _FILLED[1]:
            yield box, int(np.median(ink[box][own]))


def _print(ink: Any, level: int, unit: float) -> Any:
    """What is printed under a seal of a darkness: what is darker, made as dark as print is elsewhere."""
    import cv2
    import numpy as np

    edge, near = (np.ones((2 * round(v * unit) + 1,) * 2, np.uint8) for v in (_EDGE, _NEAR))
    even = (np.abs(ink.astype(np.int16) - level) < _LIKE).astype(np.uint8)
    sealed = cv2.dilate(cv2.morphologyEx(even, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), edge) > 0
    rules = _rules(ink, unit)
    top = int(ink.max())
    lifted = cv2.convertScaleAbs(cv2.subtract(ink, level), alpha=top / max(top - level, 1))
    made = np.where(sealed & ~rules, lifted, ink)
    is_pale = (cv2.dilate(ink, near) < level + _DARKER) & ~rules
    return np.where(is_pale, 0, made).astype(np.uint8)


def _rules(ink: Any, unit: float) -> Any:
    """Where thin straight lines run across or down: rules may be as pale as a seal."""
    import cv2
    import numpy as np

    drawn = (ink > _GREYS[0]).astype(np.uint8)
    length, thick = round(_RULE * unit), round(_THICK * unit) + 1
    solid = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    thin = cv2.subtract(drawn, cv2.dilate(solid, np.ones((3, 3), np.uint8)))
    runs = [cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones(along, np.uint8)) for along in ((1, length), (length, 1))]
    return cv2.dilate(cv2.max(*runs), np.ones((3, 3), np.uint8)) > 0
