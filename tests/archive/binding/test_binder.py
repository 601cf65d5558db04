"""One behaviour of the binder a test, on tables as small as it takes."""

import pytest

from archive.numbers import UNTOLD
from tests.archive.judging import named
from tests.archive.small import (
    APPLICANTS,
    COLUMNS,
    LICENSING_2019,
    RULES_2021,
    report_of,
    report_of_text,
    states,
    values,
)

RULES = "disclosure.rules."
LICENSING = "disclosure.licensing."
ROW = "applications.results."
GRANTED = "（一）予以公开"
HEADS = [
    [("（勾稽关系）", 3, 3), ("申请人情况", 7)],
    [("自然人", 1, 2), ("法人或其他组织", 5), ("总计", 1, 2)],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
TEXT_HEADS = [
    "\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计",
    "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t",
]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
REVIEW_HEADS = [
    [("行政复议", 5), ("行政诉讼", 10)],
    [*((name, 1, 2) for name in OUTCOMES), ("未经复议直接起诉", 5), ("复议后起诉", 5)],
    [*OUTCOMES, *OUTCOMES],
]
FEES = [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "0"]]  # tells which form it is


def requests(*rows):
    """The report of a page with these rows below the head of section three."""
    return report_of(FEES, [*HEADS, *rows])


def requests_in_text(*lines):
    """The report of a text with these lines below the head of section three."""
    return report_of_text(*("\t".join(row) for row in FEES), "", *TEXT_HEADS, *lines)


def row_of(report, row):
    found = values(report)
    return [found.get(f"{row}[{column}]", "nothing") for column in COLUMNS]


# --- columns ------------------------------------------------------------------------------------------------


def test_values_go_to_the_heads_they_stand_under():
    report = report_of([RULES_2021, ["规章", "3", "1", "12"]])
    assert values(report) == {RULES + "issued": 3, RULES + "repealed": 1, RULES + "in_force": 12}


def test_a_changed_order_of_columns_is_followed():
    report = report_of([["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"], ["规章", "12", "3", "1"]])
    assert values(report) == {RULES + "issued": 3, RULES + "repealed": 1, RULES + "in_force": 12}


def test_two_truncated_heads_are_told_by_their_order():
    report = report_of([["信息内容", "本年新", "本年新", "对外公开总数量"], ["规章", "3", "2", "12"]])
    assert values(report) == {RULES + "made_new": 3, RULES + "disclosed_new": 2, RULES + "public_total": 12}


def test_a_blank_cell_stays_blank_and_moves_no_other():
    report = report_of([RULES_2021, ["规章", "", "1", ""]])
    assert values(report) == {RULES + "issued": None, RULES + "repealed": 1, RULES + "in_force": None}
    assert states(report)[RULES + "issued"] == "blank"


def test_a_stroke_is_kept_as_not_applicable():
    report = report_of([RULES_2021, ["规章", "/", "/", "/"]])
    assert set(states(report).values()) == {"not_applicable"}
    assert set(values(report).values()) == {None}


def test_an_empty_cell_before_the_values_does_not_push_the_last_one_out():
    report = report_of([LICENSING_2019, ["行政许可", "", "1105", "375", "1475"]])
    found = values(report)
    assert 1475 in found.values() or report.leftovers or named(report)
    assert found.get(LICENSING + "decisions") in {1475, None} or LICENSING + "decisions" in named(report)


def test_a_value_under_an_unknown_head_is_not_lost_silently():
    report = report_of([["信息内容", "本年制发件数", "本年撤销件数", "现行有效件数"], ["规章", "3", "7", "12"]])
    told = [leftover.text for leftover in report.leftovers] + [f.message for f in report.findings]
    assert any("7" in text or "本年撤销件数" in text or "repealed" in text for text in told)


def test_a_head_of_unknown_columns_is_a_leftover_and_no_error():
    report = report_of([["信息内容", "数量"], ["规章", "3"]])
    assert report.cells == ()
    whole = report_of([RULES_2021, ["规章", "3", "1", "12"]], [["信息内容", "数量"], ["行政许可", "7"]])
    assert any("数量" in leftover.text or "行政许可" in leftover.text for leftover in whole.leftovers)


def test_a_value_over_several_columns_is_told_from_none_of_them():
    report = report_of([RULES_2021, ["规章", ("5", 2), "3"]])
    wrong = {key for key, value in values(report).items() if value == 5}
    assert wrong <= named(report)


