"""Lines whose shape alone shows that the model took them for something else: slashes, and worn noughts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.readers.ocr.figures import SURE, Figure, reread
from archive.readers.ocr.shapes import pieces
from archive.readers.ocr.strokes import is_broken_ring, is_filled_ring, is_slash

_SIDES = "01()lI|"  # what the sides of a 0 are read as


def slashed(figure: Figure, ink: Any) -> Figure:
    """A line read as a 1 that is a slash, or so read in one of the frames: the two look alike to the model."""
    is_other = figure.text != "/" and len(figure.text) <= 1
    return reread("/", figure) if is_other and is_slash(ink) else figure


def whole_ring(figure: Figure, ink: Any) -> Figure:
    """A line whose 0 is read by its two sides, or is filled, as a 0 in doubt."""
    is_broken = len(figure.text) > 1 and not figure.text.strip(_SIDES) and is_broken_ring(pieces(ink), ink)
    if is_broken or (len(figure.text) == 1 and figure.sure < SURE and is_filled_ring(ink)):
        return replace(reread("0", figure), sure=min(figure.sure, SURE / 2))
    return figure
