"""Setting a picture upright that is slightly turned, or taken from the side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.readers.ocr.ends import sides_of
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.ruling import Rules, Stretch

_MOST_TILT = 6.0  # degrees
_SMALL = 700  # pixels of width at which the tilt is looked for
_LONG = 60.0  # points; rules shorter than this say little about perspective
_STILL = 0.8  # pixels; a correction that moves nothing further than this is left out
_STRAIGHT = 0.0004  # of their length; rules that lean no further are straight but for their ragged ends
_FOLD = 0.25  # how far a corner may move, in parts of the width; more is a mistake


def tilt(paper: Paper) -> float:
    """By how many degrees the lines of a page rise to the right: where its rows of ink are sharpest."""
    import cv2
    import numpy as np

    scale = min(1.0, _SMALL / paper.size[0])
    small = cv2.resize(paper.ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    best = 0.0
    for step, reach in ((0.5, _MOST_TILT), (0.1, 0.5), (0.02, 0.1)):
        around = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(around, key=lambda angle: _sharpness(small, angle)))
    return best


def _sharpness(small: Any, angle: float) -> float:
    import cv2
    import numpy as np

    height, width = small.shape
    turn = np.array([[1, 0, 0], [np.tan(np.radians(angle)), 1, -np.tan(np.radians(angle)) * width / 2]])
    rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def turning(angle: float, size: tuple[int, int]) -> Any:
    """The matrix that turns a page of a size back by its tilt."""
    import cv2
    import numpy as np

    made = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), -angle, 1)
    return np.vstack([made, [0, 0, 1]])


def straightening(rules: Rules, size: tuple[int, int], unit: float) -> Any:
    """The matrix that makes all rules run straight across and down; None where they do."""
    import numpy as np

    across = [s for s in rules.across if s.length > _LONG * unit]
    down = [s for s in rules.down if s.length > _LONG * unit]
    down = down if len(down) > 1 else list(sides_of(across, unit))
    if len(across) < 2 or _lean([*across, *down]) < _STRAIGHT:
        return None
    scale = max(size) / 2
    centre = np.array([[1 / scale, 0, -size[0] / 2 / scale], [0, 1 / scale, -size[1] / 2 / scale], [0, 0, 1]])
    level = _vanishing(across, centre)
    plumb = _vanishing(down, centre) if len(down) > 1 else np.array([-level[1], level[0], 0.0])
    made = np.linalg.inv(centre) @ _rectifying(level, plumb) @ centre
    moved = _moved(made, size)
    if moved < _STILL or moved > _FOLD * size[0]:
        return None
    return made


def _lean(stretches: Sequence[Stretch]) -> float:
    """How far rules lean on the average, in parts of their length."""
    return sum(abs(s.slant) * s.length for s in stretches) / sum(s.length for s in stretches)


def _vanishing(stretches: Sequence[Stretch], centre: Any) -> Any:
    """Where parallel rules meet: the point nearest to all of them, after a first one without outliers."""
    import numpy as np

    lines = []
    for s in stretches:
        half = s.slant * s.length / 2
        ends = [(s.start, s.at - half, 1), (s.end, s.at + half, 1)]
        points = [centre @ np.array((y, x, w) if s.is_down else (x, y, w), float) for x, y, w in ends]
        line = np.cross(*points)
        lines.append(line / np.linalg.norm(line[:2]) * s.length)
    found = np.array(lines)
    point = np.linalg.svd(found)[2][-1]
    off = np.abs(found @ point) / np.linalg.norm(found, axis=1)
    kept = found[off <= max(3 * float(np.median(off)), 1e-6)]
    return np.linalg.svd(kept)[2][-1] if len(kept) > 1 else point


def _rectifying(level: Any, plumb: Any) -> Any:
    """The matrix that sends two vanishing points to infinity, one across and one down; the middle stays."""
    import numpy as np

    horizon = np.cross(level, plumb)
    horizon = horizon / horizon[2]
    flat = np.array([[1, 0, 0], [0, 1, 0], horizon])
    right, below = (flat @ level)[:2], (flat @ plumb)[:2]
    right = right / right[0]
    below = below / below[1]
    straight = np.linalg.inv(np.column_stack([right, below]))
    made = np.eye(3)
    made[:2, :2] = straight
    return made @ flat


def _moved(matrix: Any, size: tuple[int, int]) -> float:
    import numpy as np

    w, h = size
    corners = np.array([[0, 0, 1], [w, 0, 1], [0, h, 1], [w, h, 1]], float)
    there = corners @ matrix.T
    if (there[:, 2] <= 0).any():
        return float("inf")
    return float(np.abs(there[:, :2] / there[:, 2:] - corners[:, :2]).max())
