"""Ruled tables of a PDF page: where each is, its cells and the characters in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.readers.pdf_rules import Box, Rules
from archive.readers.pdf_text import DOUBTFUL, Char, figures

_THINNEST = 5.0  # points; no text fits into less


@dataclass(frozen=True, slots=True)
class Seen:
    """How a cell was read from a picture: where it stands there, how surely (0 to 1), what else it may say."""

    box: list[float]
    sure: float
    rivals: tuple[str, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: `open_top` and `open_bottom` say that no rule is drawn there, because the page ends.

    `is_noted`: an annotation stands on it.
    """

    box: Box
    chars: tuple[Char, ...]
    open_top: bool
    open_bottom: bool
    seen: Seen | None = None
    is_noted: bool = False

    @property
    def is_gap(self) -> bool:
        """No cell but the space between the rules of two cells, each of which has its own."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return not self.chars and min(width, height) < _THINNEST


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of one page, `number` from 1 in the document; `is_told`: no rules part its columns, the white does."""

    page: int
    number: int
    box: Box
    cells: tuple[RuledCell, ...]
    is_told: bool = False


class Found(NamedTuple):
    """The tables of a page, the text in none of their cells, and whether too much is drawn to tell its tables."""

    tables: list[RuledTable]
    outside: list[Char]
    is_crowded: bool


def find(rules: Rules, chars: Sequence[Char], number: int, tables_before: int) -> Found:
    """The tables that the rules of a page make, with at least two columns, from top to bottom."""
    parts = [part.cells() for part in rules.apart()]
    groups = list(_groups(_innermost([cell for cells in parts for cell in cells or ()])))
    inside, outside = _by_cell([box for group in groups for box in group], chars)
    found = []
    for count, group in enumerate(groups, tables_before + 1):
        cells = (
            RuledCell(
                box,
                tuple(inside.get(box, ())),
                open_top=not rules.drawn(box, box[1]),
                open_bottom=not rules.drawn(box, box[3]),
            )
            for box in group
        )
        found.append(RuledTable(number, count, _around(group), tuple(c for c in cells if not c.is_gap)))
    return Found(found, outside, None in parts)


def _innermost(cells: Sequence[Box]) -> list[Box]:
    """The cells that have no other cell within them: not the frame around a table or a page."""
    return [cell for cell in cells if not any(_contains(cell, other) for other in cells)]


def _contains(outer: Box, inner: Box) -> bool:
    around = outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
    return around and outer != inner


def _groups(cells: Sequence[Box]) -> Iterator[list[Box]]:
    """Cells with no room for text between them are one table, though each may have rules of its own."""
    group: list[Box] = []
    end = 0.0
    for cell in sorted(cells, key=lambda c: c[1]):
        if group and cell[1] - end > _THINNEST:
            if _has_columns(group):
                yield group
            group = []
        end = max(end, cell[3]) if group else cell[3]
        group.append(cell)
    if _has_columns(group):
        yield group


def _has_columns(cells: Sequence[Box]) -> bool:
    return len({round(c[0]) for c in cells}) > 1


def _around(cells: Sequence[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*cells, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def hang(table: RuledTable, chars: Sequence[Char]) -> tuple[RuledTable, list[Char]]:
    """The table with the text that hangs out of its cells where the page ends, and the rest of `chars`.

    Printing lets the text of a cut row run on below the last rule of the page.
    """
    open_cells = {c.box: c for c in table.cells if c.open_bottom}
    stretched = {(box[0], box[1], box[2], float("inf")): box for box in open_cells}
    hanging, rest = _by_cell(list(stretched), chars)
    more = {stretched[box]: tuple(found) for box, found in hanging.items()}
    cells = (replace(c, chars=c.chars + more.get(c.box, ())) for c in table.cells)
    return replace(table, cells=tuple(cells)), rest


def _by_cell(cells: Sequence[Box], chars: Sequence[Char]) -> tuple[dict[Box, list[Char]], list[Char]]:
    """Each character to the cell that holds its middle; and those in none.

    A number printed over a rule belongs to no one cell: each cell it touches shows the whole of it with
    `DOUBTFUL` behind, so that neither half is taken for a number.
    """
    made: dict[Box, list[Char]] = {}
    outside = []
    ordered = sorted(cells, key=lambda c: c[1])
    homes = [_home(ordered, char) for char in chars]
    spilled: set[int] = set()
    for run in figures(chars):
        touched = set(homes[run.start : run.stop])
        if len(touched) > 1:
            spilled.update(run)
            number = [*chars[run.start : run.stop], chars[run.stop - 1]._replace(text=DOUBTFUL)]
            for cell in filter(None, touched):
                made.setdefault(cell, []).extend(number)
    for i, (char, home) in enumerate(zip(chars, homes, strict=True)):
        if i in spilled:
            continue
        if home is None:
            outside.append(char)
        else:
            made.setdefault(home, []).append(char)
    return made, outside


def _home(ordered: Sequence[Box], char: Char) -> Box | None:
    x, y = char.middle
    for cell in ordered:
        if cell[1] > y:
            return None
        if cell[0] <= x <= cell[2] and y <= cell[3]:
            return cell
    return None
