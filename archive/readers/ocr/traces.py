"""Rules that a fax lost but for traces: drawn again, and what is left of them is no ink of cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.readers.ocr import broken, lattice
from archive.readers.ocr.crossings import crossing
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.ruling import Rules
from archive.readers.ocr.sides import evened
from archive.readers.ocr.stacked import without_figures
from archive.readers.pdf_rules import Edge

_THICK = 1.5  # points; as high as most knots are


def followed(rules: Rules, paper: Paper) -> tuple[list[Edge], Any]:
    """The rules of a page in points, and the mask of their pixels, with those a fax left only traces of.

    Traces are dots, or where the edges of rules are even knots, or dots at their corners.
    """
    drawn = rules.edges(paper.unit)
    if paper.is_ragged:
        return without_figures(broken.meeting(evened(drawn), paper.ink, paper.unit), paper), rules.mask
    told = [*crossing(drawn, paper), *lattice.rules(paper)]
    return [*drawn, *told], _covered(rules.mask, told, paper.unit)


def _covered(mask: Any, edges: Iterable[Edge], unit: float) -> Any:
    import cv2

    made = mask.copy()
    for edge in edges:
        start, end = ((round(edge[x] * unit), round(edge[y] * unit)) for x, y in (("x0", "top"), ("x1", "bottom")))
        cv2.line(made, start, end, 1, max(1, round(_THICK * unit)))
    return made
