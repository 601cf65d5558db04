"""Rules across that a fax lost in some columns of a table: figures stand there below one another in one cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.labels import is_chinese
from archive.numbers import read_value
from archive.readers.ocr.figures import SURE
from archive.readers.pdf_rules import SNAP, Box
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen
from archive.readers.pdf_text import Line, lines

_CENTRED = 0.2  # of its row's height; a figure is no further from its middle
_FEWEST = 2  # figures
_FIGURES = ("number", "not_applicable")


def parted(table: RuledTable, locate: Callable[[Box], list[float]]) -> RuledTable:
    """A table with those cells over several rows parted in which figures stand in the middles of two rows or more.

    A single one may be that of a merged cell. The parts are in doubt, an empty one may have held a dash. `locate` gives
    their places in the document.
    """
    borders = sorted({y for cell in table.cells for y in (cell.box[1], cell.box[3])})
    return replace(table, cells=tuple(part for cell in table.cells for part in _parts(cell, borders, locate)))


def _parts(cell: RuledCell, borders: Sequence[float], locate: Callable[[Box], list[float]]) -> Iterator[RuledCell]:
    x0, top, x1, bottom = cell.box
    ends = [top, *(y for y in borders if top + SNAP < y < bottom - SNAP), bottom]
    own_lines = lines(cell.chars)
    rows = [[line for line in own_lines if a < _middle(line) < b] for a, b in pairwise(ends)]
    is_filled = sum(map(len, rows)) == len(own_lines) >= _FEWEST and max(map(len, rows)) == 1
    if not is_filled or not cell.seen or not all(map(_is_figure, own_lines)):
        yield cell
        return
    if not all(_is_central(line, span) for own, span in zip(rows, pairwise(ends), strict=True) for line in own):
        yield cell
        return
    for i, (own, (a, b)) in enumerate(zip(rows, pairwise(ends), strict=True)):
        box = (x0, a, x1, b)
        seen = Seen(locate(box), min(cell.seen.sure, SURE / 2), cell.seen.rivals if own else ("-",), is_doubtful=True)
        yield RuledCell(
            box,
            tuple(own[0]) if own else (),
            open_top=cell.open_top and i == 0,
            open_bottom=cell.open_bottom and i == len(rows) - 1,
            seen=seen,
        )


def _middle(line: Line) -> float:
    return (line[0].top + line[0].bottom) / 2


def _is_figure(line: Line) -> bool:
    """Whether a line is a value, or at least nothing that is written in Chinese."""
    text = "".join(char.text for char in line)
    return read_value(text).state in _FIGURES or not any(map(is_chinese, text))


def _is_central(line: Line, span: tuple[float, float]) -> bool:
    return abs(_middle(line) - sum(span) / 2) < _CENTRED * (span[1] - span[0])