def test_a_figure_merged_over_two_rows_fails_no_sum():
    report = requests([(GRANTED, 3), *"100000", ("5", 1, 2)], [("（二）部分公开", 3), *"400000"])
    merged = {f"{ROW}{row}[total]" for row in ("granted", "partial")}
    assert {states(report)[cell] for cell in merged} == {"unreadable"}
    assert merged <= named(report)
    assert not [f for f in report.findings if f.status == "fail"]


def test_values_that_stand_between_two_heads_are_flagged():
    head = [("信息内容", 2), ("本年制发件数", 4), "本年废止件数", ("现行有效件数", 3)]
    report = report_of([head, [("规章", 2), "", ("5", 3), ("", 4)]])
    assert values(report)[RULES + "repealed"] == 5 or {RULES + "issued", RULES + "repealed"} <= named(report)


@pytest.mark.parametrize("behind", [[], ["", "\u3000"]], ids=["nothing behind", "empty cells behind"])
def test_a_head_and_its_value_copied_alike_are_one(behind):
    report = report_of([["信息内容", *["本年处理决定数量"] * 3, *behind], ["行政许可", "7", "7", "7", *behind]])
    assert values(report) == {LICENSING + "decisions": 7}


def test_copies_that_differ_are_told_from_none_of_them():
    report = report_of([["信息内容", *["本年处理决定数量"] * 3], ["行政许可", "7", "7", "8"]])
    assert states(report) == {LICENSING + "decisions": "unreadable"}


@pytest.mark.parametrize("row", [["7", "7"], ["", "", "7", "7"], ["7", "7", ""]], ids=str)
def test_a_row_with_fewer_or_more_cells_than_copied_heads_is_left_open(row):
    report = report_of([["信息内容", "采购项目数量", "采购总金额", "采购总金额"], ["政府集中采购", *row]])
    assert set(states(report).values()) == {"unreadable"}


def test_a_head_typed_twice_for_another_leaves_a_doubt():
    report = report_of([["信息内容", "本年制发件数", "本年制发件数", "现行有效件数"], ["规章", "0", "0", "5"]])
    assert values(report) == {RULES + "issued": 0, RULES + "in_force": 5}
    assert {RULES + "issued", RULES + "in_force"} <= named(report)


def test_the_unit_of_the_head_holds_unless_the_cell_has_its_own():
    head = ["信息内容", "本年收费金额（单位：万元）"]
    (plain,) = report_of([head, ["行政事业性收费", "22.04"]]).cells
    (own,) = report_of([head, ["行政事业性收费", "220400元"]]).cells
    assert (plain.value, plain.unit) == (22.04, "万元")
    assert (own.value, own.unit) == (220400, "元")


def test_a_unit_in_brackets_behind_a_head_is_the_unit_of_its_column():
    report = report_of(
        [["信息内容", "本年处理决定数量（件）"], ["行政处罚", "3"]], [["信息内容", "本年制发数（千件）"], ["规章", "2"]]
    )
    found = {cell.id: (cell.value, cell.unit) for cell in report.cells}
    assert found["disclosure.penalties.decisions"] == (3, "件")
    assert found[RULES + "issued"] == (2, "千件")


# --- rows ---------------------------------------------------------------------------------------------------


def test_a_row_of_another_block_is_not_read_under_the_head_above():
    report = report_of([RULES_2021, ["规章", "0", "0", "0"], ["行政许可", "7", "8", "9"]])
    assert not any(key.startswith(LICENSING) for key in values(report))
    assert any("行政许可" in leftover.text for leftover in report.leftovers)


def test_a_block_without_its_own_head_is_a_leftover():
    head = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    report = report_of([head, ["行政处罚", "1", "2", "3"], ["第二十条第（九）项"], ["政府集中采购", "39", "8040", ""]])
    assert not any("procurement" in key for key in values(report))
    assert any("政府集中采购" in leftover.text for leftover in report.leftovers)


def test_a_row_of_unknown_label_is_a_leftover():
    report = report_of([RULES_2021, ["规章", "1", "2", "3"], ["某种文件", "4", "5", "6"]])
    assert [leftover.text for leftover in report.leftovers] == ["某种文件 | 4 | 5 | 6"]


