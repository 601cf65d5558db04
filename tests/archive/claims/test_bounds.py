"""Any text is read, in bounded time, to a bounded number of claims."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims import compare, compare_with_last_year, read_claims
from archive.claims.lexicon import STOPS, lexicon
from archive.claims.reader import MOST
from tests.archive.claims.told import filled, section

WORDS = sorted(lexicon().concepts) + ["3件", "10%", "０件", "2023年", "两份", "5500余条", "1.2万元", *STOPS, "。", "\n"]
PIECES = st.one_of(st.sampled_from(WORDS), st.text(max_size=3))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_words_in_any_order_are_read_and_compared(text):
    cells = filled()
    claims = compare(read_claims([section(text)], cells), cells, "t2021", 2023, "青屏县人民政府")
    compare_with_last_year(claims, cells, cells, "t2021", "t2021")
    for number, claim in enumerate(claims):
        assert claim.said
        assert claim.part_of is None or claim.part_of < number
        for name in claim.compared:
            assert not name.startswith("claims[") or int(name[7:-1]) < len(claims)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=400))
def test_any_text_is_read(text):
    read_claims([section(text)])


HOSTILE = {
    "one sentence of counts": "收到申请1件，",
    "lists in lists": "其中收到申请3件，包括予以公开1件（其中自然人1件，",
    "shares": "收到申请9件。予以公开1件，占1%；",
    "digits": "1",
    "groups of digits": "1,000,",
    "numerals": "一百",
    "stops": "，",
    "words for none": "未无没有",
    "quotes never closed": "《",
    "lines": "全年收到政府信息公开申请共计十二件其中自然人\n",
    "blanks": " \u3000",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_long_hostile_text_takes_no_long_time(piece):
    cells = filled()
    text = (piece * (150_000 // len(piece)))[:150_000]
    start = time.process_time()
    claims = compare(read_claims([section(text)], cells), cells, "t2021")
    assert time.process_time() - start < 10
    assert len(claims) <= MOST
