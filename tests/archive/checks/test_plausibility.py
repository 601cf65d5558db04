"""Figures that can hardly be meant as they stand."""

import pytest

from archive.checks.plausibility import may_issue_no_rules, plausibility
from archive.models import Cell, Report


def found(agency, *cells):
    made = tuple(Cell(key, str(value), value, "number", unit, {}) for key, value, unit in cells)
    report = Report(None, agency, 2023, "t2021", None, None, "", "", made)
    return [(f.check, f.status, f.severity, f.cells) for f in plausibility(report)]


RULES = ("disclosure.rules.issued", 2, None)
FEES = "disclosure.fees.amount"


@pytest.mark.parametrize(
    "agency",
    [
        "甲市乙区人民政府",
        "甲县丙镇人民政府",
        "甲县人民政府办公室",
        "乙街道办事处",
        "甲市教育局",
        "甲区发展和改革委员会",
        "甲省民政厅",
    ],
)
def test_rules_of_a_body_that_may_issue_none_are_in_doubt(agency):
    assert found(agency, RULES) == [("D3", "unknown", "soft", ("disclosure.rules.issued",))]
    assert found(agency, ("disclosure.rules.issued", 0, None)) == []


@pytest.mark.parametrize(
    "agency",
    [
        "镇江市人民政府",
        "甲省人民政府",
        "丁自治区人民政府办公厅",
        "司法部",
        "国家市场监督管理总局",
        "国家林业和草原局",
        "甲市人民政府办公室",
        "",
    ],
)
def test_rules_of_a_body_that_may_issue_some_are_none_of_our_business(agency):
    assert not may_issue_no_rules(agency)


def test_yuan_in_a_column_of_ten_thousands_is_told():
    assert found("甲市教育局", (FEES, 52000, "元")) == [("U1", "unknown", "soft", (FEES,))]
    assert found("甲市教育局", (FEES, 1_250_000, "万元")) == [("U1", "unknown", "soft", (FEES,))]
    assert found("甲市教育局", (FEES, 59237.2, "万元")) == []
    assert found("甲省人民政府", (FEES, 1_250_000, "万元")) == [], "a province may"


def test_items_among_decisions_are_told_by_their_unit():
    counted = [("disclosure.licensing.decisions", 31, "项"), ("disclosure.penalties.decisions", 7, "件")]
    assert found("甲市教育局", *counted) == [("U2", "unknown", "soft", ("disclosure.licensing.decisions",))]


def rows(*figures):
    names = zip(("licensing", "penalties"), figures, strict=True)
    columns = ("items_prev", "items_change", "decisions")
    return [(f"disclosure.{row}.{c}", v, None) for row, values in names for c, v in zip(columns, values, strict=True)]


def test_items_printed_again_as_decisions_are_told_where_every_row_does_so():
    both = ("disclosure.licensing.decisions", "disclosure.penalties.decisions")
    assert found("甲市教育局", *rows((42, 0, 42), (310, 0, 310))) == [("U2", "unknown", "soft", both)]
    assert found("甲市教育局", *rows((42, 0, 42), (310, 0, 75))) == []
    assert found("甲市教育局", *rows((42, 0, 42), (300, 10, 310))) == []
    assert found("甲市教育局", *rows((4, 0, 4), (3, 0, 3))) == [], "so few may agree by chance"
