"""A place of a picture's table that no cell covers, because a rule beside it was lost, is a cell like its neighbours."""

import pytest

from archive.readers.ocr.holes import filled
from archive.readers.pdf_tables import RuledCell, RuledTable

COLUMNS = ((50, 150), (150, 200), (200, 250), (250, 300))


def table(*rows):
    """A table of rows of cells, each from and to a place."""
    boxes = [(a, 20.0 * r, b, 20.0 * r + 20) for r, row in enumerate(rows) for a, b in row]
    cells = tuple(RuledCell(box, (), open_top=False, open_bottom=False) for box in boxes)
    return RuledTable(1, 1, (50, 0, 300, 20.0 * len(rows)), cells)


def rows_of(made):
    tops = sorted({cell.box[1] for cell in made.cells})
    return [sorted((c.box[0], c.box[2]) for c in made.cells if c.box[1] == top) for top in tops]


@pytest.mark.parametrize("gone", [[3], [1], [2, 3]])
def test_what_no_cell_covers_is_filled_with_cells_as_wide_as_those_above(gone):
    row = [span for i, span in enumerate(COLUMNS) if i not in gone]
    assert rows_of(filled(table(COLUMNS, row, [(50, 300)]))) == [list(COLUMNS), list(COLUMNS), [(50, 300)]]


def test_a_whole_table_stays_as_it_is():
    whole = table(COLUMNS, [(50, 200), (200, 300)], COLUMNS)
    assert filled(whole) is whole


def test_a_place_as_wide_as_none_of_its_neighbours_stays_empty():
    torn = table([(50, 120), (120, 260), (260, 300)], [(50, 200)], [(50, 120), (120, 260), (260, 300)])
    assert filled(torn) is torn
