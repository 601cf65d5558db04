"""A rule down that a fax lost is told where the texts of a cell stand as the cells of other rows do."""

import numpy as np
import pytest

from archive.readers.ocr.lost_columns import lost
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
    found = list(lost(page_of(middles), [table_of(above, row)]))
    assert [(e["x0"], e["top"], e["bottom"]) for e in found] == [(x, 35, 60) for x in expected]


def test_a_dot_that_is_left_of_the_lost_rule_is_no_text():
    ink = page_of((100, 200, 300)).pixels * 230
    ink[78:84, 497:502] = 230  # at 250 points
    page = Page.of(Paper(ink, np.zeros_like(ink), UNIT, 0.0), np.zeros_like(ink))
    assert [e["x0"] for e in lost(page, [table_of((150, 250), (150,))])] == [250]
