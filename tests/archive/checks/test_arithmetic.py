from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.checks.arithmetic import arithmetic
from archive.models import MOST_NAMED, Cell, Report
from archive.numbers import read_value
from archive.template import load
from tests.archive import drawn

MODERATE = settings(max_examples=60, deadline=None, derandomize=True)
NEW = "applications.new[total]"
GRANTED = "applications.results.granted"


def report(template, printed):
    cells = []
    for key, text in printed.items():
        state, number, unit = read_value(text)
        cells.append(Cell(key, text, number, state, unit, {}))
    return Report(None, None, None, template, None, None, "", "", cells=tuple(cells))


def zeros(template="t2021", **changed):
    cells = dict.fromkeys(sorted(load(template).cells), "0")
    return cells | {key.replace("__", "."): text for key, text in changed.items()}


def found(printed, template="t2021"):
    return arithmetic(report(template, printed))


def not_passed(printed, template="t2021"):
    return [(f.check, f.status) for f in found(printed, template) if f.status != "pass"]


def with_row(row, *figures):
    columns = load("t2021").applicants
    return {f"{row}[{c}]": text for c, text in zip(columns, figures, strict=True)}


@MODERATE
@given(drawn.figures(left_out=["nothing", "zeros"]))
def test_figures_that_add_up_pass_every_sum(figures):
    sums = [f for f in found(figures.printed, figures.template) if f.severity == "hard"]
    assert [f for f in sums if f.status != "pass"] == []


@pytest.mark.parametrize(("template", "rows", "leaves"), [("t2019", 23, 19), ("t2021", 25, 21)])
def test_the_sums_of_the_forms_are_all_tested(template, rows, leaves):
    tested = [f.check for f in found(zeros(template), template)]
    bounds = {"t2019": {"D1": 4}, "t2021": {"D2": 2}}[template]
    assert {check: tested.count(check) for check in set(tested)} == bounds | {
        "A1": 7,
        "A2": rows,
        "A3": 7,
        "R1": 1,
        "R2": 1,
        "R3": 1,
    }
    sums = [f for f in found(zeros(template), template) if f.check == "A3"]
    assert {len(f.cells) for f in sums} == {1 + leaves}


@MODERATE
@given(st.integers(0, 10**6), st.sampled_from(drawn.TEMPLATES), st.data())
def test_one_wrong_figure_fails_and_is_the_one_suspect(seed, template, data):
    printed = drawn.honest(template, Random(seed), drawn.POOLS["many"])
    leaves = [k for k in printed if k.startswith("applications.results.") and ".total[" not in k]
    wrong = data.draw(st.sampled_from(sorted(k for k in leaves if not k.endswith("[total]"))))
    printed[wrong] = str(int(printed[wrong]) + 1)
    failed = [f for f in found(printed, template) if f.status == "fail"]
    assert sorted(f.check for f in failed) == ["A2", "A3"]
    assert {f.suspects for f in failed} == {(wrong,)}


@pytest.mark.parametrize("route", ["reconsideration", "litigation_direct", "litigation_after_reconsideration"])
def test_a_wrong_total_of_a_review_route_fails(route):
    failed = [f for f in found(zeros() | {f"review.{route}.total": "1"}) if f.status == "fail"]
    assert len(failed) == 1
    assert f"review.{route}.total" in failed[0].cells


def test_requests_that_get_lost_between_the_years_fail():
    row = with_row("applications.new", "7", "0", "0", "0", "0", "0", "7")
    assert not_passed(zeros() | row) == [("A1", "fail"), ("A1", "fail")]


def test_a_message_names_both_sums():
    failed = [f for f in found(zeros() | {"review.reconsideration.total": "16"}) if f.status == "fail"]
    assert "16 is not 0" in failed[0].message


def test_a_blank_total_is_unknown_and_not_wrong():
    row = with_row(GRANTED, "258", "12", "1", "1", "0", "0", "")
    (finding,) = [f for f in found(zeros() | row) if f.check == "A2" and f.status != "pass"]
    assert finding.status == "unknown"
    assert f"{GRANTED}[total]" in finding.cells


def test_blanks_count_as_zero_only_where_the_sum_then_holds_and_the_message_says_so():
    row = with_row(GRANTED, "4", "", "", "", "", "", "4")
    rest = {"applications.results.total[natural_person]": "4", "applications.results.total[total]": "4"}
    (finding,) = [f for f in found(zeros() | row | rest) if f.check == "A2" and f"{GRANTED}[total]" in f.cells]
    assert finding.status == "pass"
    assert "5 cells without a number" in finding.message


def test_a_stroke_counts_like_a_blank():
    row = with_row(GRANTED, "4", "/", "/", "/", "/", "/", "4")
    assert ("A2", "fail") not in not_passed(zeros() | row)


def test_a_sum_with_a_cell_that_is_no_number_is_not_judged():
    for text in ("约7", "1\n2"):
        (finding,) = [f for f in found(zeros() | {"review.reconsideration.upheld": text}) if f.status != "pass"]
        assert (finding.check, finding.status) == ("R1", "unknown")
        assert "review.reconsideration.upheld" in finding.message


def test_a_sum_whose_cells_are_not_all_printed_is_not_assessable():
    printed = zeros()
    del printed["review.reconsideration.pending"]
    (finding,) = [f for f in found(printed) if f.status != "pass"]
    assert (finding.check, finding.status) == ("R1", "not_assessable")
    assert "review.reconsideration.pending" not in finding.cells


def test_a_printed_subtotal_must_be_the_sum_of_its_rows():
    row = with_row("applications.results.denied", "1", "0", "0", "0", "0", "0", "1")
    failed = {f.check for f in found(zeros() | row) if f.status == "fail"}
    assert failed == {"A4_denied"}


def test_a_group_row_left_empty_is_no_subtotal():
    secret = "applications.results.denied.state_secret"
    printed = zeros() | with_row(secret, "1", "0", "0", "0", "0", "0", "1")
    printed |= with_row("applications.results.total", "1", "0", "0", "0", "0", "0", "1")
    printed |= with_row("applications.new", "1", "0", "0", "0", "0", "0", "1")
    printed |= with_row("applications.results.denied", *[""] * 7)
    assert not_passed(printed) == []


def test_decimal_figures_are_compared_without_rounding_errors():
    parts = {"review.reconsideration.upheld": "0.1", "review.reconsideration.other": "0.2"}
    assert not_passed(zeros() | parts | {"review.reconsideration.total": "0.3"}) == []


def test_items_and_decisions_need_not_add_up():
    printed = zeros("t2019") | {
        "disclosure.licensing.items_prev": "1105",
        "disclosure.licensing.items_change": "375",
        "disclosure.licensing.decisions": "1475",
    }
    assert not_passed(printed, "t2019") == []


def test_a_document_of_no_known_form_has_no_sums():
    assert arithmetic(replace(report("t2021", zeros()), template=None)) == ()


def test_many_blank_totals_are_told_together_and_no_cell_goes_unnamed():
    rows = [row for row in load("t2021").application_rows if row != "applications.results.total"][:9]
    blank = {f"{row}[total]": "" for row in rows} | {f"{row}[natural_person]": "2" for row in rows}
    told = [f for f in found(zeros() | blank) if f.check == "A2" and f.status != "pass"]
    assert len(told) == 3
    assert all(f.status == "unknown" and len(f.cells) <= MOST_NAMED for f in told)
    assert {cell for f in told for cell in f.cells} == {
        f"{row}[{column}]" for row in rows for column in load("t2021").applicants
    }
