"""Heads of the statistics form that say more, or something else, than which column it is."""

import pytest

from archive.binding.statistics_heads import is_statistics
from archive.grid import Span, expand
from archive.parser import parse
from archive.readers.registry import read
from tests.archive.indicators import FORM, TITLE, listed
from tests.archive.judging import named
from tests.archive.layouts import Item, html_table, tabbed

ROWS = [f"stats.{key}" for *_, key in FORM if key]


def report(heads, *, unit=True, title=TITLE):
    """The form with a figure a cell under `heads`; all sums hold."""
    columns = [f"stats.{{}}[{n}]" for n in range(len(heads))]
    rows = listed({column.format(key): "0" for *_, key in FORM for column in columns}, heads, columns, unit=unit)
    return parse([read(f"<html><body><h1>{title}</h1><p>一、概述</p>{html_table(rows)}</body></html>".encode())])


def year_doubted(found):
    """Of the figures of the reporting year, how many are read and how many of these a finding names."""
    read_as_year = [cell.id for cell in found.cells if cell.id in ROWS]
    return len(read_as_year), len(named(found) & set(read_as_year))


@pytest.mark.parametrize(
    "heads",
    [
        ["统计数（累计）"],
        ["统计数（历年累计）"],
        ["数量（截至2014年底）"],
        ["数量(含下属单位)"],
        ["统计数（2015年）"],
        ["2015年"],
        ["2015年度"],
        ["2016年", "2017年"],
        ["总数", "新增数"],
        ["新增数", "总数"],
        ["2015年", "2016年", "合计"],
        ["上年", "总计"],
        ["总数", "累计"],
        ["2015年", "统计数"],
        ["统计数", "同比增减"],
    ],
    ids="|".join,
)
def test_a_head_that_may_mean_another_figure_leaves_no_figure_without_doubt(heads):
    for unit in (True, False):
        read_cells, doubted = year_doubted(report(heads, unit=unit))
        assert doubted == read_cells


@pytest.mark.parametrize(
    "heads",
    [
        ["统计数"],
        ["数量"],
        ["本年度"],
        ["总数"],
        ["合计"],
        ["数量（件）"],
        ["统计数（单位：件、条）"],
        ["统计数（1）"],
        ["统计数（2016年）"],
        ["统计数（本年度）"],
        ["2016年"],
        ["2015年", "2016年"],
        ["2016年度", "历年累计"],
        ["上年数", "统计数"],
        ["统计数", "累计"],
        ["统计数", "备注"],
        ["区政府", "区直单位", "乡镇街道", "合计"],
    ],
    ids="|".join,
)
def test_plain_heads_are_read_without_doubt(heads):
    found = report(heads)
    assert year_doubted(found) == (len(ROWS), 0)
    assert [f.message for f in found.findings if f.check.startswith("B")] == []


def test_a_single_year_beside_the_report_of_another_is_told_with_both():
    found = report(["2013年"], title="甲市乙局2014年政府信息公开工作年度报告")
    told = [f for f in found.findings if f.check == "B1"]
    assert all("2013" in f.message and "2014" in f.message for f in told)
    assert [cell for f in told for cell in f.cells] == ROWS


def test_the_year_of_a_head_above_the_columns_counts_too():
    printed = dict.fromkeys(ROWS, "0")
    rows = listed(printed, ["统计数"])
    above = [Item(text, tag="head") for text in ("", "", "2013年")]
    body = f"<h1>{TITLE}</h1><p>一、概述</p>{html_table([above, *rows])}"
    found = parse([read(f"<html><body>{body}</body></html>".encode())])
    read_cells, doubted = year_doubted(found)
    assert doubted == read_cells


@pytest.mark.parametrize(("year", "doubted"), [(2015, len(ROWS)), (2016, 0)])
def test_the_caption_inside_a_table_may_tell_of_another_year(year, doubted):
    caption = [Item(f"甲市{year}年度政府信息公开情况统计表（{year}年12月31日止）", 3, tag="head")]
    for heads in (["统计数"], ["2016年"][: year == 2016] or ["本年度"]):
        rows = [caption, *listed(dict.fromkeys(ROWS, "0"), heads)]
        body = f"<html><body><h1>{TITLE}</h1><p>一、概述</p>{html_table(rows)}</body></html>"
        assert year_doubted(parse([read(body.encode())])) == (len(ROWS), doubted)


def test_an_unknown_head_over_the_only_column_is_doubted():
    printed = dict.fromkeys(ROWS, "0")
    rows = listed(printed, ["截至2015年底累计"], unit=False)
    body = f"<html><body><h1>{TITLE}</h1><p>一、概述</p>{html_table(rows)}</body></html>"
    read_cells, doubted = year_doubted(parse([read(body.encode())]))
    assert doubted == read_cells


def test_texts_are_judged_as_tables_are():
    printed = dict.fromkeys(ROWS, "0")
    body = "\n\n".join((TITLE, "一、概述", tabbed(listed(printed, ["统计数（累计）"]))))
    assert year_doubted(parse([read(body.encode())])) == (len(ROWS), len(ROWS))


def test_the_headings_of_the_other_forms_on_one_sheet_make_no_list():
    headings = ["二、主动公开政府信息情况", "四、政府信息公开行政复议、行政诉讼情况", "行政复议", "行政诉讼"]
    table = expand([[Span(text, 4)] for text in headings], {"table": 1})
    assert not is_statistics(table, goes_on=False)
