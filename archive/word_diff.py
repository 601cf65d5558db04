"""Where two texts differ, word by word: a Chinese character, a number or a Latin word at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_NEAR = 2  # words alike between two differences that are told as one
MOST_LETTERS = 200_000  # of a text; the rest is compared as one piece
MOST_WORDS = 3_000  # of a stretch that is compared word by word


def differing(old: str, new: str) -> list[tuple[str, str]]:
    """The stretches in which two texts differ, each as it was and as it is; white space makes no difference.

    >>> differing("结转下年度 3 件。无其他。", "结转下年度 0 件。无其他。")
    [('3', '0')]
    """
    before, after = _sentences(old), _sentences(new)
    found: list[tuple[str, str]] = []
    for left, right in _unlike(before, after, near=0):
        found += _by_words("".join(left), "".join(right))
    return [(one.strip(), other.strip()) for one, other in found if _bare(one) != _bare(other)]


def _by_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if not (before and after) or len(before) + len(after) > MOST_WORDS:
        yield old, new
        return
    for left, right in _unlike(before, after, near=_NEAR):
        yield "".join(left), "".join(right)


def _unlike(before: Sequence[str], after: Sequence[str], near: int) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The runs in which two sequences differ; what lies at most `near` apart is one run."""
    run: tuple[int, int, int, int] | None = None
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if run is not None and a - run[1] > near:
            yield before[run[0] : run[1]], after[run[2] : run[3]]
            run = None
        run = (a, b, c, d) if run is None else (run[0], b, run[2], d)
    if run is not None:
        yield before[run[0] : run[1]], after[run[2] : run[3]]


def _sentences(text: str) -> list[str]:
    head, rest = text[:MOST_LETTERS], text[MOST_LETTERS:]
    return [*_SENTENCE.findall(head), *([rest] if rest else [])]


def _bare(text: str) -> str:
    return "".join(text.split())
