"""A page that is part of a table but has none of its rules is read as a table; a page of text is not."""

import numpy as np
import pytest

from archive.readers.ocr.paper import Paper
from archive.readers.ocr.unruled import told
from archive.readers.pdf_rules import Rules, rule
from archive.readers.pdf_tables import find

UNIT = 2.0  # pixels a point
COLUMNS = (300, 340, 380, 420, 460, 500)


def page_of(rows, columns=COLUMNS, pitch=24):
    """Labels at the left and figures in columns, so many rows of them; all in points."""
    ink = np.zeros((1684, 1190), np.uint8)
    for row in range(rows):
        y = round((100 + pitch * row) * UNIT)
        for x in range(120, 240, 10):
            ink[y : y + 16, round(x * UNIT) : round(x * UNIT) + 16] = 220
        for x in columns:
            ink[y : y + 14, round(x * UNIT) : round(x * UNIT) + 10] = 220
    return Paper(ink, np.zeros_like(ink), UNIT, 0.0)


def cells_of(paper, edges=()):
    mask = np.zeros_like(paper.ink)
    found = find(Rules.of([*edges, *told(paper, mask, edges)]), (), 1, 0)
    return [len(table.cells) for table in found.tables]


def test_rows_of_values_make_a_table():
    assert cells_of(page_of(10)) == [10 * (1 + len(COLUMNS))]


@pytest.mark.parametrize(
    ("rows", "columns", "pitch"), [(10, (), 24), (10, COLUMNS[:3], 24), (4, COLUMNS, 24), (8, COLUMNS, 90)]
)
def test_lines_of_text_and_few_values_make_none(rows, columns, pitch):
    assert cells_of(page_of(rows, columns, pitch)) == []


def test_a_page_with_rules_has_its_tables_by_these():
    assert cells_of(page_of(10), [rule(60, 700, 540, 700)]) == []
