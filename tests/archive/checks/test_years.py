import pytest

from archive.checks.years import relations, year_over_year
from archive.models import Cell, Report
from archive.numbers import read_value
from archive.template import load

IN, OUT = "applications.carried_in", "applications.carried_out"
NORMATIVE = "disclosure.normative_documents"


def report(year, template="t2021", **printed):
    texts = dict.fromkeys(sorted(load(template).cells), "0") | {k.replace("__", "."): v for k, v in printed.items()}
    return of(year, texts, template)


def of(year, texts, template="t2021"):
    cells = []
    for key, text in texts.items():
        state, number, unit = read_value(text)
        cells.append(Cell(key, text, number, state, unit, {}))
    return Report(None, "甲县教育局", year, template, None, None, "", "", cells=tuple(cells))


def with_row(row, *figures):
    return {f"{row}[{c}]": text for c, text in zip(load("t2021").applicants, figures, strict=True)}


def broken(this, last):
    return [(f.check, f.status, f.cells) for f in year_over_year(this, last) if f.status != "pass"]


def test_what_last_year_carried_out_this_year_carries_in_for_every_kind_of_applicant():
    last = report(2022, **with_row(OUT, "2", "1", "0", "0", "0", "0", "3"))
    assert broken(report(2023, **with_row(IN, "2", "1", "0", "0", "0", "0", "3")), last) == []
    moved = report(2023, **with_row(IN, "1", "2", "0", "0", "0", "0", "3"))
    assert broken(moved, last) == [
        ("Y1", "fail", (f"{IN}[natural_person]", f"2022:{OUT}[natural_person]")),
        ("Y1", "fail", (f"{IN}[commercial_enterprise]", f"2022:{OUT}[commercial_enterprise]")),
    ]


def test_what_is_in_force_follows_from_last_year():
    """Figures of a published pair of reports: 470 in force, then 62 issued, 33 repealed, 440 in force."""
    last = report(2023, **{f"{NORMATIVE}.in_force": "470"})
    printed = {f"{NORMATIVE}.issued": "62", f"{NORMATIVE}.repealed": "33", f"{NORMATIVE}.in_force": "440"}
    ((check, status, cells),) = broken(report(2024, **printed), last)
    assert (check, status) == ("Y2_normative", "fail")
    assert cells[-2:] == (f"2023:{NORMATIVE}.in_force", f"{NORMATIVE}.issued")
    assert broken(report(2024, **{**printed, f"{NORMATIVE}.in_force": "499"}), last) == []


def test_items_of_last_year_are_those_of_the_report_before_and_their_change():
    last = report(2019, "t2019", **{"disclosure.penalties.items_prev": "40", "disclosure.penalties.items_change": "-3"})
    assert broken(report(2020, "t2019", **{"disclosure.penalties.items_prev": "37"}), last) == []
    found = broken(report(2020, "t2019", **{"disclosure.penalties.items_prev": "40"}), last)
    assert [(check, status) for check, status, _ in found] == [("Y3", "fail")]


def test_carried_requests_are_compared_across_the_change_of_forms_and_nothing_else_is():
    found = year_over_year(report(2021, "t2021"), report(2020, "t2019"))
    assert {f.check for f in found} == {"Y1"}
    assert len(found) == 7


def test_a_blank_is_no_nought_that_contradicts():
    last = report(2022, **with_row(OUT, "", "", "", "", "", "", "2"))
    this = report(2023, **with_row(IN, "2", "0", "0", "0", "0", "0", "2"))
    assert broken(this, last) == [("Y1", "unknown", (f"{IN}[natural_person]", f"2022:{OUT}[natural_person]"))]


@pytest.mark.parametrize("year", [2021, 2023, 2025])
def test_only_the_year_before_is_compared(year):
    assert year_over_year(report(year), report(2023)) == ()


def test_a_figure_a_thousand_times_that_of_last_year_is_in_doubt():
    last = report(2022, **{"disclosure.fees.amount": "12.5"})
    this = report(2023, **{"disclosure.fees.amount": "125000"})
    assert broken(this, last) == [("U3", "unknown", ("disclosure.fees.amount", "2022:disclosure.fees.amount"))]
    assert broken(report(2023, **{"disclosure.fees.amount": "900"}), last) == []
    assert broken(report(2023, **{"disclosure.penalties.decisions": "3000"}), report(2022)) == []


def test_every_relation_names_cells_of_the_forms():
    known = load("t2019").cells | load("t2021").cells
    for relation in relations():
        assert {cell.removeprefix("last:") for cell in relation.cells} <= known
