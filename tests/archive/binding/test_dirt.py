"""Dirt of a picture in cells that stand under no head of values parts no row from its values."""

import pytest

from archive.grid import Span, expand
from archive.models import Document
from archive.parser import bind
from archive.readers.ocr.figures import SURE

HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
VALUES = ("3", "0", "2", "0", "0", "0", "5")
GRANTED = "applications.results.granted"


def bound(*stubs, behind=(), sure=0.4, media_type="image/png"):
    """The values of a row with these cells between its label and its values, and behind them."""
    head = [Span("（本列数据的勾稽关系）", 1 + len(stubs)), *map(Span, HEADS), *[Span("")] * len(behind)]
    row = [Span("（一）予以公开"), *map(Span, stubs), *map(Span, VALUES), *map(Span, behind)]
    table = expand([head, row], {"table": 1})
    if media_type == "image/png":
        for cell in (cell for row in table.rows for cell in row):
            cell.place["confidence"] = sure if cell.text in ("￼", "-") else 0.99
            if cell.place["confidence"] < SURE:
                cell.place["readings"] = ""
    cells = bind([Document(media_type, (table,))]).cells
    return [
        cells[f"{GRANTED}[{column}]"].value for column in ("natural_person", "total") if f"{GRANTED}[{column}]" in cells
    ]


@pytest.mark.parametrize("stubs", [("￼",), ("-",), ("", "￼"), ("￼", "-", "")])
def test_left_of_the_heads(stubs):
    assert bound(*stubs) == [3, 5]


def test_right_of_the_heads():
    assert bound(behind=("￼", "-")) == [3, 5]


def test_a_dash_that_is_read_for_certain_is_no_dirt():
    assert bound("-", sure=0.99) != [3, 5]


def test_in_a_page_of_text_nothing_is_dirt():
    assert bound("￼", media_type="text/html") != [3, 5]


@pytest.mark.parametrize(("torn", "expected"), [("1ü\n田", [3, 5]), ("17", [])])
def test_the_torn_label_of_a_group_parts_no_row_from_its_label(torn, expected):
    """It stands left of the label and cannot be read; a number there is a value that moved."""
    head = [Span("（本列数据的勾稽关系）", 2), *map(Span, HEADS)]
    table = expand([head, [Span(torn), Span("（一）予以公开"), *map(Span, VALUES)]], {"table": 1})
    for row in table.rows:
        for cell in row:
            cell.place["confidence"] = 0.4 if cell.text == torn else 0.99
    table.rows[1][0].place["readings"] = ""
    cells = bind([Document("image/png", (table,))]).cells
    ids = [f"{GRANTED}[{column}]" for column in ("natural_person", "total")]
    assert [cells[key].value for key in ids if key in cells] == expected
