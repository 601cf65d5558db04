import pytest

from archive.models import Document, Hints, Paragraph
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents.html import fragment
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.documents.word import docx
from crawler.replicas.figures import real
from tests.archive.judging import named, wrong_or_missing
from tests.archive.layouts import form_tables, html_page, html_table, one_a_line, text_page
from tests.archive.small import RULES_2021, page_of, values

REPORT = real()["富阳区卫生健康局", 2021]
EMPTY = dict.fromkeys(REPORT.printed, "")


def page(title, *parts):
    return f"<html><body><h1>{title}</h1><div>{''.join(parts)}</div></body></html>".encode()


def tables_of(printed):
    return "".join(html_table(rows) for rows in form_tables("t2021", printed))


def with_attachment(*attachments, body="<p>报告全文见附件。</p>"):
    return parse([read(page(REPORT.title, body)), *(read(a) for a in attachments)], digest="d")


# --- what is a report -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
        "关于做好2021年政府信息公开工作年度报告编制发布工作的通知",
    ],
)
def test_a_notice_with_the_empty_form_is_no_report(title):
    report = parse([read(page(title, tables_of(EMPTY)))])
    assert (report.template, report.cells, report.leftovers) == (None, (), ())
    assert [f.check for f in report.findings] == ["T0"]


def test_an_empty_form_under_the_title_of_a_report_is_told():
    report = parse([read(page(REPORT.title, tables_of(EMPTY)))])
    assert report.template == "t2021"
    assert {cell.value for cell in report.cells} == {None}
    assert "T1" in {f.check for f in report.findings}


def test_a_report_without_tables_is_told_and_keeps_its_narrative():
    report = parse([read(page(REPORT.title, "<p>一、总体情况</p><p>公布信息三十条。</p>"))])
    assert (report.template, report.year) == (None, 2021)
    assert [f.check for f in report.findings] == ["T2"]
    assert ("overview", "公布信息三十条。") in [(s.key, s.text) for s in report.sections]


def test_any_other_page_is_no_report():
    report = parse([read(page("甲局召开会议", "<table><tr><td>网站<td>381</table>"))])
    assert (report.template, report.cells, report.sections) == (None, (), ())
    assert [f.check for f in report.findings] == ["T0"]


def test_no_document_at_all_is_no_report():
    report = parse([])
    assert (report.template, report.title, report.media_type) == (None, None, "")


@pytest.mark.parametrize(
    ("template", "figures"), [("t2019", real()["番禺区卫生健康局", 2020]), ("t2021", REPORT)], ids=["t2019", "t2021"]
)
def test_the_form_is_told_without_section_two(template, figures):
    _, applications, review = form_tables(template, figures.printed)
    assert parse([read(html_page(template, [[], [applications], [review]]))]).template == template


def test_the_form_is_told_by_its_heads_and_not_by_year_or_decree():
    note = "<p>根据国办公开办函〔2019〕60号编制2019年度报告。</p>"
    report = parse([read(page("甲局2019年政府信息公开工作年度报告", note, tables_of(REPORT.printed)))])
    assert (report.year, report.template) == (2019, "t2021")


# --- several documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [docx, xlsx])
def test_the_tables_of_an_attachment_belong_to_the_report_of_its_page(make):
    report = with_attachment(make(REPORT))
    assert (report.title, report.agency, report.year) == (REPORT.title, REPORT.agency, REPORT.year)
    assert wrong_or_missing(report, REPORT.printed) == []
    assert {cell.place["document"] for cell in report.cells} == {2}


def test_a_page_and_an_attachment_that_agree_are_one_report():
    report = with_attachment(docx(REPORT), body=fragment(REPORT))
    assert wrong_or_missing(report, REPORT.printed) == []
    assert not named(report)


def test_a_page_and_an_attachment_that_differ_are_told():
    other = type(REPORT)(REPORT.agency, REPORT.year, REPORT.template, REPORT.printed | {"disclosure.fees.amount": "23"})
    report = with_attachment(docx(other), body=fragment(REPORT))
    assert named(report) == {"disclosure.fees.amount"}


@pytest.mark.parametrize("first", [1, 2], ids=["section two | the rest", "sections two and three | the rest"])
def test_one_report_over_two_attachments_and_its_narrative_on_the_page(first):
    tables = form_tables("t2021", REPORT.printed)
    attached = [page("附件", *map(html_table, part)) for part in (tables[:first], tables[first:])]
    narrative = "<p>一、总体情况</p><p>公布信息三十条。</p><p>五、存在的主要问题及改进情况</p><p>无。</p>"
    report = with_attachment(*attached, body=narrative)
    assert (report.agency, report.year, report.template) == (REPORT.agency, REPORT.year, "t2021")
    assert wrong_or_missing(report, REPORT.printed) == []
    assert {cell.place["document"] for cell in report.cells} == {2, 3}
    assert ("overview", "公布信息三十条。") in [(s.key, s.text) for s in report.sections]


def test_the_head_of_one_document_is_not_in_force_in_the_next():
    first = read(page_of([RULES_2021, ["规章", "1", "2", "3"]]))
    second = read(page_of([["行政规范性文件", "7", "8", "9"]]))
    assert 7 not in values(parse([first, second])).values()


def test_a_single_document_has_no_number():
    report = parse([read(page_of([RULES_2021, ["规章", "1", "2", "3"]]))])
    assert all("document" not in cell.place for cell in report.cells)


# --- notes and hints --------------------------------------------------------------------------------------


def test_what_a_reader_could_not_read_is_a_finding():
    document = Document("application/pdf", (Paragraph(REPORT.title, {}),), notes=("page 3 was not read",))
    assert ("X1", "page 3 was not read") in [(f.check, f.message) for f in parse([document]).findings]


def test_hints_and_digest_are_kept():
    report = parse([read(page("政府信息公开工作年度报告"))], Hints(agency="甲局", year=2022), digest="abc")
    assert (report.agency, report.year, report.digest) == ("甲局", 2022, "abc")


def test_a_contradiction_between_title_and_period_is_a_finding():
    period = "<p>统计期限自2021年1月1日起至2021年12月31日止。</p>"
    report = parse([read(page("甲镇2020年政府信息公开工作年度报告", period))])
    assert ("N28", "fail") in [(f.check, f.status) for f in report.findings]


def test_every_printed_cell_is_listed_and_rows_that_are_not_printed_are_left_out():
    disclosure, applications, review = form_tables("t2021", REPORT.printed)
    left = [row for row in applications if not any("重复申请" in item.text for item in row)]
    rows = text_page("t2021", [one_a_line(disclosure), one_a_line(left), one_a_line(review)])
    cells = {cell.id for cell in parse([read(rows)]).cells}
    assert cells == {key for key in REPORT.printed if ".repeated[" not in key}


def test_a_report_of_narrative_alone_has_its_sections_and_says_that_it_has_no_tables():
    lines = [
        "甲县乙局二○一二年政府信息公开工作年度报告",
        "一、概述",
        "公布信息二十八条。",
        "二、主动公开情况",
        "按目录公布。",
    ]
    lines += ["三、收费及减免情况", "没有收费。", "四、行政复议、诉讼情况", "没有发生。", "二○一三年三月二十五日"]
    report = parse([read("\n".join(lines).encode())])
    assert [s.key for s in report.sections] == ["preface", "overview", "disclosure", "fees", "review"]
    assert (report.year, report.published, report.template) == (2012, "2013-03-25", None)
    assert [f.check for f in report.findings] == ["T2"]
