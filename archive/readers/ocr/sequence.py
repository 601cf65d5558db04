"""Pages of pictures one after the other: a table that goes on over a page break is put in line with its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.labels import is_chinese
from archive.numbers import UNTOLD
from archive.readers.pages import Page
from archive.readers.pdf_grid import goes_on
from archive.readers.pdf_rules import SNAP, Box
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen

_STRETCH = 0.15  # part; no two pages of one report are scanned at sizes that differ more
_LEVEL = 0.012  # of a table's width; rules that far apart are one
_NEAR = 0.34  # of the narrowest column; the white tells no more exactly where two of them part
_FEWEST = 5  # columns that two parts of a table must share, before one without anything in it is told
_CENTRED = 0.25  # of a column's width; a figure is no further from its middle
_SHARED = 0.6  # part of the rules of the part with fewer that the other part must have


def in_line(pages: Iterable[Page]) -> list[Page]:
    """The pages, each table at the top of a picture in line with the one at the end of the picture before."""
    made: list[Page] = []
    last: RuledTable | None = None
    drawn: RuledTable | None = None  # the last one with its columns where they were told on its own
    for page in pages:
        tables: list[RuledTable] = []
        for found in page.tables:
            own = table = _placed_below(found, last) if last and page.locate else found
            if last and drawn and own.is_told and last.is_told:
                told = _with_empty_columns(_told_alike(own, last), own, last, page)
                table = _under_heads(own, drawn, page) or told
            tables.append(table)
            last, drawn = table, own
        made.append(replace(page, tables=tables))
    return made


def _placed_below(below: RuledTable, above: RuledTable) -> RuledTable:
    is_seen = below.cells[0].seen and above.cells[0].seen
    return _in_line(below, above) if is_seen and below.page == above.page + 1 else below


def _told_alike(below: RuledTable, above: RuledTable) -> RuledTable:
    """`below` with its columns parted where those of `above` are, where there is white in both."""
    if not goes_on(above, below):
        return below
    middles = [char.middle[0] for cell in below.cells for char in cell.chars]
    there = _edges(above)
    moved: dict[float, float] = {}
    for x in _edges(below):
        free = [y for y in there if not any(min(x, y) < middle < max(x, y) for middle in middles)]
        moved[x] = min(free, key=lambda y: abs(x - y), default=x)
    if len(set(moved.values())) < len(moved):
        return below
    cells = tuple(replace(c, box=(moved[c.box[0]], c.box[1], moved[c.box[2]], c.box[3])) for c in below.cells)
    return replace(below, cells=cells)


def _with_empty_columns(below: RuledTable, told: RuledTable, above: RuledTable, page: Page) -> RuledTable:
    """`below` with the columns of `above` that have nothing in them below, where all others were `told` near these.

    Left of the first column of `above` stand labels, which may be parted otherwise.
    """
    there = _edges(above)
    first = there[1] - SNAP if len(there) > 2 else there[-1]
    near = _NEAR * min((b - a for a, b in pairwise(there[1:])), default=0.0)
    shared = {x: abs(x - own) < near for x, own in zip(_edges(below), _edges(told), strict=True) if x > first}
    if not goes_on(above, below) or len(shared) < _FEWEST or not all(shared.values()) or not set(there) >= set(shared):
        return below
    cells = below.cells
    for x in (x for x in there[2:-1] if x not in shared):
        cells = tuple(part for cell in cells for part in _parted(cell, x, page))
    return replace(below, cells=cells)


def _under_heads(below: RuledTable, above: RuledTable, page: Page) -> RuledTable | None:
    """`below` with the columns of `above`, where that ends with heads and figures alone stand under these.

    Empty cells leave white in which no column is seen. None where a figure may be of two columns, or two are of one.
    """
    end = max(cell.box[3] for cell in above.cells)
    heads = [cell for cell in above.cells if cell.box[3] == end]
    columns = list(pairwise(_edges(above)))
    are_heads = len(heads) == len(columns) and all(any(map(is_chinese, _text(cell))) for cell in heads)
    if len(columns) <= _FEWEST or not are_heads or not goes_on(above, below):
        return None
    rows = {(cell.box[1], cell.box[3]) for cell in below.cells}
    if any(a[1] > b[0] + SNAP for a, b in pairwise(sorted(rows))):
        return None
    made: list[RuledCell] = []
    for row in sorted(rows):
        own = [cell for cell in below.cells if (cell.box[1], cell.box[3]) == row]
        placed = [_column(cell, columns) for cell in own if cell.chars]
        if None in placed or len(set(placed)) < len(placed):
            return None
        there = dict(zip(placed, (cell for cell in own if cell.chars), strict=True))
        made += (_placed(there.get(i), own[0], (a, row[0], b, row[1]), page) for i, (a, b) in enumerate(columns))
    return replace(below, cells=tuple(made))


def _text(cell: RuledCell) -> str:
    return "".join(char.text for char in cell.chars)


def _column(cell: RuledCell, columns: Sequence[tuple[float, float]]) -> int | None:
    """In which column a cell's figure stands in the middle; None where it is in none, or no figure."""
    x0, x1 = min(char.x0 for char in cell.chars), max(char.x1 for char in cell.chars)
    if UNTOLD in _text(cell) or any(map(is_chinese, _text(cell))):
        return None
    near = (i for i, (a, b) in enumerate(columns) if abs(x0 + x1 - a - b) / 2 < _CENTRED * (b - a))
    return next((i for i in near if columns[i][0] < x0 and x1 < columns[i][1]), None)


