from dataclasses import replace

import pytest

from archive.checks.vouched import vouched, with_verdict
from archive.models import Cell, Finding, Report

IN, OUT = "applications.carried_in[total]", "applications.carried_out[total]"


def report(*findings):
    return Report(None, "甲局", 2023, "t2021", None, None, "", "", findings=findings)


def sums(status="pass", verdict=None):
    return Finding("A1", status, "hard", (IN, OUT), "", verdict=verdict)


def broken(*cells):
    return Finding("Y1", "fail", "hard", cells, "not equal")


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([sums()], {IN, OUT}),
        ([], set()),
        ([sums("fail")], set()),
        ([sums("fail", "agency")], {IN, OUT}),
        ([sums("unknown")], set()),
        ([sums(), Finding("A2", "fail", "hard", (IN,), "")], {OUT}),
        ([sums(), Finding("B1", "unknown", "soft", (OUT,), "")], {IN}),
        ([sums(), Finding("S1", "unknown", "hard", (OUT,), "")], {IN}),
    ],
)
def test_a_cell_is_vouched_for_by_sums_that_hold_and_by_nothing_that_doubts_it(findings, expected):
    assert vouched(report(*findings)) == expected


def test_a_relation_may_be_quoted_where_both_reports_vouch_for_its_cells():
    both = {"": report(sums()), "2022": report(sums())}
    told = with_verdict(broken(IN, f"2022:{OUT}"), both)
    assert told.verdict == "agency"
    assert "may be quoted" in told.message
    told = with_verdict(broken(IN, f"2022:{OUT}"), {**both, "2022": report()})
    assert told.verdict == "unclear"
    assert "do not quote" in told.message
    assert with_verdict(broken(), both).verdict == "unclear"


def test_what_holds_gets_no_verdict():
    held = Finding("Y1", "pass", "hard", (IN,), "")
    assert with_verdict(held, {"": report(sums())}) == held


def test_a_cell_a_person_corrected_is_vouched_for_by_nothing():
    cell = Cell(IN, "9", 7, "number", None, {"corrected": "a"})
    mine = replace(report(sums()), cells=(cell,))
    assert vouched(mine) == {OUT}
    told = with_verdict(broken(IN, f"2022:{OUT}"), {"": mine, "2022": report(sums())})
    assert told.verdict == "unclear"
    assert told.message.endswith("do not quote: a person corrected a cell of it")


def test_a_change_that_a_sentence_tells_is_not_quoted_as_nothing_read_the_sentence_twice():
    both = {"": report(sums()), "2022": report(sums())}
    told = with_verdict(Finding("N27", "fail", "soft", (IN, f"2022:{IN}"), "not so"), both)
    assert told.verdict == "unclear"
    assert "no second reading confirms the sentence" in told.message
