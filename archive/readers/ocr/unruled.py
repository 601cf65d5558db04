"""Tables without rules down: what rules are missing, those across between their rows too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

from archive.readers.ocr.columns import Gap, gaps_of, snapped, spread
from archive.readers.ocr.cuts import LABELS, VALUES, cuts_of, through
from archive.readers.ocr.frames import frames_of, tables
from archive.readers.ocr.head_rows import row_below, shared
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.punctuation import Span
from archive.readers.ocr.ruleless import frame_of
from archive.readers.ocr.sides import is_long
from archive.readers.ocr.tall_cells import between, closed
from archive.readers.ocr.white import LEAST_ROW, NUMBER, Band, Frame, Ink, Page, bands_of
from archive.readers.pdf_rules import SNAP, Edge, rule

_MOST = 12  # tables of other widths on a page
_THREE = 3  # rules of a table: above it, below its head and below it
_LONG = 60.0  # points; a rule down so long is none of a letter
_WITH_LABELS = 12  # borders of columns; section four has more, and no labels beside its values
_THIN = 2.0  # points; no figure is thinner


def told(paper: Paper, mask: Any, edges: Sequence[Edge]) -> Iterator[Edge]:
    """The rules that are missing in tables drawn with rules across alone, in points."""
    frames = list(islice(frames_of(edges), _MOST))
    if not frames and any(is_long(e) or e["bottom"] - e["top"] > _LONG for e in edges):
        return
    page = Page.of(paper, _of_rules(mask, edges, paper.unit))
    whole = None if frames else frame_of(page)
    for frame in [whole] if whole else frames:
        ink = page.ink(frame)
        yield from (rule(frame.left, y, frame.right, y) for y in frame.whole)  # as long as the longest of them
        for rules in tables(ink, frame):
            yield from _missing(ink, frame, rules)


def _of_rules(mask: Any, edges: Sequence[Edge], unit: float) -> Any:
    """The pixels of a mask that are those of long rules: strokes of letters in line with one another are text."""
    import cv2
    import numpy as np

    there = np.zeros_like(mask)
    for edge in (e for e in edges if e["orientation"] == "v" or is_long(e)):
        x0, top, x1, bottom = (round(edge[side] * unit) for side in ("x0", "top", "x1", "bottom"))
        cv2.line(there, (x0, top), (x1, bottom), 1, 2 * round(SNAP * unit))
    return mask * there


def _missing(ink: Ink, frame: Frame, rules: Sequence[float]) -> Iterator[Edge]:
    """The rules down of one table, and those across that are missing."""
    head = list(_head(ink, frame, rules))
    yield from head
    frame = replace(frame, parts=(*frame.parts, *head))
    ends = sorted((*rules, *(e["top"] for e in frame.parts if _is_row_end(e, frame, rules))))
    cuts = [y for above, below in pairwise(ends) for y in cuts_of(ink, frame, (above, below))]
    parts = [e for e in frame.parts if rules[0] < e["top"] < rules[-1]]
    bands = list(bands_of(ink, frame, sorted((*rules, *cuts, *(e["top"] for e in parts))), cuts))
    beside = [list(_beside(band, frame, head, ink.unit)) for band in bands]
    going_on = [
        list(through(ink, frame, band.bottom)) if band.bottom in cuts else _middles(taller, frame, ink.unit)
        for band, taller in zip(bands[:-1], beside, strict=False)
    ]
    worn = [e for e in frame.parts if _is_worn(e, bands, frame, ink.unit)]
    sound = replace(frame, parts=tuple(e for e in frame.parts if e not in worn))
    columns, whole = closed(list(_parted(ink, sound, bands, beside)), going_on)
    for band, xs in zip(bands, columns, strict=True):
        yield from (rule(x, band.top, x, band.bottom) for x in xs)
    yield from _mended(worn, bands, columns)
    for band, cells in zip(bands, whole, strict=False):
        if band.bottom in cuts:
            yield from (rule(a, band.bottom, b, band.bottom) for a, b in between(cells, (frame.left, frame.right)))


def _head(ink: Ink, frame: Frame, rules: Sequence[float]) -> Iterator[Edge]:
    """The rules across that are missing in the head of a table; one that a page ends below has two rules alone."""
    band = rules[0], rules[1]
    is_whole = len(rules) >= _THREE
    if not (is_whole or set(band) <= set(frame.whole)) or any(band[0] < e["top"] < band[1] for e in frame.parts):
        return
    end = row_below(ink, frame, band)
    if end is not None and is_whole:
        yield rule(frame.left, end, frame.right, end)
        band = band[0], end
    if end is None or is_whole:
        yield from shared(ink, frame, band)


def _is_row_end(edge: Edge, frame: Frame, rules: Sequence[float]) -> bool:
    """Whether a shorter rule of a table runs below all of a row but a label that goes on."""
    width = frame.right - frame.left
    is_wide = edge["x0"] < frame.left + LABELS * width and edge["x1"] > frame.right - SNAP
    return bool(is_wide and rules[0] + SNAP < edge["top"] < rules[-1] - SNAP)


def _beside(band: Band, frame: Frame, head: Sequence[Edge], unit: float) -> Iterator[Span]:
    """The texts of a row of heads that stand beside the rules below it: they are those of higher cells."""
    below = [
        ((e["x0"] - frame.left) * unit, (e["x1"] - frame.left) * unit)
        for e in head
        if abs(e["top"] - band.bottom) < LEAST_ROW
    ]
    for a, b in band.texts if below else ():
        if not any(a < end and start < b for start, end in below):
            yield a, b


def _middles(texts: Sequence[Span], frame: Frame, unit: float) -> list[float]:
    return [frame.left + (a + b) / 2 / unit for a, b in texts]


def _parted(
    ink: Ink, frame: Frame, bands: Sequence[Band], beside: Sequence[Sequence[Span]]
) -> Iterator[Sequence[float]]:
    """Where the cells of each row part; the texts `beside` its rules tell nothing of its columns."""
    own = [
        replace(band, texts=_without(band.texts, taller), words=_without(band.words, taller))
        for band, taller in zip(bands, beside, strict=True)
    ]
    for block, texts in zip(_blocks(bands), _blocks(own), strict=True):
        yield from _columns(ink, frame, block, texts)


def _without(texts: Sequence[Span], gone: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((a, b) for a, b in texts if not any(start <= a and b <= end for start, end in gone))


def _blocks(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """The rows of a table up to the next caption: below it the columns may be others."""
    block: list[Band] = []
    for band in bands:
        if band.is_caption:
            yield block
            yield [band]
            block = []
        else:
            block.append(band)
    yield block


def _columns(ink: Ink, frame: Frame, bands: Sequence[Band], own: Sequence[Band]) -> Iterator[list[float]]:
    """Where the cells of each row part, of rows with the same columns, the sides of the table among them.

    `own` are the rows without texts of higher cells.
    """
    top, bottom = (bands[0].top, bands[-1].bottom) if bands else (0.0, 0.0)
    parts = [e for e in frame.parts if top < e["top"] < bottom]
    gaps = gaps_of(own, round((frame.right - frame.left) * ink.unit), round(_THIN * ink.unit))
    xs = snapped([Gap(*(frame.left + x / ink.unit for x in gap)) for gap in gaps], _ends(frame, parts))
    whole = (frame.left, *xs, frame.right)
    head = True
    for band in bands:
        texts = [(frame.left + a / ink.unit, frame.left + b / ink.unit) for a, b in band.texts]
        head = head and len(texts) < len(whole) / 2
        least = NUMBER * ink.letter * ink.unit
        values = frame.left + (VALUES if len(whole) <= _WITH_LABELS else 0) * (frame.right - frame.left)
        cells = [x for x in whole if not band.is_crossed((x - frame.left) * ink.unit, least if x < values else 0)]
        if head:
            cells = spread(texts, cells, _ends(frame, [e for e in parts if _touches(e, band)]))
        yield cells


def _ends(frame: Frame, parts: Sequence[Edge]) -> list[float]:
    """Where rules begin and end within a table."""
    return [x for e in parts for x in (e["x0"], e["x1"]) if frame.left + SNAP < x < frame.right - SNAP]


def _mended(worn: Sequence[Edge], bands: Sequence[Band], columns: Sequence[Sequence[float]]) -> Iterator[Edge]:
    """What worn rules lost: they run on to the sides of the cells in which they end."""
    for edge in worn:
        near = [xs for band, xs in zip(bands, columns, strict=True) if _touches(edge, band)]
        left = min((max(x for x in xs if x <= edge["x0"] + SNAP) for xs in near), default=edge["x0"])
        right = max((min(x for x in xs if x >= edge["x1"] - SNAP) for xs in near), default=edge["x1"])
        yield rule(left, edge["top"], right, edge["top"])


def _is_worn(edge: Edge, bands: Sequence[Band], frame: Frame, unit: float) -> bool:
    """Whether a rule lost its end: a text right above or below runs over it, as none does where a cell ends."""
    ends = [(x - frame.left) * unit for x in (edge["x0"], edge["x1"]) if frame.left + SNAP < x < frame.right - SNAP]
    words = [word for band in bands if _touches(edge, band) for word in band.words]
    return any(a + SNAP * unit < x < b - SNAP * unit for a, b in words for x in ends)


def _touches(edge: Edge, band: Band) -> bool:
    return bool(min(abs(edge["top"] - band.top), abs(edge["top"] - band.bottom)) < SNAP)
