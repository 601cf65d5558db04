"""Rules down that a fax lost in some rows of a table: a cell there holds texts that other rows have in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from archive.readers.ocr.punctuation import Span
from archive.readers.ocr.white import Frame, Ink, Page
from archive.readers.pdf_rules import SNAP, Edge, rule
from archive.readers.pdf_tables import RuledCell, RuledTable

_ROOM = 0.8  # of the height of a letter; texts of two cells stand further apart
_CENTRED = 0.12  # of its column's width; a text is no further from its middle
_MOST = 4  # texts in one cell; more rules are not lost beside one another
_WIDEST = 8  # columns a cell spans; more are those of a caption
_DOT, _ON = 3.5, 1.5  # points; what is left of a rule where others crossed it is no wider, and no further from it
_INSIDE = 2.0  # points; no letter stands nearer to a rule


def lost(page: Page, tables: Sequence[RuledTable]) -> Iterator[Edge]:
    """The rules down that are missing in cells of tables with such rules, in points."""
    for table in tables:
        frame = Frame(table.box[0], table.box[2], (table.box[1], table.box[3]), ())
        ink = page.ink(frame)
        borders = sorted({x for cell in table.cells for x in (cell.box[0], cell.box[2])})
        for cell in table.cells:
            yield from (rule(x, cell.box[1], x, cell.box[3]) for x in _missing(cell, borders, frame, ink))


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
