"""Whose mistake a failing sum is: what a second reading confirms is the agency's, and may be quoted."""

from dataclasses import replace
from random import Random

import pytest

from archive.checks.again import rechecked
from archive.models import Document, Table
from archive.parser import parse
from archive.readers.registry import read
from archive.truth import Truth, judge
from tests.archive import drawn
from tests.archive.layouts import form_tables, html_page
from tests.corpus.cases import Case, make

UPHELD, TOTAL = "review.reconsideration.upheld", "review.reconsideration.total"
GRANTED = "applications.results.granted[natural_person]"


def honest(seed=3):
    return drawn.honest("t2021", Random(seed), drawn.POOLS["many"])


def page(printed):
    return read(html_page("t2021", [[rows] for rows in form_tables("t2021", printed)]))


def wrong(printed, key=GRANTED, by=6):
    return printed | {key: str(int(printed[key]) + by)}


def misread(document, key, text, **place):
    """The document as if its reader had read a cell otherwise; the second reading has it right."""
    cell = next(c for c in parse([document]).cells if c.id == key)

    def changed(one):
        mine = one.place == cell.place
        return one._replace(text=text, place=one.place | place) if mine else one

    blocks = (
        replace(b, rows=tuple(tuple(map(changed, row)) for row in b.rows)) if isinstance(b, Table) else b
        for b in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def failed(report):
    return [f for f in report.findings if f.status == "fail"]


def verdicts(report):
    return {f.verdict for f in failed(report)}


@pytest.mark.parametrize("kind", ["html", "text", "markdown", "docx", "xlsx", "pdf", "ofd", "zip"])
@pytest.mark.parametrize("template", ["t2021", "t2014"])
def test_what_the_office_got_wrong_is_the_offices_in_every_format(kind, template):
    made = make(Case(template, "errors", "whole", kind))
    report = parse([read(body) for body in made.files.values()])
    assert verdicts(report) == {"agency"}
    assert all("may be quoted" in f.message and "do not quote" not in f.message for f in failed(report))
    assert not [f for f in report.findings if f.check in ("S1", "S2")]


def test_one_wrong_cell_is_the_suspect_with_the_value_that_would_make_the_sums_hold():
    printed = honest()
    report = parse([page(wrong(printed))])
    assert {(f.check, f.suspects, f.proposed) for f in failed(report)} == {
        ("A2", (GRANTED,), int(printed[GRANTED])),
        ("A3", (GRANTED,), int(printed[GRANTED])),
    }
    said = f"{printed[GRANTED]} in place of '{int(printed[GRANTED]) + 6}' in {GRANTED} would make the sums hold"
    assert all(f.message.endswith(said) for f in failed(report))
    assert next(c.text for c in report.cells if c.id == GRANTED) == str(int(printed[GRANTED]) + 6), "as it is printed"


def test_a_sum_that_any_of_its_cells_may_spoil_names_them_all_and_proposes_nothing():
    printed = honest() | {f"review.reconsideration.{o}": "8" for o in ("upheld", "corrected", "other", "pending")}
    (found,) = failed(parse([page(printed | {TOTAL: "33"})]))
    assert len(found.suspects) == 5
    assert (found.verdict, found.proposed) == ("agency", None)


def test_what_an_agency_should_have_printed_is_no_false_repair():
    printed = wrong(honest())
    report = parse([page(printed)])
    truth = Truth((), {}, {}, {c.id: c for c in report.cells}, frozenset(), _true_fails(report), {})
    assert judge(report, truth).alarms == ()
    doubted = replace(report, findings=tuple(replace(f, verdict="reader") for f in report.findings))
    assert len(judge(doubted, truth).alarms) == 2, "proposed as what stands there it would be one"


def _true_fails(report):
    return frozenset((f.check, frozenset(f.cells)) for f in failed(report))


def test_a_cell_that_the_second_reading_reads_otherwise_is_the_readers():
    printed = honest()
    other = str(int(printed[GRANTED]) + 6)
    report = parse([misread(page(printed), GRANTED, other)])
    assert {(f.verdict, f.suspects, f.proposed) for f in failed(report)} == {
        ("reader", (GRANTED,), int(printed[GRANTED]))
    }
    assert all("do not quote" in f.message for f in failed(report))
    assert next(c.text for c in report.cells if c.id == GRANTED) == other, "the first reading stands"


def test_nothing_is_proposed_that_no_reading_says():
    printed = honest()
    document = misread(page(printed), GRANTED, str(int(printed[GRANTED]) + 6))
    third = page(wrong(printed, by=9))
    report = parse([replace(document, second=lambda: third)])
    assert {(f.verdict, f.suspects, f.proposed) for f in failed(report)} == {("reader", (GRANTED,), None)}


@pytest.mark.parametrize("place", [{}, {"confidence": 0.99}])
def test_without_a_second_reading_nobody_knows(place):
    printed = wrong(honest())
    document = misread(page(printed), GRANTED, printed[GRANTED], **place)
    report = parse([replace(document, second=None)])
    assert {(f.verdict, f.suspects, f.proposed) for f in failed(report)} == {("unclear", (GRANTED,), None)}
    assert all("do not quote" in f.message for f in failed(report))


def test_a_cell_of_a_picture_in_doubt_is_the_readers():
    printed = honest()
    seen = {"confidence": 0.4, "readings": printed[GRANTED]}
    document = misread(page(printed), GRANTED, str(int(printed[GRANTED]) + 6), **seen)
    report = parse([replace(document, second=None)])
    assert {(f.verdict, f.proposed) for f in failed(report)} == {("reader", int(printed[GRANTED]))}


def test_a_doubt_on_a_cell_keeps_the_sum_from_being_quoted():
    printed = wrong(honest())
    document = misread(page(printed), GRANTED, printed[GRANTED], covered=1)
    assert "agency" not in verdicts(parse([document]))


def unconfirmed(printed):
    return replace(page(printed), second=None)


def test_two_copies_in_two_formats_confirm_one_another():
    printed = wrong(honest())
    copy = replace(page(printed), media_type="application/pdf", second=None)
    assert verdicts(parse([unconfirmed(printed), copy])) == {"agency"}
    assert verdicts(parse([unconfirmed(printed), unconfirmed(printed)])) == {"unclear"}, "one reader, one mistake"


def test_two_pictures_of_one_page_confirm_nothing():
    printed = wrong(honest())
    seen = [misread(unconfirmed(printed), GRANTED, printed[GRANTED], confidence=0.99) for _ in range(2)]
    copies = [seen[0], replace(seen[1], media_type="image/png")]
    assert verdicts(parse(copies)) == {"unclear"}


def test_a_second_reading_that_fails_confirms_nothing():
    def second():
        raise ValueError

    report = parse([replace(page(wrong(honest())), second=second)])
    assert verdicts(report) == {"unclear"}
    assert [f.status for f in report.findings if f.check == "S2"] == ["unknown"]


def test_a_partial_second_reading_confirms_what_it_finds_and_doubts_nothing_else():
    printed = wrong(wrong(honest()), TOTAL, 1)
    review = Document("text/html", _tables(page(printed))[-1:], is_partial=True)
    report = parse([replace(page(printed), second=lambda: review)])
    assert {f.check: f.verdict for f in failed(report)} == {"A2": "unclear", "A3": "unclear", "R1": "agency"}
    assert [f for f in report.findings if f.check == "S1"] == []


def test_checks_made_anew_of_a_stored_reading_keep_its_verdicts():
    report = parse([page(wrong(honest()))])
    assert failed(rechecked(report)) == failed(report)


def _tables(document):
    return tuple(block for block in document.blocks if isinstance(block, Table))


def test_reports_without_a_failing_sum_have_no_verdicts():
    assert {f.verdict for f in parse([page(honest())]).findings} == {None}
