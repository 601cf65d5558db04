"""How many claims are read, and how many of those read are made: sentences in our own words."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.archive.claims.told import read, said

SETS = ("tuned", "held_out")
ROWS = {name: tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8")) for name in SETS}


@pytest.mark.parametrize("name", SETS)
def test_nearly_all_claims_are_read_and_hardly_any_that_is_none(name):
    right = found = made = 0
    misread = []
    for text, claims in ROWS[name].items():
        got = Counter(said(claim) for claim in read(text))
        right += sum((got & Counter(claims)).values())
        found += sum(got.values())
        made += len(claims)
        if got != Counter(claims):
            misread.append(text)
    assert right / found >= 0.98, misread
    assert right / made >= 0.95, misread


def test_there_are_enough_sentences_and_none_is_in_both_sets():
    assert sum(map(len, ROWS.values())) >= 320
    assert len(ROWS["held_out"]) >= 120
    assert not ROWS["held_out"].keys() & ROWS["tuned"].keys()


@pytest.mark.parametrize("name", SETS)
def test_half_width_stops_blanks_and_full_width_digits_change_nothing(name):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for text, claims in ROWS[name].items():
        plain = [said(claim) for claim in read(text)]
        assert [said(c) for c in read(text.translate(wide).replace("，", ", ").replace("；", ";"))] == plain, text
        assert len(plain) <= len(claims) + 3
