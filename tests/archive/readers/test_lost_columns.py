"""A rule down that a fax lost is told where the texts of a cell stand as the cells of other rows do."""

import numpy as np
import pytest

from archive.readers.ocr.lost_columns import parted
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.white import Page
from archive.readers.pdf_tables import RuledCell, RuledTable

UNIT = 2.0  # pixels a point
HEIGHT, WIDTH = 16, 40  # pixels of a text


def page_of(middles):
    """A page with texts at these middles (points), all in the second row of the table."""
    ink = np.zeros((200, 800), np.uint8)
    for middle in middles:
        left = round(middle * UNIT) - WIDTH // 2
        for x in range(left, left + WIDTH, 10):
            ink[72 : 72 + HEIGHT, x : x + 8] = 230
    return Page.of(Paper(ink, np.zeros_like(ink), UNIT, 0.0), np.zeros_like(ink))


def table_of(*rows):
    """A table of 300 points; each row is the places its cells end at."""
    cells = []
    for r, ends in enumerate(rows):
        for a, b in zip((50, *ends), (*ends, 350), strict=False):
            cells.append(RuledCell((a, 10 + 25 * r, b, 35 + 25 * r), (), False, False))
    return RuledTable(1, 1, (50, 10, 350, 10 + 25 * len(rows)), tuple(cells))


def borders(table):
    """Where cells begin and end, with the rows they are of."""
    return {(x, cell.box[1], cell.box[3]) for cell in table.cells for x in (cell.box[0], cell.box[2])}


@pytest.mark.parametrize(
    ("above", "row", "middles", "expected"),
    [
        ((150, 250), (150,), (100, 200, 300), [250]),
        ((150, 250), (), (100, 200, 300), [150, 250]),
        ((150, 250), (), (100, 250), [150]),  # the second stands in the middle of the two columns left
        ((150, 250), (150,), (100, 250), []),  # one text in the middle of all of it
        ((150, 250), (150,), (100, 180, 320), []),  # in no middle
        ((150,), (150,), (100, 200, 300), []),  # no other row is parted there
        ((150, 250), (150,), (100, 200), []),  # one text alone
    ],
)
def test_where_texts_stand_as_in_the_cells_of_another_row_the_rule_was_lost(above, row, middles, expected):
    table = table_of(above, row)
    made = parted(page_of(middles), table)
    assert borders(made) - borders(table) == {(x, 35, 60) for x in expected}


def test_a_dot_that_is_left_of_the_lost_rule_is_no_text():
    ink = page_of((100, 200, 300)).pixels * 230
    ink[78:84, 497:502] = 230  # at 250 points
    page = Page.of(Paper(ink, np.zeros_like(ink), UNIT, 0.0), np.zeros_like(ink))
    table = table_of((150, 250), (150,))
    assert borders(parted(page, table)) - borders(table) == {(250, 35, 60)}


@pytest.mark.parametrize(
    ("columns", "middles", "expected"),
    [
        ((90, 130, 170, 210, 250), (270, 300), []),  # in no middle of two even parts
        ((80, 110, 140, 170, 200, 230, 290), (245, 275), [260]),
        ((80, 110, 140, 170, 200, 230, 290), (260,), []),  # one text in the middle of all of it
        ((75, 120, 140, 180, 200, 230, 290), (245, 275), []),  # columns of different widths
    ],
)
def test_a_rule_lost_in_all_rows_is_told_where_the_columns_are_even(columns, middles, expected):
    table = table_of(columns, columns)
    made = parted(page_of(middles), table)
    assert borders(made) - borders(table) == {(x, 35, 60) for x in expected}
