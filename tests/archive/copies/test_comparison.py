import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.copies.comparison import compare
from archive.copies.narrative import Sentence

A = "信息员每月逐条核对办事指南并及时更新"
B = "窗口人员随机抽查收费清单并且通报结果"
C = "档案室按照程序清理失效文件方便群众查"


def said(*keys):
    return [Sentence("overview", key, key) for key in keys]


def test_the_share_is_of_the_letters_of_each_text():
    common = compare(said(A, B), said(A, C, B[::-1], C[::-1]))
    assert len(A) == len(B) == len(C)
    assert common.share == pytest.approx(1 / 2)
    assert common.share_of_source == pytest.approx(1 / 4)


def test_a_changed_sentence_counts_by_what_is_left_of_it():
    changed = A.replace("更新", "修订")
    (pair,) = compare(said(changed), said(B, A)).pairs
    assert pair.source.key == A
    # 14 runs of five letters each, of which the last two differ: 2 * 12 / (14 + 14)
    assert pair.likeness == pytest.approx(12 / 14)


def test_other_sentences_have_nothing_in_common():
    assert compare(said(A), said(B)) == ((), 0.0, 0.0)
    assert compare([], said(B)).share == 0.0
    assert compare(said(A), []).share_of_source == 0.0


def test_texts_made_to_be_slow_are_compared_in_bounded_time():
    shared = "".join(chr(0x5000 + i) for i in range(100))

    def hostile(mark):
        return said(*(f"{shared}{mark}{chr(0x4E00 + i)}" for i in range(2_000)))

    began = time.process_time()
    compare(hostile("甲"), hostile("乙"))
    assert time.process_time() - began < 10


sentences = st.lists(st.text(alphabet="公开信息更新核对群众一二三", min_size=1, max_size=25), max_size=12, unique=True)


@given(sentences, sentences)
def test_shares_are_shares_and_a_text_is_all_of_itself(one, other):
    common = compare(said(*one), said(*other))
    assert 0 <= common.share <= 1 + 1e-9
    assert 0 <= common.share_of_source <= 1 + 1e-9
    assert len(common.pairs) <= len(one)
    assert compare(said(*one), said(*one)).share == (1.0 if one else 0.0)


@given(sentences, sentences, st.integers(0, 99))
def test_the_order_of_sentences_does_not_matter(one, other, seed):
    mixed = list(one)
    Random(seed).shuffle(mixed)
    assert compare(said(*mixed), said(*other)).share == pytest.approx(compare(said(*one), said(*other)).share)
