import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.charset import decode

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)
SENTENCE = "本年新收政府信息公开申请数量共计七件，结转下年度继续办理。"
HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gbk", "utf-8-sig", "utf-16"])
def test_chinese_text_is_read_in_the_charsets_of_the_portals(charset):
    assert decode(SENTENCE.encode(charset)) == SENTENCE


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "big5"])
def test_a_declaration_is_not_believed_against_the_bytes(charset, declared):
    page = f'<html><head><meta charset="{declared}"></head><body>{SENTENCE}</body></html>'
    assert SENTENCE in decode(page.encode(charset))


def test_big_endian_text_is_told_by_its_mark():
    assert decode(codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be")) == SENTENCE


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_one_broken_byte_costs_one_character_and_not_the_page(charset):
    body = f"<p>{SENTENCE}</p>" * 20
    encoded = bytearray(body.encode(charset))
    encoded[len(encoded) // 2] = 0xFF
    read = decode(bytes(encoded))
    assert read.count(SENTENCE) >= 18


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("missing", [1, 2])
def test_a_page_cut_inside_a_character_is_still_read(charset, missing):
    body = (f"<p>{SENTENCE}</p>" * 5 + SENTENCE[:-1]).encode(charset)
    assert decode(body[:-missing]).count(SENTENCE) == 5


@MODERATE
@given(HAN)
def test_utf_8_is_never_taken_for_anything_else(text):
    assert decode(text.encode()) == text


@MODERATE
@given(st.binary())
def test_any_bytes_become_some_text(body):
    assert isinstance(decode(body), str)