@pytest.mark.parametrize("label", ["1.本机关没有相关的信息", "本机关没有", "1.没有相关信息"])
def test_an_unknown_row_is_not_read_as_the_subtotal_of_its_group(label):
    line = f"\t（四）无法提供\t{label}\t2\t1\t3\t0\t0\t0\t6"
    report = requests_in_text(line)
    invented = {key for key, value in values(report).items() if key.startswith(ROW + "unable") and value is not None}
    assert invented <= named(report)
    assert invented or report.leftovers


def test_a_printed_subtotal_is_kept_as_one():
    assert row_of(requests([("（四）无法提供", 3), *"2000002"]), ROW + "unable") == [2, 0, 0, 0, 0, 0, 2]


def test_a_row_printed_twice_alike_is_one_row():
    report = report_of([RULES_2021, ["规章", "1", "2", "3"], ["规章", "1", "2", "3"]])
    assert values(report) == {RULES + "issued": 1, RULES + "repealed": 2, RULES + "in_force": 3}
    assert not named(report)


def test_a_row_printed_twice_with_other_figures_is_flagged_and_has_none():
    report = report_of([RULES_2021, ["规章", "1", "2", "3"]], [RULES_2021, ["规章", "1", "2", "4"]])
    assert values(report) == {RULES + "issued": 1, RULES + "repealed": 2, RULES + "in_force": None}
    assert named(report) == {RULES + "in_force"}


def test_a_second_copy_fills_what_the_first_leaves_blank():
    report = report_of([RULES_2021, ["规章", "1", "2", ""]], [RULES_2021, ["规章", "1", "2", "3"]])
    assert values(report)[RULES + "in_force"] == 3


def test_a_label_broken_over_lines_is_whole():
    assert row_of(requests([("(一)\n予以\n公开", 3), *"4000004"]), ROW + "granted")[0] == 4


# --- page breaks --------------------------------------------------------------------------------------------


def test_a_head_stays_in_force_over_the_end_of_its_table():
    first = [*HEADS, [(GRANTED, 3), *"4000004"]]
    second = [[("（二）部分公开", 3), *"1000001"]]
    assert row_of(report_of(FEES, first, second), ROW + "partial") == [1, 0, 0, 0, 0, 0, 1]


def test_the_rest_of_a_label_below_its_values_belongs_to_the_row_above():
    report = requests([("8.属于行政查询", 3), *"3000003"], *HEADS, [("事项", 3), *[""] * 7])
    assert row_of(report, ROW + "denied.special_inquiry") == [3, 0, 0, 0, 0, 0, 3]
    assert report.leftovers == ()


def test_a_row_cut_within_all_its_labels_is_whole():
    report = requests(
        ["三、本年度办", "（三）不予", "2.其他法", "1", "2", "3", "4", "5", "6", "21"],
        ["理结果", "公开", "律行政法规禁止公开", *[""] * 7],
    )
    assert row_of(report, f"{ROW}denied.law_prohibited") == [1, 2, 3, 4, 5, 6, 21]
    assert report.leftovers == ()


def test_a_blank_row_under_the_end_of_a_label_is_in_doubt():
    report = requests(
        ["三、本年度办", "公开不予", "某其他法", "1", "2", "3", "4", "5", "6", "21"],
        ["理结果", "（三）", "律行政法规禁止公开", *[""] * 7],
    )
    blank = {cell.id for cell in report.cells if cell.state == "blank"}
    assert blank <= named(report)


def test_a_label_cut_above_its_values_is_put_together():
    report = requests([("2.其他法律行政", 3), *[""] * 7], [("法规禁止公开", 3), *"3000003"])
    assert row_of(report, ROW + "denied.law_prohibited") == [3, 0, 0, 0, 0, 0, 3]


@pytest.mark.parametrize("end", [3, 5, 7])
def test_a_label_cut_anywhere_never_becomes_another_row(end):
    label = "2.其他法律行政法规禁止公开"
    report = requests([(label[:end], 3), *"3000003"], [(label[end:], 3), *[""] * 7])
    others = {key for key, value in values(report).items() if "law_prohibited" not in key and value == 3}
    assert others <= named(report)


# --- section four -------------------------------------------------------------------------------------------


def review(*row):
    report = report_of(FEES, [*REVIEW_HEADS, list(row)])
    found = values(report)
    routes = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    outcomes = ("upheld", "corrected", "other", "pending", "total")
    return report, [found.get(f"review.{route}.{outcome}", "nothing") for route in routes for outcome in outcomes]


