"""A line right above a table that speaks of another year or body leaves no figure of the table without doubt."""

import pytest

from archive.parser import parse
from archive.readers.registry import read
from tests.archive.judging import named
from tests.archive.layouts import html_table
from tests.archive.small import RULES_2021, TITLE, item, report_of, values

ROWS = html_table([[item(cell) for cell in row] for row in (RULES_2021, ["规章", "5", "1", "12"])])
FIGURES = {f"disclosure.rules.{column}" for column in ("issued", "repealed", "in_force")}


def under(line):
    page = f"<h1>{TITLE}</h1><p>二、主动公开政府信息情况</p><p>{line}</p>{ROWS}<p>六、其他需要报告的事项</p>"
    return parse([read(page.encode())])


@pytest.mark.parametrize(
    "line",
    [
        "2022年主动公开政府信息情况",
        "（统计年度：2022 年）",
        "上年数据",
        "附：甲市丙局主动公开情况",
        "填报单位：甲市丙局",
    ],
)
def test_a_table_of_another_year_or_body_is_in_doubt(line):
    report = under(line)
    assert values(report)["disclosure.rules.issued"] == 5
    assert named(report) >= FIGURES


@pytest.mark.parametrize(
    "line",
    [
        "2023年主动公开政府信息情况",
        "发布日期：2024年1月20日",
        "附件：2023年政府信息公开情况统计表",
        "填报单位：甲市乙局",
        "单位：件",
        "2022年以来，本机关公开信息若干。",
        "第二十条第（一）项",
    ],
)
def test_a_line_of_the_report_s_own_year_and_body_leaves_no_doubt(line):
    assert not named(under(line)) & FIGURES


@pytest.mark.parametrize("first", ["5", ""])
def test_a_figure_printed_twice_and_once_blank_is_in_doubt(first):
    second = "" if first else "5"
    report = report_of([RULES_2021, ["规章", first, "1", "12"]], [RULES_2021, ["规章", second, "1", "12"]])
    assert values(report)["disclosure.rules.issued"] == 5
    assert "disclosure.rules.issued" in named(report)
    assert "disclosure.rules.repealed" not in named(report)
