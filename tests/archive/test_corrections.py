"""How corrections stand beside a reading, and what a report says with them."""

from dataclasses import replace

import pytest

from archive.checks.arithmetic import arithmetic
from archive.checks.corrections import standing_findings
from archive.corrections import Correction, correctable, corrected, disagreements, standings
from archive.models import Cell, Report

CELL = "review.reconsideration.total"
PARTS = ("upheld", "corrected", "other", "pending")
MADE = Correction(
    report="甲局:2023",
    agency="甲局",
    year=2023,
    url=None,
    cell=CELL,
    value=4,
    state="number",
    unit=None,
    because="the sum of the four outcomes",
    author="王",
    made_at="2026-01-01T00:00:00.000Z",
    version="a" * 32,
    digest="b" * 64,
    printed="5",
    read=5,
    read_state="number",
)


def cell(key, text, value, state="number", unit=None):
    return Cell(key, text, value, state, unit, {"table": 3, "row": 3, "column": 5})


def report(total=("5", 5, "number")):
    """Section four of the form, in which the total should be 4."""
    cells = [cell(f"review.reconsideration.{part}", "1", 1) for part in PARTS]
    cells += [cell(CELL, *total)] if total else []
    return Report("t", "甲局", 2023, "t2021", None, None, "text/html", "c" * 64, cells=tuple(cells))


def standing(made=MADE, version="a" * 32, read=None):
    (stand,) = standings([made], version, read or report())
    return stand.standing


def test_of_the_document_it_was_made_for_it_is_in_force():
    assert standing() == "in_force"


def test_a_reread_of_the_same_document_never_takes_a_correction_away():
    assert standing(read=report(("6", 6, "number"))) == "in_force"
    assert standing(read=report(("5", None, "unreadable"))) == "in_force"
    assert standing(read=report(None)) == "in_force"


def test_of_a_changed_document_it_is_in_force_where_the_cell_still_says_the_same():
    assert standing(version="d" * 32) == "in_force"


@pytest.mark.parametrize(
    "total", [("6", 6, "number"), ("5件", 5, "number"), ("", None, "blank"), ("5", None, "unreadable"), None]
)
def test_a_changed_document_that_says_otherwise_reopens_it(total):
    assert standing(version="d" * 32, read=report(total)) == "reopened"


@pytest.mark.parametrize("version", ["a" * 32, "d" * 32])
def test_it_is_settled_when_the_reading_says_what_it_says(version):
    assert standing(version=version, read=report(("4", 4, "number"))) == "settled"


def test_a_blank_is_not_settled_by_a_nought_and_a_unit_not_by_another():
    assert standing(replace(MADE, value=None, state="blank"), read=report(("0", 0, "number"))) == "in_force"
    in_wan = replace(MADE, unit="万元")
    assert standing(in_wan, read=report(("4元", 4, "number"))) == "in_force"
    read = replace(report(), cells=(cell(CELL, "4", 4, unit="万元"),))
    assert standing(in_wan, read=read) == "settled"


def test_without_its_report_or_its_cell_it_is_orphaned():
    assert [s.standing for s in standings([MADE], None, None)] == ["orphaned"]
    assert standing(replace(MADE, cell="stats.disclosure.items")) == "orphaned"


def test_once_withdrawn_it_is_nothing_else():
    withdrawn = replace(MADE, withdrawn_at="2026-01-02T00:00:00.000Z", withdrawn_because="a slip")
    assert standing(withdrawn) == "withdrawn"
    assert standing(withdrawn, read=report(("4", 4, "number"))) == "withdrawn"
    assert withdrawn.id == MADE.id


def test_a_cell_the_form_prints_and_nobody_read_may_be_corrected():
    assert CELL in correctable(report(None))
    assert "stats.disclosure.items" not in correctable(report())
    assert correctable(replace(report(), template=None, cells=())) == []


LATER = replace(MADE, value=3, author="李", made_at="2026-02-01T00:00:00.000Z")


def test_of_two_that_disagree_the_one_made_last_is_in_force_whatever_their_order():
    for both in ([MADE, LATER], [LATER, MADE]):
        stands = standings(both, "a" * 32, report())
        assert [(s.correction.value, s.standing) for s in stands] == [(4, "superseded"), (3, "in_force")]
        assert disagreements(stands) == [(MADE, LATER)]


def test_whoever_corrects_their_own_correction_disagrees_with_nobody():
    stands = standings([MADE, replace(LATER, author="王")], "a" * 32, report())
    assert [s.standing for s in stands] == ["superseded", "in_force"]
    assert disagreements(stands) == []


