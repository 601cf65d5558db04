"""What a line says of its table is told by what the line is about, not by every year or body that it mentions."""

import pytest

from archive.about import speaks_of

BODY, YEAR = "甲县财政局", 2023


@pytest.mark.parametrize(
    "line",
    [
        "2022年度",
        "2022",
        "22年度申请情况",
        "二〇二二年度申请情况",
        "2022政府信息公开情况",
        "2022年12月",
        "截至2022年12月31日",
        "（统计期限：2022年1月1日至2022年12月31日）",
        "2022年与2021年对比",
        "上年申请办理情况",
        "上一年度对比表",
        "三、上年度办理结果",
    ],
)
def test_another_year(line):
    assert "speaks of" in speaks_of(line, BODY, YEAR)


@pytest.mark.parametrize(
    "line",
    [
        "2023年上半年",
        "2023年第一季度",
        "2023年1-6月",
        "2023年1月1日至6月30日",
        "2021-2023年累计",
        "2020年至2023年",
        "近三年合计",
        "历年累计",
    ],
)
def test_another_span(line):
    assert "another span" in speaks_of(line, BODY, YEAR)


@pytest.mark.parametrize(
    "line",
    [
        "甲县教育局",
        "（二）甲县教育局",
        "甲县教育局收到和处理政府信息公开申请情况",
        "填报单位（盖章）：甲县教育局",
        "下属单位情况",
        "局属事业单位",
        "全县汇总",
        "各乡镇合计",
        "丙湖镇",
    ],
)
def test_another_body(line):
    assert speaks_of(line, BODY, YEAR)


@pytest.mark.parametrize(
    "line",
    [
        "（较2022年增长3%）",
        "与2022年相比增加3件",
        "同比增长12.5%",
        "（2019年修订）",
        "国务院令第711号（2019年4月3日修订）",
        "依据国办公开办函〔2021〕30号 2021年修订",
        "2021年版",
        "（含上年结转）",
        "注：2022年结转2件",
        "上一年度项目数量",
        "2023年1月至12月",
        "（2023年1月1日—2023年12月31日）",
        "2024年1月15日",
        "制表日期：2024-01-15",
        "填报单位：甲县财政局 2024年1月15日",
        "（一）甲县财政局本级",
        "财政局",
        "本局及下属单位",
        "主动公开政府信息情况",
        "（一）政府信息公开申请办理情况",
        "单位：件",
        "12",
        "编码：000014349/2022-00123",
    ],
)
def test_what_fits_the_report_says_nothing(line):
    assert not speaks_of(line, BODY, YEAR)


def test_a_government_reports_for_its_whole_area():
    assert not speaks_of("2023年全县收到申请情况", "甲县人民政府办公室", YEAR)
