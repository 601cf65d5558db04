"""The rule a cell is explained by is the one that bound it."""

import pytest

from archive.binding.rules import rules
from archive.parser import bind
from archive.readers.registry import read
from crawler.replicas.documents import html
from crawler.replicas.figures import reports
from tests.archive.small import APPLICANTS, page_of

(REPORT,) = reports("云岭乡人民政府", [2023])
PAGE = f"<h1>{REPORT.title}</h1>{html.fragment(REPORT)}".encode()


def rules_of(*documents):
    return rules(bind(documents))


def said(cells):
    return ["".join(cell.text.split()) for cell in cells]


def test_every_cell_of_a_report_has_its_rule():
    ledger = bind([read(PAGE)])
    found = rules(ledger)
    assert found.keys() == ledger.cells.keys() == REPORT.printed.keys()
    assert not any(rule.doubt for rule in found.values())


@pytest.mark.parametrize(
    ("cell", "labels", "heads"),
    [
        ("disclosure.fees.amount", ["行政事业性收费"], ["本年收费金额（单位：万元）"]),
        ("applications.results.denied.third_party[other_org]", ["4.保护第三方合法权益"], ["法人或其他组织", "其他"]),
        ("applications.carried_out[total]", ["四、结转下年度继续办理"], ["总计"]),
        ("review.litigation_after_reconsideration.pending", [], ["行政诉讼", "复议后起诉", "尚未审结"]),
    ],
)
def test_a_rule_names_the_labels_that_decided(cell, labels, heads):
    rule = rules_of(read(PAGE))[cell]
    assert (said(rule.labels), said(rule.heads)) == (labels, heads)


def test_a_list_of_indicators_has_rules_too():
    table = [
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况", "", ""],
        ["（一）主动公开政府信息数", "条", "312"],
        ["其中：主动公开规范性文件数", "条", "7"],
        ["制发规范性文件总数", "件", "5"],
    ]
    ledger = bind([read(page_of(table))])
    found = rules(ledger)
    assert found.keys() == ledger.cells.keys()
    (name,) = [cell.id for cell in ledger.cells.values() if cell.text == "312"]
    assert said(found[name].labels) == ["（一）主动公开政府信息数"]
    assert said(found[name].heads) == ["统计数"]


def test_text_has_no_columns_to_go_by():
    rows = ["\t".join(APPLICANTS), "\t".join(["一、本年新收政府信息公开申请数量", *"1200003"])]
    rule = rules_of(read("\n".join(["某局2023年政府信息公开工作年度报告", *rows]).encode()))[
        "applications.new[commercial_enterprise]"
    ]
    assert said(rule.heads) == ["商业企业"]
    assert "the 2nd of 7" in rule.how


def test_what_only_the_sums_decide_is_said():
    head = ["", *APPLICANTS]
    row = ["一、本年新收政府信息公开申请数量", "5", "1", "2", "0", "0", "0", "0", "3"]
    rule = rules_of(read(page_of([head, row])))["applications.new[natural_person]"]
    assert "sums" in rule.doubt


def test_what_cannot_be_told_is_said():
    head = ["", *APPLICANTS]
    row = ["一、本年新收政府信息公开申请数量", "5", "1", "2"]
    rule = rules_of(read(page_of([head, row])))["applications.new[natural_person]"]
    assert "cannot be told" in rule.doubt or rule.doubt


def test_a_label_in_two_rows_is_named_with_both():
    head = ["", *APPLICANTS]
    rows = [["一、本年新收政府信息", *[""] * 7], ["公开申请数量", *"1200003"]]
    found = rules_of(read(page_of([head, *rows])))
    assert said(found["applications.new[total]"].labels) == ["一、本年新收政府信息", "公开申请数量"]
