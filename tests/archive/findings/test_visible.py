"""What documents hold reaches no terminal and no page unseen."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archive.findings.visible import visible, visible_json

ANY = st.text(st.characters(), max_size=80)  # halves of pairs, too
STEERING = st.sampled_from(
    ["\x1b[2J", "\x9b31m", "\x07", "\r\n", "\u202e", "\u2066", "\u200b", "\ud800", "\x7f", "\u2028"]
)


def steers(text):
    return [
        c
        for c in text
        if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
    ]


@given(st.lists(st.one_of(ANY, STEERING), max_size=6).map("".join))
def test_nothing_is_left_that_steers_and_nothing_else_is_touched(text):
    made = visible(text)
    assert steers(made) == []
    assert not text.isprintable() or made == text
    assert [c for c in text if c.isalpha() and ord(c) > 0x3000] == [c for c in made if c.isalpha() and ord(c) > 0x3000]


@given(st.lists(st.one_of(ANY, STEERING), max_size=6))
def test_json_says_the_same_without_a_character_that_steers(texts):
    made = visible_json(json.dumps(texts, ensure_ascii=False, indent=2))
    assert json.loads(made) == texts
    assert steers(made.replace("\n", "")) == []
