"""A reading as it is stored: it comes back as it was, whatever is in it."""

import contextlib
import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from archive.as_json import report_object
from archive.database import packing
from archive.database.packing import pack, unpack, unpacked_report
from archive.errors import DamagedReading
from archive.models import Cell, Claim, Field, Finding, Leftover, Report, Section, Spot
from archive.parser import parse
from archive.readers.registry import read
from tests.archive.seeing import page

letters = st.text(max_size=12) | st.sampled_from(["applications.new[total]", "the total of a row is its parts"])
numbers = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
places = st.dictionaries(
    letters, st.integers() | letters | st.lists(st.floats(allow_nan=False), max_size=4), max_size=3
)
names = st.lists(st.sampled_from(["a", "b", "applications.new[total]"]) | letters, max_size=4).map(tuple)
texts = letters | st.integers().map(str) | st.just("007")
reports = st.builds(
    Report,
    *[st.none() | letters] * 2,
    st.none() | st.integers(),
    *[st.none() | letters] * 3,
    letters,
    letters,
    cells=st.lists(
        st.builds(Cell, st.sampled_from(["a", "b", "c"]), texts, numbers, st.just("number"), st.none() | letters, places),
        max_size=5,
    ).map(tuple),
    fields=st.lists(st.builds(Field, letters, letters, places), max_size=2).map(tuple),
    sections=st.lists(
        st.builds(Section, letters, st.none() | letters, letters, st.lists(places, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    findings=st.lists(
        st.builds(Finding, letters, st.just("pass"), st.just("hard"), names, letters, names, st.none(), numbers),
        max_size=4,
    ).map(tuple),
    leftovers=st.lists(st.builds(Leftover, places, letters), max_size=2).map(tuple),
    claims=st.lists(
        st.builds(
            Claim, letters, st.just("count"), numbers, st.none(), letters, letters,
            st.builds(Spot, letters, st.integers(), st.integers(), st.integers(), places), compared=names,
        ),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=60)
@given(reports)
def test_any_reading_comes_back_as_it_was(report):
    assert unpacked_report(pack(report)) == report
    assert json.dumps(unpack(pack(report))) == json.dumps(report_object(report))


def test_a_number_told_by_its_text_keeps_that():
    cells = (Cell("a", "007", 7, "number", None, {}), Cell("b", "7", 7, "number", None, {}))
    cells += (Cell("c", "7", 7.0, "number", None, {}), Cell("d", "True", True, "number", None, {}))
    report = Report("", "", 2020, None, None, None, "", "", cells=cells)
    assert [cell["text"] for cell in unpack(pack(report))["cells"]] == ["007", "7", "7", "True"]


def test_a_whole_form_takes_less_than_two_kilobytes():
    report = parse([read(page())])
    assert len(report.cells) > 150
    assert len(pack(report)) < 2000


def test_what_was_packed_beside_the_first_dictionary_is_read():
    made = {
        "title": None, "agency": "甲局", "year": 2020, "template": None, "published": None, "published_meta": None,
        "media_type": "", "digest": "",
        "cells": {"id": ["a", "b"], "text": [None, "—"], "value": [7, None], "state": ["number", "blank"],
                  "unit": [None, None], "place": {"table": [1, 1]}},
        "fields": {}, "sections": {}, "leftovers": {}, "claims": {},
        "findings": {"check": ["A1"], "status": ["pass"], "severity": ["hard"], "cells": [[1, "z"]], "message": ["m"],
                     "suspects": [[]], "verdict": [None], "proposed": [None]},
    }  # fmt: skip
    text = json.dumps(made, ensure_ascii=False).encode()
    beside = (ROOT / "archive" / "database" / "dictionaries" / "reading.1.zstd").read_bytes()
    packed = b"\x01" + packing.zstd.compress(text, zstd_dict=packing.zstd.ZstdDict(beside))
    cells = (Cell("a", "7", 7, "number", None, {"table": 1}), Cell("b", "—", None, "blank", None, {"table": 1}))
    finding = Finding("A1", "pass", "hard", ("b", "z"), "m")
    assert unpacked_report(packed) == Report(
        None, "甲局", 2020, None, None, None, "", "", cells=cells, findings=(finding,)
    )


def test_what_an_earlier_release_stored_is_read():
    report = parse([read(page())])
    first = json.dumps(report_object(report), ensure_ascii=False, separators=(",", ":")).encode()
    assert unpacked_report(zlib.compress(first, 9)) == report


@given(st.data())
def test_damage_anywhere_is_named_and_nothing_else_is_raised(data):
    packed = bytearray(pack(_SMALL))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.none() | st.integers(0, len(packed)))
    with contextlib.suppress(DamagedReading):
        assert unpacked_report(bytes(packed[:cut])) == _SMALL


_SMALL = replace(parse([read(page())]), sections=(), claims=())


def packed_as(text):
    return b"\x02" + packing.zstd.compress(text, zstd_dict=packing._dictionary(2))


@pytest.mark.parametrize(
    "packed", [b"\x02abc", b"\x01", b"x", b"\x01" + b"\x28\xb5\x2f\xfd" * 3, b"\xff" * 64, packed_as(b"[" * 100_000)]
)
def test_what_is_no_reading_is_named_so(packed):
    with pytest.raises(DamagedReading):
        unpacked_report(packed)
