"""Rules down that a fax lost in some rows of a table, or in all: a cell there holds texts that others have in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from archive.readers.ocr.punctuation import Span
from archive.readers.ocr.white import Frame, Ink, Page
from archive.readers.pdf_rules import SNAP
from archive.readers.pdf_tables import RuledCell, RuledTable

_ROOM = 0.8  # of the height of a letter; texts of two cells stand further apart
_CENTRED = 0.12  # of its column's width; a text is no further from its middle
_MOST = 4  # texts in one cell; more rules are not lost beside one another
_WIDEST = 8  # columns a cell spans; more are those of a caption
_FEWEST = 5  # columns of one width; where so many are even, others may be
_DOT, _ON = 3.5, 1.5  # points; what is left of a rule where others crossed it is no wider, and no further from it
_INSIDE = 2.0  # points; no letter stands nearer to a rule


def parted(page: Page, table: RuledTable) -> RuledTable:
    """A table with such rules with those cells parted in which a rule down is missing."""
    frame = Frame(table.box[0], table.box[2], (table.box[1], table.box[3]), ())
    ink = page.ink(frame)
    borders = sorted({x for cell in table.cells for x in (cell.box[0], cell.box[2])})
    usual = _usual_width(table)
    made: list[RuledCell] = []
    for cell in table.cells:
        x0, top, x1, bottom = cell.box
        even = [x for x in _even(cell, usual) if all(abs(x - border) > 2 * SNAP for border in borders)]
        xs = _missing(cell, sorted([*borders, *even]), frame, ink)
        made += (replace(cell, box=(a, top, b, bottom)) for a, b in pairwise((x0, *xs, x1)))
    return replace(table, cells=tuple(made)) if len(made) > len(table.cells) else table


def _usual_width(table: RuledTable) -> float:
    """How wide most columns of a table are; 0 where they are of different widths, or too few."""
    widths = sorted(b - a for a, b in {(round(cell.box[0]), round(cell.box[2])) for cell in table.cells})
    best = max(widths, key=lambda w: sum(abs(w - other) <= SNAP for other in widths), default=0)
    return best if sum(abs(best - other) <= SNAP for other in widths) >= _FEWEST else 0.0


def _even(cell: RuledCell, usual: float) -> Iterator[float]:
    """Where a cell as wide as two or three of the usual columns would be parted into these."""
    x0, _, x1, _ = cell.box
    count = round((x1 - x0) / usual) if usual else 1
    if 1 < count < _MOST and abs((x1 - x0) / count - usual) <= SNAP:
        yield from (x0 + (x1 - x0) * i / count for i in range(1, count))


def _missing(cell: RuledCell, borders: Sequence[float], frame: Frame, ink: Ink) -> tuple[float, ...]:
    """Where a cell is parted as other rows are: each of its texts is in the middle of its own part."""
    x0, top, x1, bottom = cell.box
    inner = [x for x in borders if x0 + 2 * SNAP < x < x1 - 2 * SNAP]
    if not 0 < len(inner) < _WIDEST:
        return ()
    own = Frame(x0 + _INSIDE, x1 - _INSIDE, frame.whole, ())
    texts = list(_texts(own, (top + _INSIDE, bottom - _INSIDE), ink, inner))
    if not 1 < len(texts) <= _MOST:
        return ()
    middles = [own.left + (a + b) / 2 / ink.unit for a, b in texts]
    found = [xs for xs in combinations(inner, len(texts) - 1) if _are_central(middles, (x0, *xs, x1))]
    return found[0] if len(found) == 1 and _has_room(texts, own, found[0], ink.unit) else ()


def _texts(own: Frame, band: tuple[float, float], ink: Ink, inner: Sequence[float]) -> Iterator[Span]:
    """The texts of a cell in pixels from its left, without the dots that are left of rules at these places."""
    for a, b in ink.texts(own, band, _ROOM * ink.letter):
        middle = own.left + (a + b) / 2 / ink.unit
        if b - a > _DOT * ink.unit or all(abs(middle - x) > _ON for x in inner):
            yield a, b


def _are_central(middles: Sequence[float], ends: Sequence[float]) -> bool:
    return all(
        abs(middle - (a + b) / 2) < _CENTRED * (b - a) for middle, (a, b) in zip(middles, pairwise(ends), strict=True)
    )


def _has_room(texts: Sequence[Span], own: Frame, xs: Sequence[float], unit: float) -> bool:
    """Whether no text runs over the places where a cell would be parted."""
    spans = [(own.left + a / unit, own.left + b / unit) for a, b in texts]
    return all(not a - _INSIDE / 2 < x < b + _INSIDE / 2 for x in xs for a, b in spans)