def test_those_who_give_no_name_may_be_two_people():
    stands = standings([replace(MADE, author=None), replace(LATER, author=None)], "a" * 32, report())
    assert len(disagreements(stands)) == 1


def test_two_who_say_the_same_are_both_in_force():
    stands = standings([MADE, replace(LATER, value=4)], "a" * 32, report())
    assert [s.standing for s in stands] == ["in_force", "in_force"]
    assert disagreements(stands) == []


def test_a_later_word_for_the_reading_overrules_a_correction():
    stands = standings([MADE, replace(LATER, value=5)], "a" * 32, report())
    assert [s.standing for s in stands] == ["superseded", "settled"]
    assert corrected(report(), stands) == report()


def test_a_withdrawn_correction_gives_way_to_the_one_before():
    taken_back = replace(LATER, withdrawn_at="2026-02-02T00:00:00.000Z", withdrawn_because="a slip")
    stands = standings([MADE, taken_back], "a" * 32, report())
    assert [s.standing for s in stands] == ["in_force", "withdrawn"]


def sums(read):
    return {f.check: f.status for f in arithmetic(read)}


def test_the_corrected_report_has_the_value_the_place_and_whose_word_it_is():
    made = corrected(report(), standings([MADE], "a" * 32, report()))
    (total,) = (c for c in made.cells if c.id == CELL)
    assert (total.value, total.text) == (4, "5")
    assert total.place == {"table": 3, "row": 3, "column": 5, "corrected": MADE.id}
    assert (sums(report())["R1"], sums(made)["R1"]) == ("fail", "pass")
    assert [c for c in made.cells if c.id != CELL] == [c for c in report().cells if c.id != CELL]


def test_a_cell_that_was_not_found_is_there_once_it_is_corrected():
    made = replace(MADE, printed=None, read=None, read_state=None)
    with_it = corrected(report(None), standings([made], "a" * 32, report(None)))
    assert with_it.cells[-1] == Cell(CELL, "", 4, "number", None, {"corrected": made.id})
    assert sums(with_it)["R1"] == "pass"


def test_only_what_is_in_force_changes_a_report():
    read = report(("6", 6, "number"))
    assert corrected(read, standings([MADE], "d" * 32, read)) == read


def test_a_corrected_unit_goes_with_its_number_and_a_blank_has_none():
    read = replace(report(), cells=(cell(CELL, "5元", 5, unit="元"),))
    for made, unit in (
        (MADE, "元"),
        (replace(MADE, unit="万元"), "万元"),
        (replace(MADE, value=None, state="blank"), None),
    ):
        (total,) = corrected(read, standings([made], "a" * 32, read)).cells
        assert total.unit == unit


def test_what_a_picture_may_also_say_is_settled_by_a_correction():
    doubtful = Cell(CELL, "5", 5, "number", None, {"page": 1, "confidence": 0.4, "readings": "5|8"})
    read = replace(report(), cells=(doubtful,))
    (total,) = corrected(read, standings([MADE], "a" * 32, read)).cells
    assert total.place == {"page": 1, "confidence": 0.4, "corrected": MADE.id}


def found(stands):
    return [(f.check, f.status, f.cells) for f in standing_findings(stands)]


def test_corrections_in_force_pass_and_are_counted():
    (finding,) = standing_findings(standings([MADE], "a" * 32, report()))
    assert (finding.check, finding.status, finding.cells) == ("K1", "pass", (CELL,))
    assert finding.message == "1 correction is in force"


def test_what_somebody_must_look_at_is_unknown_and_says_both_values():
    read = report(("6", 6, "number"))
    (finding,) = standing_findings(standings([MADE], "d" * 32, read))
    assert (finding.status, finding.cells) == ("unknown", (CELL,))
    assert "corrected to 4 where it said 5" in finding.message
    both = standing_findings(standings([MADE, LATER], "a" * 32, report()))
    assert [f.status for f in both] == ["pass", "unknown"]
    assert "李 says 3, 王 says 4" in both[1].message
    lost = replace(MADE, cell="stats.disclosure.items")
    assert found(standings([lost], "a" * 32, report())) == [("K1", "unknown", ("stats.disclosure.items",))]


def test_settled_and_withdrawn_corrections_need_no_word():
    assert found(standings([MADE], "a" * 32, report(("4", 4, "number")))) == []
