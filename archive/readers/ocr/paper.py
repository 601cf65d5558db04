"""Ink on paper: a picture without its light, its noise and its red seals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.readers.ocr.seals import without_seals

_RED = 40  # of 255; ink that much lighter in the red channel than in the others is red
_DARK, _FRINGE = 150, 0.3  # of 255, and points; red so near to what is dark in all channels is only its edge
_SOFTENED = 0.3  # points
_EVEN = 8  # of 255; paper so little darker than its lightest places has no grain to speak of
_WHITE = 12  # of 255; what is lighter than this is paper
_GREYS, _EDGES = 0.02, 0.1  # of all pixels, and for each black one: more greys have the edges of letters alone
_NIGHT, _LIGHTER = 110, 60  # of 255: a ground so dark, and letters by so much lighter than it
_LOOKED_AT, _LETTER, _BLOCKS = 1200, 41, 0.03  # pixels of a page's width, of a title's letter, and part in blocks
SPECK = 2.2  # points; dirt and dots are no larger
_BLACK = 230  # of 255; as dark as print becomes


@dataclass(frozen=True, slots=True)
class Paper:
    """How dark each pixel is (uint8, 0 is paper), how dark what is red, and grey seals; `unit` is pixels a point.

    The ink is without grey seals, and without what is red, but where that is so little that no seal can be among it.
    `seals` is None where there are none. `is_ragged`: the picture is black and white alone, so that thin rules are
    broken.
    """

    ink: Any
    red: Any
    unit: float
    noise: float
    is_ragged: bool = False
    seals: Any = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.ink.shape[1]), int(self.ink.shape[0])


def paper_of(picture: Any, unit: float) -> Paper:
    """The ink of a picture (uint8, colour or grey) whose points are `unit` pixels."""
    import cv2
    import numpy as np

    if picture.ndim == 2:
        ink, red = _ink(picture, unit), np.zeros_like(picture)
    else:
        ink = _ink(picture[:, :, 0], unit)
        others = _ink(cv2.min(picture[:, :, 1], picture[:, :, 2]), unit)
        red = np.where(cv2.subtract(others, ink) > _RED, others, 0).astype(np.uint8)
        is_coloured = _is_coloured(red)
        near = 2 * max(1, round(_FRINGE * unit)) + 1
        red[cv2.dilate(ink, np.ones((near, near), np.uint8)) > _DARK] = 0
        if not is_coloured:
            ink = _ink(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), unit)
    ragged = is_black_and_white(picture)
    if ragged:
        ink = cv2.GaussianBlur(ink, (0, 0), _SOFTENED * unit)
    strength = _strength(ink)
    ink = cv2.convertScaleAbs(ink, alpha=_BLACK / strength)
    ink, seals = (ink, None) if ragged else without_seals(ink, unit)
    return Paper(ink, red, unit, _noise(ink), ragged, seals)


def is_black_and_white(picture: Any) -> bool:
    """Whether a picture has no greys: its letters have ragged edges, which softened are read better."""
    import numpy as np

    greys = np.bincount(picture[::3, ::3].ravel(), minlength=256)
    between, black = int(greys[24:232].sum()), int(greys[:24].sum())
    return between < min(_GREYS * int(greys.sum()), _EDGES * black)


def is_negative(picture: Any) -> bool:
    """Whether a picture shows light letters on a dark ground all over, as screens do at night and microfilm does.

    On one that is only dark, such as paper on a table, what is light is larger than letters.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, _LOOKED_AT / max(picture.shape[1], 1))
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ground = float(np.median(small))
    if ground > _NIGHT:
        return False
    light = small > ground + _LIGHTER
    blocks = cv2.morphologyEx(light.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_LETTER, _LETTER), np.uint8))
    return bool(light.any() and blocks.mean() < _BLOCKS)


def _is_coloured(red: Any) -> bool:
    return bool((red > 0).mean() > 0.0005)


def _ink(grey: Any, unit: float) -> Any:
    """How much darker than the paper around it each pixel is."""
    import cv2
    import numpy as np

    shrink = max(1, round(unit))
    small = cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    around = max(3, round(20 * unit / shrink)) | 1
    window = np.ones((around, around), np.uint8)
    light = cv2.blur(cv2.dilate(cv2.medianBlur(small, 3), window), (around, around))
    # The lightest grains of the paper are the light; most of it is darker, and that is no ink.
    level = cv2.blur(cv2.erode(cv2.medianBlur(_darker(small, light), _odd(2 * around)), window), (around, around))
    whole = (grey.shape[1], grey.shape[0])
    return cv2.subtract(_darker(grey, cv2.resize(light, whole)), cv2.resize(cv2.subtract(level, _EVEN), whole))


def _odd(size: int) -> int:
    return min(size, 255) | 1


def _darker(grey: Any, light: Any) -> Any:
    """By how much of 255 parts of the light each pixel is darker."""
    import numpy as np

    return (255 * (1 - grey / np.maximum(light, 1).astype(np.float32))).clip(0, 255).astype(np.uint8)


def _strength(ink: Any) -> float:
    """How dark print is: the darkest pixels but for a few; as much as 60 on an empty page."""
    import numpy as np

    dark = ink[::2, ::2]
    dark = dark[dark > 3 * _WHITE]
    return max(60.0, float(np.percentile(dark, 90))) if dark.size > 500 else 255.0


def _noise(ink: Any) -> float:
    """How much the paper itself varies, in parts of 255, after the smoothing that reading begins with."""
    smooth = smoothed(ink)
    light = smooth[smooth < 4 * _WHITE]
    return float(light.std()) if light.size else 0.0


def smoothed(ink: Any) -> Any:
    """Ink without the grain of a single pixel."""
    import cv2

    return cv2.GaussianBlur(ink, (3, 3), 0.8)
