"""What two releases read otherwise in one version, told cell by cell."""

import pytest

from archive.reading import RELEASE
from archive.release_diff import Difference, differences
from archive.releases import age, changes


def cell(item, value, state="number", text=None, unit=None, row=1):
    text = str(value) if text is None else text
    return {"id": item, "text": text, "value": value, "state": state, "unit": unit, "place": {"row": row}}


def told(check, message, status="fail", cells=()):
    return {"check": check, "status": status, "severity": "hard", "cells": list(cells), "message": message} | {
        "suspects": [],
        "verdict": None,
        "proposed": None,
    }


def read(*cells, findings=(), sections=(), year=2020):
    made = {"title": "甲", "agency": "甲局", "year": year, "template": "t2021", "published": None}
    made |= {"published_meta": None, "media_type": "text/html", "digest": "d"}
    return (
        made
        | {"cells": list(cells), "findings": list(findings), "sections": list(sections)}
        | {
            "fields": [],
            "leftovers": [],
            "claims": [],
        }
    )


@pytest.mark.parametrize(
    ("before", "after", "kind", "old", "new"),
    [
        (cell("a", 3), cell("a", 0), "changed", 3, 0),
        (cell("a", 3), cell("a", None, "blank", ""), "changed", 3, "blank"),
        (cell("a", 3), cell("a", 3, unit="万元"), "changed", 3, "3万元"),
        (cell("a", None, "text", "三件"), cell("a", None, "text", "五件"), "changed", "三件", "五件"),
        (cell("a", None, "unreadable", "3?"), cell("a", 3), "readable", "3?", 3),
        (cell("a", 3), cell("a", None, "text", "3或8"), "unreadable", 3, "3或8"),
        (None, cell("a", 3), "found", None, 3),
        (cell("a", 0), None, "lost", 0, None),
    ],
)
def test_a_cell_is_told_with_what_it_was_and_is(before, after, kind, old, new):
    made = list(differences(read(*filter(None, [before])), read(*filter(None, [after]))))
    assert made == [Difference(kind, "a", old, new)]


def test_the_same_figure_elsewhere_or_otherwise_printed_is_no_other_figure():
    found = differences(read(cell("a", 3), cell("b", 4)), read(cell("a", 3, row=9), cell("b", 4, text="4 ")))
    assert list(found) == [Difference("other", "places", None, None)]


def test_findings_are_counted_and_passes_left_out():
    one, other = told("A1", "1 and 2 are not 4", cells=["a"]), told("A1", "1 and 2 are not 4", cells=["b"])
    passed = told("A2", "it holds", "pass")
    found = list(differences(read(findings=[one, one, other]), read(findings=[one, other, passed])))
    assert found == [Difference("finding gone", "A1", "fail: 1 and 2 are not 4", None, "A1")]


def test_facts_and_parts_that_differ_are_told():
    made = list(differences(read(), read(year=2021, sections=[{"key": "overview", "heading": None, "text": "甲"}])))
    assert made == [Difference("fact", "year", 2020, 2021), Difference("other", "sections", None, None)]


def test_a_document_only_one_release_can_read_is_told_as_such():
    assert [d.kind for d in differences(None, read(cell("a", 1)))] == ["readable"]
    assert [d.kind for d in differences(read(cell("a", 1)), None)] == ["unreadable"]
    assert list(differences(None, None)) == []


def test_this_release_says_what_it_reads_otherwise():
    assert list(changes())[-1] == RELEASE
    assert all(changes().values())
    assert max([*changes(), "0"], key=age) == "0"  # one that is not known is newer than all that are