def _placed(cell: RuledCell | None, beside: RuledCell, box: Box, page: Page) -> RuledCell:
    """A cell of a row at another place; an empty one where there is none."""
    if cell is None:
        return _moved_to(replace(beside, chars=(), seen=Seen(list(box), 1.0), is_noted=False), box, page)
    return _moved_to(cell, box, page)


def _moved_to(cell: RuledCell, box: Box, page: Page) -> RuledCell:
    """A cell with other sides, and where these are seen."""
    seen = replace(cell.seen, box=page.locate(box)) if cell.seen and page.locate else cell.seen
    return replace(cell, box=box, seen=seen)


def _parted(cell: RuledCell, x: float, page: Page) -> Iterator[RuledCell]:
    """A cell in two where a rule would run down, if all that stands in it is told, and on one side of the rule."""
    x0, top, x1, bottom = cell.box
    is_left = [char.x1 <= x for char in cell.chars]
    told = all(char.text != UNTOLD and (left or char.x0 >= x) for char, left in zip(cell.chars, is_left, strict=True))
    if not x0 + SNAP < x < x1 - SNAP or not told or len(set(is_left)) > 1:
        yield cell
        return
    for box, own in (((x0, top, x, bottom), True), ((x, top, x1, bottom), False)):
        yield _moved_to(replace(cell, chars=cell.chars if own in is_left else ()), box, page)


def _in_line(below: RuledTable, above: RuledTable) -> RuledTable:
    """`below` moved and stretched to the columns of `above` where both have the same."""
    stretch = (above.box[2] - above.box[0]) / (below.box[2] - below.box[0])
    if abs(stretch - 1) > _STRETCH or not _share(_columns(above), _columns(below)):
        return below
    left, start = below.box[0], above.box[0]

    def moved(x: float) -> float:
        return start + (x - left) * stretch

    columns = _edges(above)
    snap = _LEVEL * (above.box[2] - above.box[0])

    def snapped(x: float) -> float:
        there = moved(x)
        near = min(columns, key=lambda c: abs(c - there))
        return near if abs(near - there) < snap else there

    cells = tuple(_moved(cell, snapped, moved) for cell in below.cells)
    return replace(below, box=(snapped(left), below.box[1], snapped(below.box[2]), below.box[3]), cells=cells)


def _moved(cell: RuledCell, snapped: Callable[[float], float], moved: Callable[[float], float]) -> RuledCell:
    box = (snapped(cell.box[0]), cell.box[1], snapped(cell.box[2]), cell.box[3])
    chars = tuple(char._replace(x0=moved(char.x0), x1=moved(char.x1)) for char in cell.chars)
    return replace(cell, box=box, chars=chars)


def _edges(table: RuledTable) -> list[float]:
    return sorted({x for cell in table.cells for x in (cell.box[0], cell.box[2])})


def _columns(table: RuledTable) -> list[float]:
    """Where the rules down stand, in parts of the table's width."""
    width = table.box[2] - table.box[0]
    made: list[float] = []
    for x in _edges(table):
        at = (x - table.box[0]) / width
        if not made or at - made[-1] > _LEVEL:
            made.append(at)
    return made


def _share(one: Sequence[float], other: Sequence[float]) -> bool:
    few, many = sorted((one, other), key=len)
    met = sum(any(abs(x - y) < _LEVEL for y in many) for x in few)
    return len(few) > 2 and met >= _SHARED * len(few)
