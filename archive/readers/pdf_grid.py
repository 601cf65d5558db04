"""The pieces a page break makes of a table, put together to one grid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.models import GridCell, Place, Table
from archive.numbers import read_value
from archive.readers.pdf_rules import SNAP
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen
from archive.readers.pdf_text import cell_text
from archive.readers.told_columns import evened


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell of the grid that may go on over the page break above or below it."""

    cell: GridCell
    open_top: bool
    open_bottom: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.cell.column, self.cell.width

    @property
    def end(self) -> int:
        return self.cell.row + self.cell.height


def goes_on(above: RuledTable, below: RuledTable) -> bool:
    """Whether `below`, at the top of the next page, can be the rest of `above`: it is as wide.

    On a long picture the pages stand under one another.
    """
    aligned = all(abs(above.box[side] - below.box[side]) < 2 * SNAP for side in (0, 2))
    pictured = below.page == above.page and all(t.cells and t.cells[0].seen for t in (above, below))
    return (below.page == above.page + 1 or pictured) and aligned


def join(pieces: Sequence[RuledTable]) -> Table:
    """One table of the pieces: their columns are the same because they stand at the same place.

    A cell covers every column and row whose rules it crosses. Where the page break runs through
    a row no rule is drawn on either side of it, and the two halves of each cell are one.
    """
    pieces = evened(pieces)
    xs = _edges(x for piece in pieces for c in piece.cells for x in (c.box[0], c.box[2]))
    grid: list[_Placed] = []
    for piece in pieces:
        grid = _append(grid, _placed(piece, xs))
    rows: list[list[GridCell]] = [[] for _ in range(max(p.end for p in grid))]
    for placed in grid:
        for row in rows[placed.cell.row : placed.end]:
            row.append(placed.cell)
    ordered = tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows)
    first = pieces[0]
    return Table(ordered, aligned=True, place={"page": first.page, "table": first.number})


def _placed(piece: RuledTable, xs: Sequence[float]) -> list[_Placed]:
    """The cells of one page, rows counted from 0 on that page."""
    ys = _edges(y for c in piece.cells for y in (c.box[1], c.box[3]))
    return [_place(cell, piece, xs, ys) for cell in sorted(piece.cells, key=lambda c: (c.box[1], c.box[0]))]


def _place(ruled: RuledCell, piece: RuledTable, xs: Sequence[float], ys: Sequence[float]) -> _Placed:
    box = ruled.box
    left, right = _index(xs, box[0]), _index(xs, box[2])
    top, bottom = _index(ys, box[1]), _index(ys, box[3])
    place: Place = {
        "page": piece.page,
        "table": piece.number,
        "row": top + 1,
        "column": left + 1,
        "box": [round(v, 1) for v in box],
    }
    if ruled.seen:
        place |= _told(ruled.seen)
    if ruled.is_noted or any(char.is_veiled for char in ruled.chars):
        place["covered"] = 1
    text = cell_text(ruled.chars, box[0], box[2])
    cell = GridCell(text, place, left, max(right - left, 1), top, max(bottom - top, 1))
    return _Placed(cell, ruled.open_top and top == 0, ruled.open_bottom and bottom == len(ys) - 1)


def _told(seen: Seen) -> Place:
    """What the place of a cell read from a picture says of the reading."""
    told: Place = {"box": seen.box, "confidence": seen.sure}
    return told | {"readings": "|".join(seen.rivals)} if seen.is_doubtful else told


def _append(above: list[_Placed], below: list[_Placed]) -> list[_Placed]:
    """`above` with the rows of the next page under it, cells cut by the break put together."""
    if not above:
        return below
    end = max(p.end for p in above)
    last = {p.span: p for p in above if p.end == end}
    first = {p.span: p for p in below if p.cell.row == 0}
    cut = {s for s in last.keys() & first.keys() if last[s].open_bottom and first[s].open_top}
    if any(_apart(last[s].cell, first[s].cell) for s in cut):
        cut = set()
    whole_row = last.keys() == first.keys() == cut
    start = end - 1 if whole_row else end
    joined = {s: _joined(last[s], first[s], start) for s in cut}
    kept = [joined[p.span] if p.end == end and p.span in cut else p for p in above]
    rest = [_moved(p, start) for p in below if not (p.cell.row == 0 and p.span in cut)]
    return kept + rest


def _apart(above: GridCell, below: GridCell) -> bool:
    """Whether two halves are two cells: a value does not go on over a page break."""
    texts = [above.text.strip(), below.text.strip()]
    return all(texts) and any(read_value(text).state != "text" for text in texts)


def _joined(above: _Placed, below: _Placed, start: int) -> _Placed:
    texts = [t for t in (above.cell.text, below.cell.text) if t]
    where = above.cell if above.cell.text or not below.cell.text else below.cell
    height = start + below.end - above.cell.row
    place = dict(where.place)
    if "covered" in above.cell.place or "covered" in below.cell.place:
        place["covered"] = 1
    cell = above.cell._replace(text="\n".join(texts), place=place, height=height)
    return _Placed(cell, above.open_top, below.open_bottom)


def _moved(placed: _Placed, start: int) -> _Placed:
    return replace(placed, cell=placed.cell._replace(row=placed.cell.row + start))


def _edges(values: Iterable[float]) -> list[float]:
    """The distinct positions among nearly equal ones."""
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > SNAP:
            made.append(value)
    return made


def _index(edges: Sequence[float], value: float) -> int:
    at = bisect_left(edges, value - SNAP)
    return min(at, len(edges) - 1)
