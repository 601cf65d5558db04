"""The page of findings: complete in itself, safe whatever a document says, and linked both ways."""

import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.findings.html import page
from archive.findings.words import Words
from tests.archive.findings.made import NEW, SAYS, TOTAL, cell, checked, finding, section

CELLS = (
    cell(NEW, "9", {"table": 2, "row": 4, "column": 9}, 9),
    cell(TOTAL, "8", {"table": 2, "row": 27, "column": 9}, 8),
)
NAMES = (NEW, TOTAL, "applications.carried_in[total]")


def shown(*reports, complaints=(), lang="en"):
    return LexborHTMLParser(page(reports, complaints, Words(lang)))


def test_failures_doubts_and_folded_passes_stand_below_the_outcome():
    report = checked(finding("A3", "pass"), finding("C3", "unknown"), finding("A1"), cells=CELLS)
    tree = shown(report)
    text = tree.body.text()
    assert text.index("not ready: 1 check fails") < text.index("Failures (1)") < text.index("Doubts (1)")
    assert "A3" in tree.css_first("details").text()
    assert tree.css_first("details").attributes.get("open", "no") == "no"


@pytest.mark.parametrize(("lang", "named"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_says_which_language_it_is_in(lang, named):
    assert shown(checked(finding()), lang=lang).css_first("html").attributes["lang"] == named


@pytest.mark.parametrize(("lang", "named"), [("en", "t2021"), ("zh", "2021 年格式")])
def test_the_form_is_called_as_the_findings_call_it(lang, named):
    facts = shown(checked(finding(), template="t2021"), lang=lang).css("dd")
    assert named in [fact.text().strip() for fact in facts]


def test_findings_lead_to_their_cells_and_cells_to_their_findings():
    tree = shown(checked(finding(cells=NAMES, suspects=(NEW,)), cells=CELLS), checked(finding(), cells=CELLS))
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    assert len(ids) == len(tree.css("[id]"))
    links = [node.attributes["href"] for node in tree.css("a[href]")]
    assert links
    assert {link.removeprefix("#") for link in links} <= ids
    marked = tree.css_first(f'td[title="{NEW}"]')
    assert set(marked.attributes["class"].split()) == {"fail", "suspect"}
    assert marked.css_first("a").text() == "A1"
    assert "not printed" in tree.css_first('td[title="applications.carried_in[total]"]').text()


@pytest.mark.parametrize(
    ("form", "cells", "heads", "labels"),
    [
        ("t2021", ["fees.amount"], ["本年收费金额（单位：万元）"], ["行政事业性收费"]),
        ("t2021", ["normative_documents.issued"], ["本年制发件数"], ["行政规范性文件"]),
        ("t2021", ["penalties.decisions"], ["本年处理决定数量"], ["行政处罚"]),
        ("t2019", ["normative_documents.made_new"], ["本年新制作数量"], ["规范性文件"]),
        ("t2019", ["penalties.decisions"], ["处理决定数量"], ["行政处罚"]),
        ("t2019", ["procurement.amount"], ["采购总金额"], ["政府集中采购"]),
    ],
)
def test_heads_and_labels_are_those_the_form_prints(form, cells, heads, labels):
    made = [cell(f"disclosure.{name}", "1", {"line": 1}, 1) for name in cells]
    tree = shown(checked(finding("A3", "pass", cells=()), cells=made, template=form))
    assert set(heads) <= {head.text() for head in tree.css("thead th")}
    assert labels == [label.text() for label in tree.css("tbody th")]


def test_a_finding_on_the_text_has_the_place_of_its_sentence():
    report = checked(finding("N06", message=SAYS), sections=[section({"paragraph": 4}, {"paragraph": 6})])
    assert "overview: paragraph 6" in shown(report).css_first("li.fail").text()


def test_a_message_names_cells_as_the_form_does():
    said = "2 cells of rows that were found are missing: disclosure.licensing.decisions; disclosure.fees.amount"
    tree = shown(checked(finding("C1", message=said), template="t2021"), lang="zh")
    assert "二、行政许可 · 本年处理决定数量" in tree.css_first("li.fail").text()


def test_the_tables_are_those_of_the_form_with_its_labels():
    rows = [cell(f"disclosure.rules.{column}", "1", {"line": 1}, 1) for column in ("issued", "repealed", "in_force")]
    tree = shown(checked(finding(), cells=(*CELLS, *rows)))
    heads = [[head.text() for head in table.css("thead th")] for table in tree.css("table")]
    assert heads[0] == ["本年制发件数", "本年废止件数", "现行有效件数"]
    labels = [row.text() for row in tree.css("tbody th")]
    assert labels == ["规章", "本年新收政府信息公开申请数量", "本年度办理结果：总计"]


def test_indicators_stand_in_one_table_with_all_their_columns():
    rows = [
        cell("stats.complaints", "1", {"line": 1}, 1),
        cell("stats.complaints[cumulative]", "9", {"line": 1}, 9),
        cell("stats.local.某项", "2", {"line": 2}, 2),
    ]
    (table,) = shown(checked(finding(cells=()), cells=rows, template="t2014")).css("table")
    assert [head.text() for head in table.css("thead th")] == ["统计数", "历年累计"]
    assert [th.text() for th in table.css("tbody th")] == ["举报投诉数量", "某项"]
    assert [td.text(strip=True) for td in table.css("tbody td")] == ["1", "9", "2", ""]


HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202e\x1b[2J"


def test_hostile_text_of_a_document_is_text_of_the_page():
    report = checked(
        finding(
            message=HOSTILE,
            verdict=HOSTILE,
            proposed=HOSTILE,
            check=HOSTILE,
            cells=(NEW, HOSTILE, f"stats.local.{HOSTILE}"),
        ),
        cells=[
            cell(NEW, HOSTILE, {"sheet": HOSTILE, "address": HOSTILE}),
            cell(f"stats.local.{HOSTILE}[{HOSTILE}]", HOSTILE, {HOSTILE: HOSTILE}),
        ],
        name=HOSTILE,
        title=HOSTILE,
        agency=HOSTILE,
    )
    for lang in ("en", "zh"):
        written = page([replace(report, against=HOSTILE)], [HOSTILE], Words(lang))
        tree = LexborHTMLParser(written)
        assert tree.css("script, img, iframe, object, link, form") == []
        names = {name for node in tree.css("*") for name in node.attributes}
        assert not any(name.startswith("on") for name in names)
        assert "49" not in written
        assert "\u202e" not in written
        assert "\x1b" not in written


def test_the_page_needs_nothing_from_elsewhere():
    written = page([checked(finding(), cells=CELLS)], [], Words("zh"))
    assert not re.search(r"https?:|src=|@import|url\(", written)
    assert "<script" not in written


def test_what_could_not_be_looked_at_is_said_at_the_top():
    assert "nope.docx: there is no such file" in shown(complaints=["nope.docx: there is no such file"]).body.text()


def test_a_report_of_no_form_is_shown_without_tables():
    tree = shown(checked(finding("T0", "unknown", cells=()), template=None))
    assert tree.css("table") == []
    assert "nothing could be checked" in tree.body.text()
