"""A line right above a table that speaks of another year or body leaves no figure of the table without doubt."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from archive.parser import parse
from archive.readers.registry import read
from tests.archive.judging import named
from tests.archive.layouts import html_table
from tests.archive.small import RULES_2021, TITLE, item, report_of, values

RULES = ["规章", "5", "1", "12"]
ROWS = html_table([[item(cell) for cell in row] for row in (RULES_2021, RULES)])
LICENSING = [["信息内容", ("本年处理决定数量", 3)], ["行政许可", ("7", 3)]]
FIGURES = {f"disclosure.rules.{column}" for column in ("issued", "repealed", "in_force")}


def under(*lines, table=ROWS, below=""):
    above = "".join(f"<p>{line}</p>" for line in ("二、主动公开政府信息情况", *lines))
    page = f"<h1>{TITLE}</h1>{above}{table}<p>{below}</p><p>六、其他需要报告的事项</p>"
    return parse([read(page.encode())])


def table(*rows):
    return html_table([[item(cell) for cell in row] for row in rows])


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


@pytest.mark.parametrize("between", ["单位：件", "（单位：件）", "表1", "说明：以下为清理后的数量。"])
def test_a_caption_stands_above_the_remarks_between_it_and_its_table(between):
    assert named(under("2022年主动公开政府信息情况", between)) >= FIGURES
    assert not named(under("2022年的申请已全部办结。", between)) & FIGURES


def test_the_report_s_own_year_between_ends_the_search():
    assert not named(under("2022年平台建设情况", "2023年主动公开政府信息情况")) & FIGURES


def test_a_sentence_that_announces_the_table_is_its_caption():
    assert named(under("制度和人员均已到位。2022年主动公开情况如下表所示。")) >= FIGURES


@pytest.mark.parametrize("below", ["注：以上为2022年数据。", "备注：上年数据"])
def test_a_note_below_a_table_speaks_of_it(below):
    assert named(under(table=ROWS, below=below)) >= FIGURES
    assert not named(under(table=ROWS, below="注：以上为2023年数据。")) & FIGURES


@pytest.mark.parametrize("line", ["2022年主动公开情况", "2022年", "上年度情况", "甲市丙局", "填报单位：甲市丙局"])
def test_a_caption_within_the_table_counts(line):
    assert named(under(table=table([(line, 4)], RULES_2021, RULES))) >= FIGURES
    assert named(under(table=table(RULES_2021, [(line, 4)], RULES))) >= FIGURES


def test_a_caption_within_a_table_reaches_to_the_next_of_the_report_s_own_year():
    report = under(table=table([("2022年", 4)], RULES_2021, RULES, [("2023年", 4)], *LICENSING))
    assert named(report) & {*FIGURES, "disclosure.licensing.decisions"} == FIGURES


def test_the_caption_element_of_a_page_is_a_caption():
    assert named(under(table=ROWS.replace(">", "><caption>2022年情况</caption>", 1))) >= FIGURES


def applications(head="申请人情况", results="三、本年度办理结果"):
    kinds = [("商业企业", 1), "科研机构", "社会公益组织", "法律服务机构", "其他"]
    figures = ["1", "0", "0", "0", "0", "0", "1"]
    return table(
        [("", 3, 3), (head, 7)],
        [("自然人", 1, 2), ("法人或其他组织", 5), ("总计", 1, 2)],
        kinds,
        [("一、本年新收政府信息公开申请数量", 3), *figures],
        [(results, 1, 2), ("（一）予以公开", 2), *figures],
        [("（七）总计", 2), *figures],
    )


def test_a_head_or_label_of_another_year_leaves_its_figures_in_doubt():
    new, granted = "applications.new[total]", "applications.results.granted[total]"
    assert not named(under(table=applications())) & {new, granted}
    assert named(under(table=applications(head="2022年申请人情况"))) >= {new, granted}
    assert named(under(table=applications(head="上年申请人情况"))) >= {new, granted}
    assert named(under(table=applications(results="三、2022年度办理结果"))) & {new, granted} == {granted}


def test_both_parts_of_a_table_cut_by_a_page_break_are_in_doubt():
    cut = table(RULES_2021, RULES) + table(["规范性文件", "3", "0", "9"])
    assert named(under("2022年情况", table=cut)) >= {*FIGURES, "disclosure.normative_documents.issued"}
    parted = table(RULES_2021, RULES) + "<p>2023年情况</p>" + table(RULES_2021, ["规范性文件", "3", "0", "9"])
    assert "disclosure.normative_documents.issued" not in named(under("2022年情况", table=parted))


@pytest.mark.parametrize(
    "title", ["甲市乙局2022年政府信息公开工作年度报告", "甲市丙局</p><p>2023年政府信息公开年度报告"]
)
def test_figures_below_the_title_of_another_report_are_in_doubt(title):
    second = f"<p>{title}</p><p>一、总体情况</p>{table(*LICENSING)}"
    doubted = named(under(table=ROWS + second))
    assert "disclosure.licensing.decisions" in doubted
    assert not doubted & FIGURES
    again = f"<p>{TITLE}</p><p>一、总体情况</p>{table(*LICENSING)}"
    assert "disclosure.licensing.decisions" not in named(under(table=ROWS + second.partition("<p>一")[0] + again))


@pytest.mark.parametrize(
    ("name", "doubted"), [("2022", True), ("甲市丙局", True), ("2023年", False), ("Sheet1", False)]
)
def test_the_name_of_a_sheet_is_a_caption(name, doubted):
    book = Workbook()
    book.active.append([TITLE])
    sheet = book.create_sheet(name)
    for row in (RULES_2021, RULES):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    found = named(parse([read(file.getvalue())]))
    assert found & FIGURES == (FIGURES if doubted else set())


@pytest.mark.parametrize(("name", "doubted"), [("附件1.2022年情况表.html", True), ("2024/附件1.html", False)])
def test_the_name_of_a_file_in_an_archive_is_a_caption(name, doubted):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.html", f"<h1>{TITLE}</h1><p>一、总体情况</p>{table(*LICENSING)}")
        archive.writestr(name, f"<p>主动公开情况</p>{ROWS}")
    found = named(parse([read(file.getvalue())]))
    assert found & FIGURES == (FIGURES if doubted else set())


def test_rows_that_stand_as_paragraphs_have_captions_too():
    rows = "".join(f"<p>{line}</p>" for line in ("信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 5 1 12"))
    assert named(under("2022年情况", "单位：件", table=rows)) >= FIGURES
    assert not named(under("2023年情况", "单位：件", table=rows)) & FIGURES