def test_the_row_of_section_four_is_read_in_three_blocks_of_five():
    _, found = review(*map(str, range(1, 16)))
    assert found == list(range(1, 16))


def test_blank_outcomes_stay_blank():
    _, found = review(*["1", "", "", "", "1"], *[""] * 10)
    assert found == [1, None, None, None, 1, *[None] * 10]


def test_sixteen_equal_values_leave_no_doubt():
    report, found = review(*["0"] * 16)
    assert found == [0] * 15
    assert any(f.check == "B2" for f in report.findings)


def test_a_sixteenth_value_that_is_no_zero_is_not_dropped_silently():
    report, _ = review(*["0"] * 15, "5")
    told = [leftover.text for leftover in report.leftovers]
    assert "5" in " ".join(told) or any(f.check.startswith("B") for f in report.findings)


def test_a_surplus_value_in_front_moves_no_figure_silently():
    report, found = review("0", "0", "0", "0", "1", "1", *["0"] * 10)
    wanted = [0, 0, 0, 1, 1, *[0] * 10]
    ids = [cell.id for cell in report.cells if cell.id.startswith("review.")]
    assert all(f == w or i in named(report) for i, f, w in zip(ids, found, wanted, strict=True))


def test_sixteen_values_that_fit_in_two_ways_are_left_open():
    report = report_of_text(
        *("\t".join(row) for row in FEES),
        "",
        "行政复议\t\t\t\t\t行政诉讼",
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t\t\t\t\t复议后起诉",
        "\t\t\t\t\t" + "\t".join([*OUTCOMES, *OUTCOMES]),
        "\t".join([*"010001", *["0"] * 10]),  # upheld or corrected: both add up
    )
    told_apart = {"review.reconsideration.upheld", "review.reconsideration.corrected"}
    assert told_apart <= named(report)
    assert {cell.value for cell in report.cells if cell.id in told_apart} == {None}


def test_a_row_of_section_four_with_a_label_is_not_dropped():
    report, _ = review("件数", *["0"] * 15)
    assert report.leftovers or any(cell.id.startswith("review.") for cell in report.cells)


# --- text ---------------------------------------------------------------------------------------------------


def test_values_are_told_from_empty_cells_left_by_merged_labels():
    report = requests_in_text("一、本年新收政府信息公开申请数量\t\t\t7\t0\t0\t0\t0\t0\t7\t")
    assert row_of(report, "applications.new") == [7, 0, 0, 0, 0, 0, 7]


def test_a_text_row_with_too_few_values_is_left_open():
    report = requests_in_text(f"{GRANTED}\t4\t4", "（二）部分公开\t0\t0\t0\t0\t0\t0\t0")
    assert row_of(report, ROW + "granted") == [None] * 7
    assert f"{ROW}granted[natural_person]" in named(report)


def test_a_text_whose_repeated_lines_were_removed_has_no_zeros():
    lines = ["\t" + name for name in ("信息内容", *RULES_2021[1:])]
    report = report_of_text(*lines, "", "\t规章", "\t0", "", "\t行政规范性文件", "", "\t第二十条第（五）项")
    assert 0 not in [value for key, value in values(report).items() if key not in named(report)]
    assert 0 not in values(report).values()


def test_an_empty_cell_inside_a_text_row_is_no_value_when_there_are_too_many():
    report = report_of_text("信息内容\t上一年项目数量\t\t本年增/减\t处理决定数量", "行政许可\t8\t\t3\t")
    found = values(report)
    assert (found.get(LICENSING + "items_change"), found.get(LICENSING + "decisions")) == (3, None) or {
        LICENSING + "items_change",
        LICENSING + "decisions",
    } <= named(report)


def test_a_total_a_line_higher_is_still_the_last_column():
    heads = ["（勾稽关系）\t\t\t申请人情况\t\t\t\t\t\t总计", "\t\t\t自然人\t法人或其他组织", TEXT_HEADS[1]]
    report = report_of_text(*("\t".join(row) for row in FEES), "", *heads, f"{GRANTED}\t4\t1\t0\t0\t0\t0\t5")
    assert row_of(report, ROW + "granted") == [4, 1, 0, 0, 0, 0, 5]


def test_every_applicant_is_a_column_of_its_own():
    report = report_of(FEES, [["", *APPLICANTS], [GRANTED, *"1234560"]])
    assert row_of(report, ROW + "granted") == [1, 2, 3, 4, 5, 6, 0]


