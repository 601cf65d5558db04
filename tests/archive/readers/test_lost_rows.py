"""Figures below one another in a cell stand in rows of their own where other columns have these rows."""

import pytest

from archive.readers.ocr.lost_rows import parted
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen
from archive.readers.pdf_text import Char


def cell(box, *lines):
    """A cell with lines, each a text and the height of its middle."""
    chars = []
    for text, middle in lines:
        chars += [
            Char(ch, box[0] + 5 + 4 * i, middle - 3, box[0] + 9 + 4 * i, middle + 3, 8) for i, ch in enumerate(text)
        ]
    return RuledCell(box, tuple(chars), False, False, Seen(list(box), 0.99))


def found(lines):
    beside = [cell((100, top, 150, top + 20), ("7", top + 10)) for top in (0, 20, 40)]
    made = parted(RuledTable(1, 1, (0, 0, 150, 60), (cell((0, 0, 100, 60), *lines), *beside)), list)
    assert made.cells[-3:] == tuple(beside)
    return [
        ("".join(c.text for c in one.chars), one.box[1], one.box[3], one.seen.is_doubtful) for one in made.cells[:-3]
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [("12", 10), ("0", 30), ("-", 50)],
        [("12", 11), ("1105", 52)],  # the row between is empty
    ],
)
def test_each_row_has_its_figure_in_doubt(lines):
    said = {round((top + bottom) / 2, -1): text for text, top, bottom, _ in found(lines)}
    assert said == {10.0: "", 30.0: "", 50.0: ""} | {float(round(at, -1)): text for text, at in lines}
    assert all(is_doubtful for *_, is_doubtful in found(lines))


@pytest.mark.parametrize(
    "lines",
    [
        [("结果维", 10), ("持", 30)],  # one label
        [("1203", 25), ("4", 35)],  # a figure broken over lines, in the middle of all
        [("12", 15), ("0", 45)],  # in the middle of no row
        [("12", 8), ("3", 13), ("0", 30)],  # two in one row
        [("5", 50)],  # it may be that of a merged cell
        [("2041", 30)],
        [("12", 20), ("0", 40)],  # just where two rows part
        [],
    ],
)
def test_what_is_not_in_the_middle_of_rows_stays_one_cell(lines):
    assert [(top, bottom) for _, top, bottom, _ in found(lines)] == [(0, 60)]
