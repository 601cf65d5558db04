"""How much of an official label is left in what was read of it, where too much is lost to tell it by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from archive.labels import normal, split_number, split_unit
from archive.traditional import simplified

LIKE = 0.45  # on the average, of labels that stand in the order of a form
NEARLY_ALL = 0.8  # of the labels that stand below heads which say whose they are
FAINT = 0.25  # of any one of them


@lru_cache(maxsize=8192)
def likeness(text: str, word: str) -> float:
    """The share of letters that a text and a label have in the same order, 0 to 1.

    >>> likeness("結樂\\n懼持", "结果维持"), likeness("厘", "总计")
    (0.5, 0.0)
    """
    read = split_unit(split_number(simplified(normal(text)))[1])[0]
    return SequenceMatcher(None, read, word, autojunk=False).ratio()


def in_order(texts: Sequence[str], words: Sequence[str], others: Iterable[str]) -> bool:
    """Whether texts are like the labels expected at their places, on the average, and none is clearly another."""
    own = [likeness(text, word) for text, word in zip(texts, words, strict=True)]
    return sum(own) >= LIKE * len(own) and all(
        a >= b or (b < LIKE and a >= FAINT) for a, b in zip(own, _best(texts, others), strict=True)
    )


def left_of(texts: Sequence[str], words: Sequence[str], others: Iterable[str]) -> bool:
    """Whether something is left of nearly all labels expected at these places, and none is clearly another."""
    own = [likeness(text, word) for text, word in zip(texts, words, strict=True)]
    best = _best(texts, others)
    return sum(a >= FAINT for a in own) >= NEARLY_ALL * len(own) and all(
        a >= b or b < LIKE for a, b in zip(own, best, strict=True)
    )


def _best(texts: Sequence[str], words: Iterable[str]) -> list[float]:
    known = tuple(words)
    return [max((likeness(text, word) for word in known), default=0.0) for text in texts]
