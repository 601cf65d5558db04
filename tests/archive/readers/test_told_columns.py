"""Borders of columns that the white told a little apart on two pages are one; those of a narrow column are two."""

from itertools import pairwise

import pytest

from archive.readers.pdf_grid import join
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen
from archive.readers.pdf_text import Char


def piece(page, *rows, is_told=True):
    """A table of one page: rows of cells, each where it begins, and where the last one ends."""
    cells = []
    for r, xs in enumerate(rows):
        for i, (left, right) in enumerate(pairwise(xs)):
            top = 100 + 20 * r
            chars = (Char(str(i), left + 2, top + 4, left + 6, top + 14, 10),)
            box = (left, top, right, top + 20)
            cells.append(RuledCell(box, chars, open_top=False, open_bottom=False, seen=Seen(list(box), 1.0)))
    return RuledTable(page, page, (50, 100, 350, 100 + 20 * len(rows)), tuple(cells), is_told=is_told)


def widths(*pieces):
    return [[(c.column, c.width) for c in row] for row in join(pieces).rows]


ABOVE, BELOW = (50, 150, 210, 270, 350), (50, 150, 200, 270, 350)


def test_a_border_told_a_little_apart_on_two_pages_is_one():
    assert widths(piece(1, ABOVE), piece(2, BELOW)) == [[(0, 1), (1, 1), (2, 1), (3, 1)]] * 2


@pytest.mark.parametrize(
    ("below", "is_told"),
    [
        ((50, 150, 200, 210, 270, 350), True),  # a cell stands between the two
        ((50, 150, 190, 270, 350), True),  # too far apart
        (BELOW, False),  # rules are drawn there
    ],
)
def test_borders_of_their_own_stay(below, is_told):
    assert len({start for row in widths(piece(1, ABOVE), piece(2, below, is_told=is_told)) for start, _ in row}) == 5
