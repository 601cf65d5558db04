"""Tables whose rules a fax lost but for the dots where they cross."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.readers import pdf_rules, pdf_tables
from archive.readers.ocr.lattice import rules
from archive.readers.ocr.paper import Paper

UNIT = 2.0  # pixels a point
COLUMNS = (60, 200, 300, 400, 540)
ROWS = (100, 120, 140, 160, 180)


def paper_of(dots, letters=()):
    """Ink with dots at these places and letters in these boxes, all in points."""
    ink = np.zeros((1684, 1190), np.uint8)
    for x, y in dots:
        ink[round(y * UNIT) - 1 : round(y * UNIT) + 2, round(x * UNIT) - 1 : round(x * UNIT) + 2] = 200
    for x0, y0, x1, y1 in letters:
        ink[round(y0 * UNIT) : round(y1 * UNIT), round(x0 * UNIT) : round(x1 * UNIT)] = 220
    return Paper(ink, np.zeros_like(ink), UNIT, 0.0)


def grid(rows=ROWS, columns=COLUMNS):
    return [(x, y) for x in columns for y in rows]


def tables_of(paper):
    """The boxes of the cells of each table that the rules make."""
    found = pdf_tables.find(pdf_rules.Rules.of(list(rules(paper))), (), 1, 0)
    return [sorted(tuple(round(v) for v in c.box) for c in table.cells) for table in found.tables]


def boxes(rows=ROWS, columns=COLUMNS):
    return sorted((a, top, b, bottom) for a, b in pairwise(columns) for top, bottom in pairwise(rows))


def test_cells_stand_between_dots():
    assert tables_of(paper_of(grid())) == [boxes()]


def test_a_letter_on_its_way_ends_a_rule():
    """A label over two rows: no rule parts these beside it, and no dot stands at the side of the table."""
    dots = [d for d in grid() if d != (60, 140)]
    cells = tables_of(paper_of(dots, [(100, 134, 160, 146)]))
    assert (60, 120, 200, 160) in cells[0]
    assert (200, 120, 300, 140) in cells[0]


def test_a_heading_between_two_tables_parts_them_and_a_caption_does_not():
    below = tuple(y + 130 for y in ROWS)
    heading = [(90, 192, 250, 204), (90, 210, 200, 222)]
    assert tables_of(paper_of([*grid(), *grid(below)], heading)) == [boxes(), boxes(below)]
    caption = tables_of(paper_of([*grid(), *grid(tuple(y + 100 for y in ROWS))], [(230, 185, 370, 195)]))
    assert len(caption) == 1


def test_the_sides_of_the_last_rule_are_told_though_their_dots_are_lost():
    assert tables_of(paper_of([d for d in grid() if d not in ((60, 180), (540, 180))])) == [boxes()]


@pytest.mark.parametrize("dots", [[], grid(ROWS[:3]), grid(columns=COLUMNS[:2])])
def test_dots_that_make_no_table_make_no_rules(dots):
    assert list(rules(paper_of(dots))) == []


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(10, 585), st.floats(10, 830)), max_size=200))
def test_specks_make_no_rules(specks):
    assert list(rules(paper_of([(round(x * 7919 % 575) + 10, round(y * 104729 % 820) + 10) for x, y in specks]))) == []


def test_so_many_dots_are_dirt():
    dirt = [(x, y) for x in range(20, 580, 12) for y in range(20, 820, 18)]
    assert list(rules(paper_of(dirt))) == []
