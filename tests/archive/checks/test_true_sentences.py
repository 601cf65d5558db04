"""What an agency may well write of other years, bodies and models: none of it is a failure."""

import pytest

from archive.checks import check
from archive.checks.members import sums_up
from archive.dates import written_for
from archive.models import Report, Section

TRUE = {
    "overview": [
        "2022年出台的《办法》继续执行。2022年建立的专栏运行正常。",
        "2021年建立的公开专区，本年度接待群众20人次。2021年配备的查询机运行良好。",
        "现将白鹭区教育局2023年政府信息公开工作年度报告中的经验做法总结推广。",
        "学习借鉴：由白鹭县教育局编制的公开指南结构清晰。",
        "联合印发的实施方案由白鹭县教育局编制。",
        "如对教育收费信息有疑问，请与白鹭区教育局联系（地址：文华路1号）。",
        "按照《20XX年度报告》模板编写，共20**年份资料。",
        "按照“20××年度”格式命名文件。",
    ],
    "problems": [
        "2022年计划整改的3项问题已全部整改到位。",
        "2022年，我局计划推进的专栏建设已完成。",
        "2022年准备建设的公开专区尚未投入使用。",
    ],
    "other_matters": [
        "2022年未收取信息处理费，本年度收取信息处理费60元。",
        "2022年发出的收费通知1件，逾期未缴费，视为放弃申请。",
    ],
}


def failing(key, text):
    section = Section(key, None, text, ({"paragraph": 1},))
    report = Report(None, "青屏县教育局", 2023, "t2021", None, None, "", "", sections=(section,))
    return [(f.check, f.message) for f in check(report, is_report=True) if f.status == "fail"]


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in TRUE.items() for text in texts])
def test_a_true_sentence_does_not_fail(key, text):
    assert failing(key, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2022年以来，我局认真贯彻条例，按要求编制2023年度报告。",
        "2022年度报告发布后，我局根据反馈意见改进，编制2023年度报告。",
        "2024年，根据《条例》第五十条规定，我局编制了2023年度政府信息公开工作年度报告。",
    ],
)
def test_a_year_that_is_told_apart_is_not_taken_for_that_of_the_report(text):
    assert written_for(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("组织全县各级行政机关干部培训2次。", False),
        ("指导所属部门完善目录。", False),
        ("本报告由县政府办公室汇总各部门数据编制。", True),
        ("全县各级行政机关共收到政府信息公开申请208件。", True),
    ],
)
def test_a_government_sums_up_only_where_figures_are_said_to_be_of_all(text, expected):
    report = Report(
        None, "青屏县人民政府", 2023, "t2021", None, None, "", "", sections=(Section("overview", None, text),)
    )
    assert sums_up(report) is expected
