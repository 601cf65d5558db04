"""The row of section four: which row it is, and what may stand before, beside and between its values."""

import pytest

from archive.numbers import UNTOLD
from tests.archive.judging import named
from tests.archive.small import report_of, report_of_html, states, values

OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
ROUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
CELLS = [
    f"review.{route}.{outcome}" for route in ROUTES for outcome in ("upheld", "corrected", "other", "pending", "total")
]
FEES = [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "0"]]
FIGURES = [1, 2, 3, 4, 10, 2, 2, 2, 2, 8, 0, 5, 0, 0, 5]
ROW = list(map(str, FIGURES))


def heads(corner=None):
    """The head of section four, with a cell before it or none."""
    return [
        [*([(corner, 1, 3)] if corner is not None else []), ("行政复议", 5), ("行政诉讼", 10)],
        [*((name, 1, 2) for name in OUTCOMES), ("未经复议直接起诉", 5), ("复议后起诉", 5)],
        [*OUTCOMES, *OUTCOMES],
    ]


def review(*rows, corner=None):
    return report_of(FEES, [*heads(corner), *rows])


def figures(report):
    found = values(report)
    return [found.get(cell, "nothing") for cell in CELLS]


def doubted(report):
    return set(CELLS) & named(report)


@pytest.mark.parametrize("between", [[], [[("（2023年）", 15)]]], ids=["nothing between", "a year between"])
def test_a_second_row_of_values_puts_all_cells_in_doubt(between):
    other = ["0", *ROW[1:4], "9", *ROW[5:]]
    report = review(ROW, *between, other)
    assert doubted(report) == set(CELLS)
    assert any(" | ".join(other) in leftover.text for leftover in report.leftovers)


def test_the_same_row_twice_is_no_doubt():
    report = review(ROW, ROW)
    assert figures(report) == FIGURES
    assert not doubted(report)


def test_an_empty_row_below_the_values_is_no_second_one():
    report = review(ROW, [""] * 15)
    assert figures(report) == FIGURES
    assert not doubted(report)


def test_a_row_that_only_numbers_the_columns_is_left_over():
    numbers = list(map(str, range(1, 16)))
    report = review(numbers, ROW)
    assert figures(report) == FIGURES
    assert [leftover.text for leftover in report.leftovers] == [" | ".join(numbers)]
    assert not doubted(report)


@pytest.mark.parametrize("word", ["O", "十二", "见附件"])
def test_a_word_for_a_value_leaves_the_other_values(word):
    report = review([word, *ROW[1:]])
    assert figures(report) == [None, *FIGURES[1:]]
    assert states(report)[CELLS[0]] == "text"
    assert CELLS[0] in named(report)


@pytest.mark.parametrize(("words", "is_row"), [(6, True), (8, False)])
def test_words_in_up_to_half_of_the_columns_leave_the_values_beside_them(words, is_row):
    report = review([*["见附件"] * words, *ROW[words:]])
    assert figures(report) == ([None] * words + FIGURES[words:] if is_row else ["nothing"] * 15)


def test_words_beyond_the_head_are_left_over_and_the_values_read():
    report = review([*ROW, "见说明"])
    assert figures(report) == FIGURES
    assert [leftover.text for leftover in report.leftovers] == ["见说明"]


@pytest.mark.parametrize("label", ["件数", "数量", "本年度", "2023年"])
def test_a_label_before_the_values_is_none_of_them(label):
    report = review([label, *ROW], corner="项目")
    assert figures(report) == FIGURES
    assert not doubted(report)
    assert not report.leftovers


@pytest.mark.parametrize("label", ["2022年", "上年", "丙所"])
def test_a_label_of_another_year_or_body_puts_the_values_in_doubt(label):
    report = review([label, *ROW], corner="单位")
    assert figures(report) == FIGURES
    assert doubted(report) == set(CELLS)


def test_the_rows_of_two_years_are_in_doubt():
    report = review(["2022年", *["0"] * 15], ["2023年", *ROW], corner="年度")
    assert doubted(report) == set(CELLS)


def test_the_number_of_the_row_is_none_of_its_values():
    report = review(["1", *ROW], corner="序号")
    assert figures(report) == FIGURES
    assert not doubted(report)


@pytest.mark.parametrize(("line", "wanted"), [("（2022年）", set(CELLS)), ("2023年", set())])
def test_a_line_above_the_row_says_of_which_year_it_is(line, wanted):
    assert doubted(review([(line, 15)], ROW)) == wanted


def lines_and_tables(*lines):
    """A page with section three of one row, and a table of five outcomes below each line."""
    heads = "".join(f"<td>{name}" for name in OUTCOMES)
    fees = "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in FEES)
    parts = [
        f"<p>{line}</p><table><tr>{heads}<tr>{''.join(f'<td>{n}' for n in FIGURES[at : at + 5])}</table>"
        for line, at in zip(lines, (0, 5, 10), strict=True)
    ]
    return report_of_html(f"<table>{fees}</table>{''.join(parts)}")


@pytest.mark.parametrize(
    "lines",
    [
        ("（一）行政复议", "（二）行政诉讼（未经复议直接起诉）", "（三）行政诉讼（复议后起诉）"),
        ("1.行政复议情况", "2.未经复议直接起诉：", "3.复议后起诉："),
    ],
    ids=["in brackets", "alone"],
)
def test_a_table_for_each_route_is_read_by_the_line_above_it(lines):
    report = lines_and_tables(*lines)
    assert figures(report) == FIGURES
    assert not doubted(report)


def test_a_line_that_names_no_one_route_heads_no_table():
    report = lines_and_tables("行政复议", "行政诉讼", "其中")
    assert figures(report) == [*FIGURES[:5], *["nothing"] * 10]
    assert len(report.leftovers) == 4


def test_a_row_in_which_nothing_can_be_read_gives_way_to_the_values_below_with_a_doubt():
    report = review([UNTOLD, *[""] * 14], ROW)
    assert figures(report) == FIGURES
    assert doubted(report) == set(CELLS)


def test_dirt_below_the_head_is_no_row():
    assert figures(review([(UNTOLD, 9), ("", 6)], ROW)) == FIGURES
