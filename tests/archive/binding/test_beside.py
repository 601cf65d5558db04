"""Columns beside the values of the form, and words among or beyond them."""

import pytest

from tests.archive.judging import named
from tests.archive.small import APPLICANTS, COLUMNS, RULES_2021, report_of, states, values

FEES = [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "0"]]  # tells which form it is
RULES = [f"disclosure.rules.{column}" for column in ("issued", "repealed", "in_force")]
LICENSING = "disclosure.licensing.decisions"
NEW = [f"applications.new[{column}]" for column in COLUMNS]
NEW_LABEL = "一、本年新收政府信息公开申请数量"


def told(report, cells):
    found = values(report)
    return [found.get(cell, "nothing") for cell in cells]


@pytest.mark.parametrize("head", ["序号", "编号"])
def test_a_number_before_the_label_hides_no_row(head):
    report = report_of([[head, *RULES_2021], ["1", "规章", "3", "1", "12"]])
    assert told(report, RULES) == [3, 1, 12]
    assert not set(RULES) & named(report)


def test_a_number_before_the_labels_of_section_three_hides_no_row():
    report = report_of(FEES, [["序号", "", *APPLICANTS], ["1", NEW_LABEL, *"1234506", "21"][:-2] + ["15"]])
    assert told(report, NEW) == [1, 2, 3, 4, 5, 0, 15]
    assert not set(NEW) & named(report)


@pytest.mark.parametrize(("head", "text"), [("代码", "01"), ("序号", "3"), ("单位", "件"), ("计量单位", "")])
def test_a_code_or_unit_between_label_and_value_is_no_value(head, text):
    report = report_of([["信息内容", head, "本年处理决定数量"], ["行政许可", text, "64"]])
    assert told(report, [LICENSING]) == [64]
    assert LICENSING not in named(report)


@pytest.mark.parametrize("remark", ["", "均已答复", "5"])
def test_a_remark_is_no_value(remark):
    report = report_of(
        [[*RULES_2021, "备注"], ["规章", "3", "1", "12", remark]],
        [["", *APPLICANTS, "备注"], [NEW_LABEL, *"123450", "15", remark]],
    )
    assert told(report, [*RULES, *NEW]) == [3, 1, 12, 1, 2, 3, 4, 5, 0, 15]
    assert not {*RULES, *NEW} & named(report)


@pytest.mark.parametrize("remark", ["更正为4", "2022年数据", "上年数", "累计"])
def test_a_remark_that_speaks_of_other_figures_puts_these_in_doubt(remark):
    report = report_of([[*RULES_2021, "备注"], ["规章", "3", "1", "12", remark]])
    assert set(RULES) <= named(report)


def test_a_number_beside_an_empty_value_may_be_it():
    report = report_of([[*RULES_2021, "备注"], ["规章", "", "3", "1", "12"]])
    wrong = {cell for cell, value in values(report).items() if cell in RULES and value is not None}
    assert wrong <= named(report)


def test_a_body_in_a_column_of_units_is_no_unit():
    report = report_of([["单位", *RULES_2021], ["丙所", "规章", "3", "1", "12"], ["丁所", "规章", "4", "1", "13"]])
    assert set(RULES[::2]) <= named(report)


@pytest.mark.parametrize("word", ["O", "十二", "见附件", "#N/A", "TRUE"])
def test_a_word_for_the_first_value_leaves_the_others(word):
    report = report_of([RULES_2021, ["规章", word, "1", "12"]], [["", *APPLICANTS], [NEW_LABEL, word, *"234506"]])
    assert told(report, [*RULES, *NEW]) == [None, 1, 12, None, 2, 3, 4, 5, 0, 6]
    assert states(report)[RULES[0]] == states(report)[NEW[0]] == "text"
    assert {RULES[0], NEW[0]} <= named(report)


def test_words_beyond_the_heads_are_left_over_and_the_values_read():
    report = report_of([RULES_2021, ["规章", "3", "1", "12", "见说明"]])
    assert told(report, RULES) == [3, 1, 12]
    assert [leftover.text for leftover in report.leftovers] == ["见说明"]


def test_a_second_table_beside_the_first_is_not_taken_for_a_remark():
    report = report_of([RULES_2021, ["规章", "3", "1", "12", "行政许可", "64"]])
    assert report.leftovers or set(RULES) <= named(report)


def test_a_row_that_lacks_a_cell_below_the_remarks_may_have_moved():
    report = report_of([[*RULES_2021, "备注"], ["规章", "3", "12", "5"]])
    assert set(RULES) <= named(report)


@pytest.mark.parametrize(("head", "doubt"), [("本年收费金额", False), ("本年收费金额（单位：万元）", True)])
def test_the_unit_beside_a_value_is_its_unit(head, doubt):
    report = report_of(
        [RULES_2021, ["规章", "3", "1", "12"]], [["信息内容", "单位", head], ["行政事业性收费", "元", "61"]]
    )
    (amount,) = [cell for cell in report.cells if "fees" in cell.id]
    assert (amount.value, amount.unit) == (61, "元")
    assert (amount.id in named(report)) == doubt


def test_a_label_too_many_is_no_value():
    report = report_of([RULES_2021, ["规章", "市级", "3", "1", "12"]])
    wrong = {cell for cell, value in values(report).items() if cell in RULES and value is not None}
    assert wrong <= named(report)
