"""Labels of rows with a word, a remark or a place that makes the figure another one."""

import pytest

from tests.archive.binding.test_binder import FEES, requests, row_of
from tests.archive.judging import named
from tests.archive.small import APPLICANTS, COLUMNS, report_of, values

ROW = "applications.results."
RECEIVED = "stats.requests.received"
NEW = "一、本年新收政府信息公开申请数量"
FIGURES = ["5", "0", "0", "0", "0", "0", "5"]
OTHERS = ["2", "0", "0", "0", "0", "0", "2"]


def indicators(label):
    """The report of a list of indicators with a row of this label."""
    rows = [["统计指标", "单位", "统计数"], ["主动公开政府信息数", "条", "90"], ["网络申请数", "件", "4"]]
    return report_of([*rows, [label, "件", "6"], ["申请答复数", "件", "5"]])


@pytest.mark.parametrize("label", ["其中：本年新收网络申请", "本年新收政府信息公开申请数量（上年同期）"])
def test_a_row_that_only_sounds_like_another_does_not_spoil_it(label):
    report = requests([(NEW, 3), *FIGURES], [(label, 3), *OTHERS])
    assert row_of(report, "applications.new") == [5, 0, 0, 0, 0, 0, 5]
    assert label in report.leftovers[-1].text
    assert not any(finding.check == "B3" for finding in report.findings)


@pytest.mark.parametrize(("year", "doubted"), [("2022", True), ("2023", False)])
def test_a_row_whose_label_is_of_another_year_is_in_doubt(year, doubted):
    report = requests([(f"{NEW}（{year}年）", 3), *FIGURES])
    assert row_of(report, "applications.new") == [5, 0, 0, 0, 0, 0, 5]
    assert ({f"applications.new[{column}]" for column in COLUMNS} <= named(report)) == doubted


@pytest.mark.parametrize("remark", ["（上年）", "（累计）", "（含上年）"])
def test_an_indicator_of_another_time_keeps_its_printed_name(remark):
    found = values(indicators(f"（一）收到申请数{remark}"))
    assert RECEIVED not in found
    assert found[f"stats.local.收到申请数{remark}"] == 6


@pytest.mark.parametrize("remark", ["（本年累计）", "（件）", "（不同渠道的相同申请计1件）"])
def test_an_indicator_with_another_remark_is_the_indicator(remark):
    report = indicators(f"（一）收到申请数{remark}")
    assert values(report)[RECEIVED] == 6
    assert RECEIVED not in named(report)


def test_an_indicator_of_another_year_is_in_doubt():
    assert RECEIVED in named(indicators("收到申请数（2015年）"))


@pytest.mark.parametrize("label", ["9.其他", "合计", "小计"])
def test_what_may_stand_in_every_group_is_not_taken_for_the_row_of_another(label):
    report = requests(
        [("三、本年度办理结果", 1, 4), ("（三）不予公开", 1, 2), "1.属于国家秘密", *OTHERS],
        [label, *FIGURES],
        [("（六）其他处理", 1, 1), "3.其他", *FIGURES],
        [("（七）总计", 2), *OTHERS],
    )
    assert row_of(report, f"{ROW}other_handling.misc") == [5, 0, 0, 0, 0, 0, 5]
    assert row_of(report, f"{ROW}total") == [2, 0, 0, 0, 0, 0, 2]
    assert any(label in leftover.text for leftover in report.leftovers)
    assert not any(finding.check == "B3" for finding in report.findings)


@pytest.mark.parametrize("corner", ["信息内容", "执法类别"])
def test_a_small_table_behind_another_section_fills_no_row_of_the_form_without_a_doubt(corner):
    decisions = [["信息内容", "本年处理决定数量"], ["行政许可", "4"], ["行政处罚", "3"]]
    asked = [["", *APPLICANTS], [NEW, *FIGURES]]
    report = report_of(decisions, asked, [[corner, "本年处理决定数量"], ["行政强制", "55"]])
    assert "disclosure.compulsion.decisions" in named(report)
    assert not any(
        cell in named(report) for cell in ("disclosure.licensing.decisions", "disclosure.penalties.decisions")
    )


def test_a_form_printed_twice_leaves_no_doubt():
    decisions = [["信息内容", "本年处理决定数量"], ["行政许可", "4"], ["行政处罚", "3"]]
    asked = [["", *APPLICANTS], [NEW, *FIGURES]]
    report = report_of(decisions, asked, decisions, asked)
    assert not any(finding.check == "B1" for finding in report.findings)


@pytest.mark.parametrize("first", [True, False])
def test_an_unnumbered_total_of_another_table_does_not_take_the_figures_of_the_form(first):
    other = [["", *APPLICANTS], ["网络", *FIGURES], ["总计", *FIGURES]]
    form = [["", *APPLICANTS], [NEW, *OTHERS], ["（七）总计", *OTHERS]]
    report = report_of(FEES, *((other, form) if first else (form, other)))
    assert row_of(report, f"{ROW}total") == [2, 0, 0, 0, 0, 0, 2]
    assert f"{ROW}total[total]" in named(report)
    assert not any(finding.check == "B3" for finding in report.findings)
