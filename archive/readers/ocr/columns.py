"""The columns of a table without rules down: white that runs down between the texts of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.readers.ocr.punctuation import Span
from archive.readers.ocr.white import CENTRED, Band, runs
from archive.readers.pdf_rules import SNAP

_AGAINST = 0.8  # rows whose text runs over a gap, for each row that has texts on both sides of it
_LABELS = 0.55  # of a table's width; labels stand left of it
_SEVERAL, _AGAINST_LABELS = 2, 1.5  # rows; among labels, where so many have texts on both sides, so many for each
_HEAD = 5  # times as wide as the thinnest figure; no figure that stands alone in its column is so wide

Width = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Gap:
    """The white between two columns in points: where they part, and how far it reaches."""

    middle: float
    start: float
    end: float


def gaps_of(bands: Sequence[Band], width: int, least: int) -> list[tuple[float, int, int]]:
    """Where the columns part: few texts run over it, and others stand on both sides, `least` pixels or more apart."""
    against, beside = _rows(bands, width)
    most = _most_against(beside)
    made: list[tuple[float, int, int]] = []
    found = [(a, b) for a, b in runs((beside > 0) & (against <= most * beside), least) if b - a >= least / 2]
    for a, b in _parting(bands, [part for gap in found for part in _around_heads(bands, gap, least)]):
        fewest = runs(against[a:b] == against[a:b].min(), 0)
        start, end = max(fewest, key=lambda run: run[1] - run[0])
        made.append((a + (start + end) / 2, a, b))
    return made


def _rows(bands: Sequence[Band], width: int) -> tuple[Any, Any]:
    """How many rows have text at each pixel from left to right, more if they have more texts; and how many white."""
    import numpy as np

    against, beside = np.zeros(width + 1), np.zeros(width + 1)
    most = max((len(band.texts) for band in bands), default=1)
    for band in bands:
        if len(band.texts) < 2:
            continue
        for a, b in band.words:
            against[a:b] += len(band.texts) / most
        for (_, a), (b, _) in pairwise(band.texts):
            beside[a:b] += len(band.texts) / most
    return against, beside


def _most_against(beside: Any) -> Any:
    """How many rows may have text over a gap for each one with white there; labels over several columns are many."""
    import numpy as np

    most = np.full(len(beside), _AGAINST)
    labels = round(_LABELS * len(beside))
    most[:labels][beside[:labels] >= _SEVERAL] = _AGAINST_LABELS
    return most


def _around_heads(bands: Sequence[Band], gap: Span, least: int) -> Iterator[Span]:
    """The gap left and right of texts that stand all within it: heads of columns that are else empty."""
    start, end = gap
    inside = (t for band in bands for t in band.texts[1:-1] if start < t[0] and t[1] < end)
    for a, b in sorted(inside):
        if b - a > _HEAD * least and a > start:
            yield start, a
            start = b
    yield start, end


def _parting(bands: Sequence[Band], gaps: Sequence[Span]) -> Iterator[Span]:
    """The gaps on both sides of which some row has texts of its own, the next to one another."""
    start = 0
    for i, (a, b) in enumerate(gaps):
        end = gaps[i + 1][0] if i + 1 < len(gaps) else None
        if any(
            start <= right and left <= a and b <= after and (end is None or before <= end) and right <= before
            for band in bands
            for (left, right), (before, after) in pairwise(band.texts)
        ):
            yield a, b
            start = b


def snapped(gaps: Sequence[Gap], ends: Sequence[float]) -> list[float]:
    """Where the columns part: in the white between texts; where a shorter rule ends there, at its end."""
    made = [gap.middle for gap in gaps if not any(gap.start - SNAP < x < gap.end + SNAP for x in ends)]
    for x in sorted(ends):
        if not any(abs(x - other) < 2 * SNAP for other in made):
            made.append(x)
    return sorted(made)


def spread(texts: Sequence[tuple[float, float]], xs: list[float], kept: Sequence[float]) -> list[float]:
    """The rules without those between a head and the empty cells on both sides it stands in the middle of."""
    cells = list(pairwise(xs))
    filled = [any(a < right and b > left for a, b in texts) for left, right in cells]
    gone: set[float] = set()
    for i, (left, right) in enumerate(cells):
        own = [sum(t) / 2 for t in texts if left <= sum(t) / 2 <= right]
        if len(own) == 1:
            first, last = _widest(own[0], i, cells, filled, kept)
            filled[first : last + 1] = [True] * (last + 1 - first)
            gone.update(left for left, _ in cells[first + 1 : last + 1])
    return [x for x in xs if x not in gone]


def _widest(middle: float, own: int, cells: Sequence[Width], filled: Sequence[bool], kept: Sequence[float]) -> Span:
    """The first and last of the cells that a text with its middle in one of them may stand in the middle of."""

    def is_free(cell: int, border: float) -> bool:
        return not filled[cell] and not any(abs(border - x) < SNAP for x in kept)

    firsts, lasts = [own], [own]
    while firsts[-1] > 0 and is_free(firsts[-1] - 1, cells[firsts[-1]][0]):
        firsts.append(firsts[-1] - 1)
    while lasts[-1] + 1 < len(cells) and is_free(lasts[-1] + 1, cells[lasts[-1]][1]):
        lasts.append(lasts[-1] + 1)
    near = CENTRED[1] * (cells[-1][1] - cells[0][0])
    fit = [(a, b) for a in firsts for b in lasts if abs((cells[a][0] + cells[b][1]) / 2 - middle) < near]
    return max(fit, key=lambda span: span[1] - span[0], default=(own, own))
