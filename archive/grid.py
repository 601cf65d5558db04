"""Merged cells to a rectangle: which columns and rows each cell of a table covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from archive.models import Block, GridCell, Place, Table, grid_cell

MOST_COLUMNS = 200  # no official form has more than 16; wider spans are mistakes or attacks
_MANY_COLUMNS = 8  # rows of fewer cells are alike by chance
_COLUMN = attrgetter("column")
MOST_ROWS = 5000  # no official form has more than 60


class Span(NamedTuple):
    """A cell as a document states it. A `height` of 0 reaches to the last row, as HTML defines."""

    text: str
    width: int = 1
    height: int = 1


def expand(
    rows: Sequence[Sequence[Span]],
    place: Place,
    cell_place: Callable[[int, int], Place] | None = None,
) -> Table:
    """The table of which `rows` are the stated cells, after HTML's rules for colspan and rowspan.

    `place` is the table's; a cell's place adds `row` and `column` (from 1) unless `cell_place` makes it.
    """
    rows = rows[:MOST_ROWS]
    covered: list[list[GridCell]] = [[] for _ in rows]
    taken: list[set[int]] = [set() for _ in rows]
    for r, spans in enumerate(rows):
        column, above = 0, taken[r]
        for text, wide, high in spans:
            while column in above:
                column += 1
            if column >= MOST_COLUMNS:
                break
            width = wide if wide == 1 else min(max(wide, 1), MOST_COLUMNS - column)
            height = high if high == 1 else min(high if high > 0 else len(rows), len(rows) - r)
            where = cell_place(r, column) if cell_place else {**place, "row": r + 1, "column": column + 1}
            cell = grid_cell((text, where, column, width, r, height))
            if height == 1:
                covered[r].append(cell)
            else:
                for below in range(r, r + height):
                    covered[below].append(cell)
                    taken[below].update(range(column, column + width))
            column += width
    # a row that cells of rows above reach into has these first
    made = (sorted(row, key=_COLUMN) if into else row for row, into in zip(covered, taken, strict=True))
    return Table(tuple(map(tuple, made)), aligned=True, place=place)


def ordered(rows: Iterable[tuple[Sequence[str], Place]], place: Place, before: int = 0) -> Table:
    """The table of rows (texts, where the row stands) whose cells know only their order in the row.

    Where all rows, heads and labels included, have the same number of cells, the cells stand in columns after
    all. `before` is how many positions of each row the first text has before it.
    """
    made = []
    for r, (texts, row) in enumerate(rows):
        where = ({**row, "column": before + c + 1} for c in range(len(texts)))
        made.append(
            tuple(GridCell(text, at, c, 1, r, 1) for c, (text, at) in enumerate(zip(texts, where, strict=True)))
        )
    widths = {len(row) for row in made}
    return Table(tuple(made), aligned=len(widths) == 1 and min(widths) >= _MANY_COLUMNS, place=place)


def located(block: Block, **where: int | str) -> None:
    """Add to the place of a block and of all its cells what they lie in, as `member` or `document`.

    What a place tells already stays: the innermost member is the one that holds it.
    """
    places = [block.place]
    if isinstance(block, Table):
        places += {id(cell): cell.place for row in block.rows for cell in row}.values()
    for place in places:
        place.update({key: value for key, value in where.items() if key not in place})
