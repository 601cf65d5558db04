"""The file of corrections: what goes out comes back the same, and nothing in it is believed."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.correction_lines import (
    KEYS,
    MOST_LINE_BYTES,
    BadCorrection,
    checked,
    correction_of,
    in_order,
    line_of,
    read_lines,
)
from archive.corrections import Correction, printed
from archive.numbers import UNITS
from tests.archive.test_corrections import MADE

LATEST = "2026-12-31T00:00:00.000Z"
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine, not the code, may be slow


def texts(most):
    return st.text(max_size=most).map(printed).filter(bool)


FIGURES = st.one_of(st.integers(-(10**13) + 1, 10**13 - 1), st.floats(-1e12, 1e12).filter(lambda f: f != int(f)))
MOMENTS = st.datetimes().map(
    lambda t: t.replace(year=2026 - t.year % 5, day=1).isoformat(timespec="milliseconds") + "Z"
)


@st.composite
def corrections(draw):
    state = draw(st.sampled_from(["number", "blank", "not_applicable"]))
    read_state = draw(st.sampled_from([None, "number", "blank", "not_applicable", "text", "unreadable"]))
    withdrawn = draw(st.booleans())
    cell = draw(st.sampled_from(["applications.new[total]", "disclosure.fees.amount", "stats.complaints[2018]"]))
    figures = st.floats(0, 1e12) if cell.endswith("amount") else st.integers(0, 10**13 - 1)
    made_at = draw(MOMENTS)
    return Correction(
        report=f"{draw(texts(30))}:2020",
        agency=draw(st.none() | texts(30)),
        year=draw(st.none() | st.integers(1900, 2200)),
        url=draw(st.none() | st.just("https://example.org/年报.html")),
        cell=cell,
        value=draw(figures.map(lambda f: int(f) if f == int(f) else f)) if state == "number" else None,
        state=state,
        unit=draw(st.none() | st.sampled_from(UNITS)) if state == "number" else None,
        because=draw(texts(200)),
        author=draw(st.none() | texts(20)),
        made_at=made_at,
        version=draw(st.binary(min_size=16, max_size=16)).hex(),
        digest=draw(st.binary(min_size=32, max_size=32)).hex(),
        printed=None if read_state is None else draw(st.text().map(printed)),
        read=draw(FIGURES) if read_state == "number" else None,
        read_state=read_state,
        withdrawn_at=draw(MOMENTS.map(lambda moment: max(moment, made_at))) if withdrawn else None,
        withdrawn_because=draw(texts(50)) if withdrawn else None,
    )


@BUSY
@given(st.lists(corrections(), max_size=5))
def test_whatever_is_exported_is_imported_the_same(made):
    lines = [line_of(one) for one in in_order(made)]
    assert all(len(line.splitlines()) == 1 for line in lines)
    back = [one for _, one in read_lines("\n".join(lines).encode(), LATEST)]
    assert back == in_order(made)
    assert [line_of(one) for one in back] == lines
    assert [one.id for one in back] == [one.id for one in in_order(made)]


@BUSY
@given(corrections(), corrections())
def test_the_id_tells_apart_whatever_says_something_else(one, other):
    def said(correction):
        return replace(correction, withdrawn_at=None, withdrawn_because=None)

    assert (one.id == other.id) == (said(one) == said(other))


@BUSY
@given(st.text())
def test_printed_text_has_nothing_a_file_or_a_terminal_could_trip_over(text):
    made = printed(text)
    assert made == printed(made)
    assert made.isprintable()
    assert "".join(made.split()) == "".join(ch for ch in "".join(text.split()) if ch.isprintable())[:1000]


@BUSY
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_file(body):
    for _, one in read_lines(body, LATEST):
        assert isinstance(one, BadCorrection)


def line(**other):
    return json.dumps({**json.loads(line_of(MADE)), "id": None, **other}).encode()


def test_a_line_says_what_people_must_know_in_a_fixed_order():
    told = json.loads(line_of(MADE))
    assert tuple(told) == KEYS
    assert (told["report"], told["cell"], told["printed"], told["read"], told["value"]) == (
        MADE.report,
        MADE.cell,
        "5",
        5,
        4,
    )
    assert json.loads(line_of(replace(MADE, value=None, state="blank")))["value"] == "blank"


def test_a_line_without_an_id_is_a_correction_of_its_own():
    assert correction_of(line(value=3), LATEST).value == 3
    told = json.loads(line(value=3))
    del told["id"]
    assert correction_of(json.dumps(told).encode(), LATEST).value == 3


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"value": "4"}, "value is no number, blank or not_applicable"),
        ({"value": True}, "value is no number"),
        ({"value": [1]}, "value is no number"),
        ({"value": float("nan")}, "larger than any figure"),
        ({"value": float("inf")}, "larger than any figure"),
        ({"value": 10**13}, "larger than any figure"),
        ({"value": "blank", "unit": "件"}, "unit goes with a number"),
        ({"unit": "斤"}, "unit is none of"),
        ({"because": ""}, "because is empty"),
        ({"because": "  "}, "because is empty"),
        ({"because": None}, "because is no text"),
        ({"because": "x" * 1001}, "because is longer than 1000 characters"),
        ({"because": "a\nb"}, "several lines"),
        ({"because": "\x1b[2J"}, "cannot be seen"),
        ({"author": "王\u202e李"}, "cannot be seen"),
        ({"author": "\ud800"}, "cannot be seen"),
        ({"report": {"a": 1}}, "report is no text"),
        ({"cell": "applications.new[total]; DROP"}, "not the name of a cell"),
        ({"cell": "x" * 300}, "not the name of a cell"),
        ({"digest": "F" * 64}, "64 hexadecimal digits"),
        ({"version": "a" * 31}, "32 hexadecimal digits"),
        ({"year": "2020"}, "no year"),
        ({"year": True}, "no year"),
        ({"made_at": "2026-01-01"}, "made_at is not a time"),
        ({"made_at": "2026-02-30T00:00:00.000Z"}, "no moment of the calendar"),
        ({"made_at": "2199-01-01T00:00:00.000Z"}, "lies in the future"),
        ({"read": None}, "do not fit together"),
        ({"printed": None}, "do not fit together"),
        ({"read_state": "good"}, "read_state is none of"),
        ({"withdrawn_at": LATEST}, "go together"),
        ({"withdrawn_at": "2025-12-31T00:00:00.000Z", "withdrawn_because": "a slip"}, "before made_at"),
        ({"value": -1}, "below 0"),
        ({"value": 2.5}, "has a fraction"),
        ({"value": 2.5, "cell": "disclosure.licensing.items_change"}, "has a fraction"),
        ({"note": "x"}, "'note', which no correction has"),
        ({"id": "0" * 32}, "altered"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_the_reason(other, word):
    with pytest.raises(BadCorrection, match=word):
        correction_of(line(**other), LATEST)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"[1, 2]", "no JSON object"),
        (b"report,cell,value", "no JSON"),
        (b"\xff\xfe{}", "no text in UTF-8"),
        (b"[" * 20_000, "no JSON"),
        (b'{"value": ' + b"9" * 6000 + b"}", "no JSON"),
        (b'{"report": "' + b"x" * MOST_LINE_BYTES + b'"}', "longer than"),
        (b'{"report": "a", "report": "b"}', "names a key twice"),
        (b"{}", "lacks report"),
    ],
    ids=["list", "csv", "utf-16", "deep", "digits", "long", "twice", "empty"],
)
def test_lines_that_are_none_are_refused(body, word):
    with pytest.raises(BadCorrection, match=word):
        correction_of(body, LATEST)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-3, "disclosure.licensing.items_change"),
        (2.5, "disclosure.fees.amount"),
        (0.5, "stats.capacity.funding[period]"),
    ],
)
def test_a_change_may_be_a_fall_and_money_has_fractions(value, cell):
    assert correction_of(line(value=value, cell=cell), LATEST).value == value


def test_one_bad_line_costs_no_other_and_is_named_by_its_number():
    body = b"\xef\xbb\xbf" + line() + b"\r\n\r\n{\r\n" + line(value=3)
    read = list(read_lines(body, LATEST))
    assert [(number, type(one)) for number, one in read] == [(1, Correction), (3, BadCorrection), (4, Correction)]


def test_an_altered_line_is_told_from_an_exported_one():
    told = json.loads(line_of(MADE))
    for key, value in (("value", 40), ("author", "李"), ("made_at", "2026-01-01T00:00:00.001Z"), ("read", 6)):
        with pytest.raises(BadCorrection, match="altered"):
            correction_of(json.dumps(told | {key: value}).encode(), LATEST)
    again = told | {"withdrawn_at": "2026-03-01T00:00:00.000Z", "withdrawn_because": "a slip"}
    assert correction_of(json.dumps(again).encode(), LATEST).id == MADE.id


def test_what_no_file_could_hold_is_not_made():
    assert checked(MADE) == MADE
    with pytest.raises(BadCorrection, match="author is longer than 100"):
        checked(replace(MADE, author="x" * 101))
    with pytest.raises(BadCorrection):
        checked(replace(MADE, because="\udcff"))
