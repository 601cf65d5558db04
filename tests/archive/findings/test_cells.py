"""Cells have the names their forms print."""

import re

import pytest

from archive.findings.cells import chinese_name
from archive.template import STATISTICS, TEMPLATES, load


@pytest.mark.parametrize("form", [*TEMPLATES, STATISTICS])
def test_every_cell_of_a_form_has_a_chinese_name_of_its_own(form):
    names = {chinese_name(cell) for cell in load(form).cells}
    assert len(names) == len(load(form).cells)
    assert [name for name in names if re.search("[a-z_]", name)] == []


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("applications.new", "三、本年新收政府信息公开申请数量"),
        ("applications.results.other_handling.misc[other_org]", "三、其他处理：其他 · 其他"),
        ("review.litigation_after_reconsideration.pending", "四、行政诉讼（复议后起诉） · 尚未审结"),
        ("review.litigation.total", "四、行政诉讼 · 总计"),
        ("disclosure.procurement.amount", "二、政府集中采购 · 采购总金额"),
        ("disclosure.fees.amount", "二、行政事业性收费 · 本年收费金额"),
        ("stats.litigation.corrected", "行政诉讼数量：被依法纠错数"),
        ("stats.requests.received[q1]", "收到申请数 · 第一季度"),
        ("stats.local.主动公开行政执法信息[区级]", "主动公开行政执法信息 · 区级"),
        (
            "applications.results.other_handling.correction_overdue[nat",
            "三、其他处理：申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 · 自然人",
        ),
        ("2022:applications.carried_out[total]", "2022年度报告：三、结转下年度继续办理 · 总计"),
        ("last:applications.carried_out[total]", "上年度报告：三、结转下年度继续办理 · 总计"),
    ],
)
def test_names_say_section_row_and_column(cell, name):
    assert chinese_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "form", "name"),
    [
        ("disclosure.normative_documents.repealed", "t2021", "二、行政规范性文件 · 本年废止件数"),
        ("disclosure.normative_documents.made_new", "t2019", "二、规范性文件 · 本年新制作数量"),
        ("disclosure.licensing.decisions", "t2019", "二、行政许可 · 处理决定数量"),
        ("disclosure.licensing.decisions", "t2021", "二、行政许可 · 本年处理决定数量"),
        ("disclosure.fees.amount", "t2021", "二、行政事业性收费 · 本年收费金额（单位：万元）"),
        ("disclosure.procurement.amount", "t2021", "二、政府集中采购 · 采购总金额"),
        ("2020:disclosure.licensing.decisions", "t2021", "2020年度报告：二、行政许可 · 处理决定数量"),
        ("2022:disclosure.licensing.decisions", "t2021", "2022年度报告：二、行政许可 · 本年处理决定数量"),
        ("disclosure.licensing.decisions", "t2099", "二、行政许可 · 处理决定数量"),
    ],
)
def test_names_are_those_the_form_prints(cell, form, name):
    assert chinese_name(cell, form) == name


@pytest.mark.parametrize(
    "text", ["", "表一 | 3", "applications.nothing[total]", "applications.new[total] '7'", "2022:x", "stats"]
)
def test_what_is_no_cell_stays_as_it_is(text):
    assert chinese_name(text) == text