# --- other tables -------------------------------------------------------------------------------------------


def test_a_table_about_something_else_gives_no_cells():
    report = report_of([["平台", "条数"], ["网站", "381"], ["微信", "2443"]])
    assert report.cells == ()


def test_a_table_of_last_year_beside_this_years_is_not_taken_for_it():
    report = report_of([RULES_2021, ["规章", "1", "2", "3"]], [["规章", "9"], ["行政许可", "8"]])
    assert values(report)[RULES + "issued"] in {1, None}
    assert 9 not in values(report).values()


def test_rows_without_a_head_are_read_in_the_order_of_the_form_and_named():
    rows = [["一、本年新收政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "21"], ["（一）予以公开", *"1234500"]]
    report = report_of([["第二十条第（一）项"], RULES_2021, ["规章", "0", "0", "0"]], rows)
    assert [values(report)[f"applications.new[{column}]"] for column in COLUMNS] == [1, 2, 3, 4, 5, 6, 21]
    (told,) = [f for f in report.findings if f.check == "B1"]
    assert len(told.cells) == 14


def test_a_number_that_begins_with_a_zero_is_none():
    report = report_of([["第二十条第（一）项"], RULES_2021, ["规章", "012", "0", "3"]])
    assert states(report)["disclosure.rules.issued"] == "unreadable"


def test_no_finding_of_doubt_names_more_cells_than_one_can_look_at():
    """The head lacks a column: all rows are in doubt, and each of their cells is named where it can be seen."""
    heads = ["", *APPLICANTS[:3], *APPLICANTS[4:]]
    labels = (
        "（一）予以公开",
        "2.重复申请",
        "1.属于国家秘密",
        "4.保护第三方合法权益",
        "7.属于行政执法案卷",
        "（七）总计",
    )
    report = report_of([RULES_2021, ["规章", "1", "0", "1"]], [heads, *([label, *"111111"] for label in labels)])
    doubts = [found for found in report.findings if found.check == "B1"]
    assert {cell for found in doubts for cell in found.cells} >= {c.id for c in report.cells if "applications" in c.id}
    assert max(len(found.cells) for found in doubts) <= 30


# --- what cannot be read ------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", [UNTOLD, "1", "11/"])
def test_a_group_label_that_cannot_be_read_hides_no_rows(group):
    report = requests(
        [(group, 1, 2), ("（三）不予公开", 1, 2), "1.属于国家秘密", *"1234567"],
        ["2.其他法律行政法规禁止公开", *"7654321"],
    )
    assert row_of(report, ROW + "denied.state_secret") == [1, 2, 3, 4, 5, 6, 7]
    assert row_of(report, ROW + "denied.law_prohibited") == [7, 6, 5, 4, 3, 2, 1]


def test_a_figure_that_cannot_be_read_behind_its_label_stays_a_value():
    report = requests([(GRANTED, 3), UNTOLD, *"234567"])
    assert row_of(report, ROW + "granted")[1:] == [2, 3, 4, 5, 6, 7]
    assert states(report)[ROW + "granted[natural_person]"] == "unreadable"


def test_empty_cells_above_a_row_that_cannot_be_placed_may_be_its_figures():
    report = requests([("8.属于行政查询", 3), *[""] * 7], [(UNTOLD, 3), *"1234567"])
    names = {f"{ROW}denied.special_inquiry[{column}]" for column in COLUMNS}
    assert names <= named(report)


def test_a_value_of_section_four_that_cannot_be_read_leaves_the_others():
    report = report_of(FEES, [*REVIEW_HEADS, ["5", ")(全区)", *"0", "0", "5", *"1111400000"]])
    assert values(report)["review.reconsideration.upheld"] == 5
    assert states(report)["review.reconsideration.corrected"] == "text"
    assert "review.reconsideration.corrected" in named(report)


def test_what_cannot_be_read_between_two_labels_is_no_value():
    report = requests(
        [("三、本年度办理结果", 1, 2), UNTOLD, GRANTED, *"1234567"], [UNTOLD, "（二）部分公开", *"7654321"]
    )
    assert row_of(report, ROW + "granted") == [1, 2, 3, 4, 5, 6, 7]
    assert row_of(report, ROW + "partial") == [7, 6, 5, 4, 3, 2, 1]
