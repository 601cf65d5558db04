"""Grain of the paper that was taken for letters: it is much paler than print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from archive.readers.ocr.figures import SURE, Figure
from archive.readers.ocr.paper import smoothed

_PALE = 0.4  # of the darkest ink of most numbers; short dashes of a blurred picture are no paler
_DASH = 3  # times as wide as high; no grain looks like so long a dash


def without_grain(figures: Sequence[Figure], inks: Sequence[Any]) -> Iterator[Figure]:
    """What lines say, each with its ink (uint8, 0 is paper): nothing where that is pale and was read in doubt."""
    peaks = [int(smoothed(ink).max()) for ink in inks]
    usual = median([p for p, figure in zip(peaks, figures, strict=True) if figure.text.isdigit()] or [0])
    for peak, figure, ink in zip(peaks, figures, inks, strict=True):
        is_dash = figure.text == "-" and ink.shape[1] >= _DASH * ink.shape[0]
        yield Figure("", 0.0) if peak < _PALE * usual and figure.sure < SURE and not is_dash else figure
