from dataclasses import replace

import pytest

from archive.claims import with_claims
from archive.estimates import estimates
from archive.models import Cell, Finding, Report, Section
from archive.numbers import read_value

IN, OUT = "applications.carried_in[total]", "applications.carried_out[total]"
FORCE = "disclosure.normative_documents"


def report(year, findings=(), **texts):
    cells = []
    for key, text in texts.items():
        state, number, unit = read_value(text)
        cells.append(Cell(key, text, number, state, unit, {}))
    return Report(None, "甲局", year, "t2021", None, None, "", "", cells=tuple(cells), findings=tuple(findings))


def told(*reports):
    return {(e.year, e.cell): (e.low, e.high) for e in estimates({r.year: r for r in reports})}


def test_what_was_carried_over_is_known_from_the_neighbours():
    found = told(report(2020, **{OUT: "4"}), report(2022, **{IN: "9"}))
    assert found[2021, IN] == (4, 4)
    assert found[2021, OUT] == (9, 9)


def test_the_year_before_the_first_and_after_the_last_are_told_too():
    found = told(report(2021, **{IN: "2", OUT: "3"}))
    assert found == {(2020, OUT): (2, 2), (2022, IN): (3, 3)}


def test_more_carried_out_than_in_means_that_at_least_so_many_came():
    found = told(report(2020, **{OUT: "4"}), report(2022, **{IN: "9"}))
    assert found[2021, "applications.new[total]"] == (5, None)
    fewer = told(report(2020, **{OUT: "9"}), report(2022, **{IN: "4"}))
    assert fewer[2021, "applications.results.total[total]"] == (5, None)


def test_what_was_in_force_is_counted_back():
    """420 in force after 50 issued and 227 repealed: 597 the year before."""
    found = told(report(2024, **{f"{FORCE}.in_force": "420", f"{FORCE}.issued": "50", f"{FORCE}.repealed": "227"}))
    assert found[2023, f"{FORCE}.in_force"] == (597, 597)


def test_a_year_that_is_held_is_not_estimated_nor_one_far_from_any():
    found = told(report(2019, **{OUT: "1"}), report(2020, **{IN: "1", OUT: "2"}), report(2023, **{IN: "3"}))
    assert {year for year, _ in found} == {2021, 2022}


def test_a_doubtful_figure_says_nothing():
    doubt = Finding("B1", "unknown", "soft", (OUT,), "a head is missing")
    assert told(report(2020, findings=[doubt], **{OUT: "4"})) == {}


def test_a_number_below_nought_is_no_estimate():
    found = told(report(2024, **{f"{FORCE}.in_force": "1", f"{FORCE}.issued": "9", f"{FORCE}.repealed": "0"}))
    assert found == {}


def saying(year, sentence, **texts):
    """A report whose overview says this."""
    return with_claims(replace(report(year, **texts), sections=(Section("overview", "一、总体情况", sentence),)))


NEW = "applications.new[total]"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年收到政府信息公开申请36件，比上年增加5件。", (31, 31)),
        ("全年收到政府信息公开申请36件，同比增长16.13%。", (31, 31)),
        ("全年收到政府信息公开申请36件，同比增长16%。", (31, 31)),
        ("全年收到政府信息公开申请36件，比上年增加约5件。", None),
        ("全年收到政府信息公开申请40件，比上年增加5件。", None),  # not what the table counts
        ("全年收到政府信息公开申请36件，较2022年增加5件。", (31, 31)),
        ("全年收到政府信息公开申请36件，较2021年增加5件。", None),
        ("全年收到政府信息公开申请36件，与上年基本持平。", None),
        ("全年收到政府信息公开申请36件，与上年持平。", (36, 36)),
        ("全年收到政府信息公开申请36件，单件申请最多涉及30项，较上年增加5项。", None),
        ("全年收到政府信息公开申请36件，单件最多比上年增加5件。", None),
        ("全年收到政府信息公开申请36件，人均比上年增加5件。", None),
        ("全年收到政府信息公开申请36件。满意率98%，同比提高2%。", None),
    ],
)
def test_a_change_the_text_states_tells_the_year_before(sentence, expected):
    assert told(saying(2023, sentence, **{NEW: "36"})).get((2022, NEW)) == expected


def test_a_rounded_percentage_leaves_a_span():
    assert told(saying(2023, "全年收到政府信息公开申请3600件，同比增长16%。", **{NEW: "3600"}))[2022, NEW] == (
        3091,
        3116,
    )
