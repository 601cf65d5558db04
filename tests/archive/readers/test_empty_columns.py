"""A column of a table on pictures that has nothing in it beyond a page break is told by the page before."""

from itertools import pairwise

import pytest

from archive.numbers import UNTOLD
from archive.readers.ocr.sequence import in_line
from archive.readers.pages import Page
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen
from archive.readers.pdf_text import Char

COLUMNS = (50, 200, 250, 300, 350, 400, 450, 500)


def page(number, columns, rows, indent=10):
    """A page with one table whose columns part at these places, and whose rows hold these texts."""
    cells = []
    for r, texts in enumerate(rows):
        top = 100 + 20 * r
        for left, right, text in zip(columns, columns[1:], texts, strict=False):
            x = left + indent
            chars = tuple(Char(sign, x + 8 * i, top + 4, x + 8 * i + 7, top + 14, 10) for i, sign in enumerate(text))
            seen = Seen([left, top, right, top + 20], 0.99)
            cells.append(RuledCell((left, top, right, top + 20), chars, open_top=False, open_bottom=False, seen=seen))
    table = RuledTable(number, number, (50, 100, 500, 100 + 20 * len(rows)), tuple(cells), is_told=True)
    return Page(number, 800, [table], [], is_crowded=False, locate=list)


def beyond_a_break(columns, *rows):
    """The rows of a table's second page, as texts by the places where their cells begin and end."""
    first = page(1, COLUMNS, [("项目", "甲", "乙", "丙", "丁", "戊", "总计")])
    (table,) = in_line([first, page(2, columns, rows)])[1].tables
    return [(c.box[0], c.box[2], "".join(char.text for char in c.chars)) for c in table.cells]


def test_a_column_with_nothing_in_it_is_parted():
    cells = beyond_a_break((50, 200, 250, 300, 350, 400, 500), ("重复申请", "1", "2", "3", "4", "5"))
    assert cells[-2:] == [(400, 450, "5"), (450, 500, "")]


@pytest.mark.parametrize("last", ["123456", UNTOLD])
def test_a_cell_with_text_over_the_rule_or_something_unread_stays_one(last):
    cells = beyond_a_break((50, 200, 250, 300, 350, 400, 500), ("重复申请", "1", "2", "3", "4", last))
    assert cells[-1] == (400, 500, last)


def test_a_table_with_columns_of_its_own_has_none_of_the_one_before():
    cells = beyond_a_break((50, 225, 275, 325, 375, 425, 500), ("行政许可", "1", "2", "3", "4", "5"))
    assert len(cells) == 6


HEADS = ("结果", "维持", "纠正", "其他", "尚未", "审结", "总计")
EVEN = (50, 114, 178, 242, 306, 370, 434, 500)


def under_heads(columns, *rows, heads=HEADS):
    first = page(1, EVEN, [heads])
    (table,) = in_line([first, page(2, columns, rows, 28)])[1].tables
    return [(c.box[0], c.box[2], "".join(char.text for char in c.chars)) for c in table.cells]


def test_figures_stand_in_the_columns_of_the_heads_above_them_where_empty_cells_leave_white():
    columns = (50, 178, 242, 306, 434, 500)
    cells = under_heads(columns, ("9", "4", "26", "7", "3"))
    assert [(a, b) for a, b, _ in cells] == list(pairwise(EVEN))
    assert [text for *_, text in cells] == ["9", "", "4", "26", "7", "", "3"]


@pytest.mark.parametrize(
    ("values", "heads"),
    [
        (("9", "4", UNTOLD, "7", "3"), HEADS),
        (("9", "4", "件数", "7", "3"), HEADS),
        (("12345678", "4", "26", "7", "3"), HEADS),  # over two columns
        (("9", "4", "26", "7", "3"), ("结果", "1", "2", "3", "4", "5", "6")),
    ],
)
def test_what_may_be_of_two_columns_stays_where_it_was_told(values, heads):
    columns = (50, 178, 242, 306, 434, 500)
    assert [(a, b) for a, b, _ in under_heads(columns, values, heads=heads)] != list(pairwise(EVEN))
