"""Figures broken over the lines of a narrow cell: read as they were meant, or not at all."""

from dataclasses import replace
from random import Random

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from archive.parser import parse
from archive.readers.registry import read
from tests.archive import drawn
from tests.archive.judging import silent_mistakes
from tests.archive.layouts import form_tables, html_page
from tests.archive.small import APPLICANTS, COLUMNS, RULES_2021, page_of, values

DISCLOSED = [["第二十条第（一）项"], RULES_2021, ["规章", "0", "0", "0"]]
NEW = "一、本年新收政府信息公开申请数量"


def read_broken(page):
    """The report of a page whose cells are broken at each mark."""
    return parse([read(page.replace("⏎".encode(), b"<br>"))])


def read_row(*cells):
    """The values of one row of section three, and what was found about it."""
    report = read_broken(page_of(DISCLOSED, [["", *APPLICANTS], [NEW, *cells]]))
    found = values(report)
    return [found.get(f"applications.new[{column}]") for column in COLUMNS], report


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["110⏎5", "1", "0", "0", "0", "0", "1106"], 1105),
        (["110⏎5", "1", "0", "0", "0", "0", "1⏎106"], 1105),  # its total broken, too
        (["1 ⏎ 10⏎5", "1", "0", "0", "0", "0", "1106"], 1105),
        (["１⏎１⏎０⏎５", "1", "0", "0", "0", "0", "１１０６"], 1105),
        (["110⏎5", "1", "0", "0", "0", "0", "111"], None),  # the sum wants the first line alone
        (["110⏎5", "1", "0", "0", "0", "0", "116"], None),  # or both together
        (["110⏎5", "1", "0", "0", "0", "0", "1107"], None),  # or neither
        (["110⏎5", "1", "0", "0", "0", "0", "110⏎6"], None),  # 1105 and 1106, or 5 and 6
        (["110⏎5", "1", "0", "0", "0", "0", ""], None),  # nothing to compare it with
        (["110⏎5", "1", "", "0", "0", "0", "1106"], None),  # a blank is no 0
        (["110 5", "1", "0", "0", "0", "0", "1106"], None),  # two figures in one line are two
    ],
)
def test_a_broken_figure_is_joined_where_only_so_it_fits_the_sum(cells, read_as):
    found, report = read_row(*cells)
    assert found[0] == read_as
    told = {cell for f in report.findings if f.check == "B4" and f.severity == "soft" for cell in f.cells}
    assert ("applications.new[natural_person]" in told) == (read_as is not None)


@examples(10, 200, derandomize=True)
@given(drawn.figures(left_out=["nothing"]), st.integers(0, 10**6))
def test_figures_broken_anywhere_are_read_right_or_not_at_all(figures, seed):
    dice = Random(seed)
    tables = form_tables(figures.template, figures.printed)
    for rows in tables[1:]:
        for row in rows:
            for at, item in enumerate(row):
                if item.text.isdecimal() and len(item.text) > 1 and dice.random() < 0.3:
                    cut = dice.randrange(1, len(item.text))
                    row[at] = replace(item, text=f"{item.text[:cut]}⏎{item.text[cut:]}")
    page = html_page(figures.template, [[rows] for rows in tables])
    assert silent_mistakes(read_broken(page), figures.printed) == []


@examples(10, 200, derandomize=True)
@given(drawn.figures(left_out=["nothing"]), st.integers(0, 10**6), st.integers(0, 99))
def test_a_second_figure_below_the_first_is_never_made_part_of_it(figures, seed, other):
    dice = Random(seed)
    tables = form_tables(figures.template, figures.printed)
    row = dice.choice([row for row in tables[1] if row[-1].text.isdecimal()])
    at = dice.randrange(len(row) - 7, len(row))
    row[at] = replace(row[at], text=f"{row[at].text}⏎{other}")
    page = html_page(figures.template, [[rows] for rows in tables])
    assert silent_mistakes(read_broken(page), figures.printed) == []
