"""The grammar of a sentence: clauses between stops, and in each the phrases that end in a figure.

sentence := clause (stop clause)*        stop   := ， ； ： （ ）
clause   := phrase* rest                 phrase := word* figure
rest     := word*                        word   := any token but a figure and a stop
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from archive.claims.tokens import FIGURE, NOTHING, STOP, Token

SOFT = "、"  # parts of one clause
_SAYS = attrgetter("says")


class Phrase(NamedTuple):
    """Words up to a figure, and the words behind it where no other figure follows before the next stop.

    `begin` is the letter of the sentence at which the words begin, known and unknown ones; `says` is what they say.
    """

    begin: int
    head: tuple[Token, ...]
    figure: Token
    tail: tuple[Token, ...]
    says: frozenset[str]


class Clause(NamedTuple):
    """What stands between two stops: its phrases with figures, and all of its words with what these say.

    `opened` is the stop before it.
    """

    opened: str
    phrases: tuple[Phrase, ...]
    words: tuple[Token, ...]
    says: frozenset[str]


def clauses(found: Sequence[Token]) -> Iterator[Clause]:
    """The clauses of a sentence, in order."""
    opened, begin, rest = "", 0, list[Token]()
    for token in found:
        if token.kind == STOP and token.text != SOFT:
            yield _clause(opened, begin, rest)
            opened, begin, rest = token.text, token.end, []
        else:
            rest.append(token)
    yield _clause(opened, begin, rest)


def said(words: Sequence[Token]) -> frozenset[str]:
    """All that some words say."""
    return NOTHING.union(*map(_SAYS, words))


def _clause(opened: str, letter: int, found: Sequence[Token]) -> Clause:
    words = tuple([token for token in found if token.kind != FIGURE])
    phrases = _phrases(letter, found) if len(words) < len(found) else ()
    return Clause(opened, phrases, words, said(words))


def _phrases(letter: int, found: Sequence[Token]) -> tuple[Phrase, ...]:
    figures = [i for i, token in enumerate(found) if token.kind == FIGURE]
    phrases, begin = [], 0
    for i, at in enumerate(figures):
        until = figures[i + 1] if i + 1 < len(figures) else len(found)
        soft = next((j for j in range(at + 1, until) if found[j].text == SOFT), until)
        head = tuple(found[begin:at])
        tail = found[at + 1 : soft] if soft < until or until == len(found) else ()
        phrases.append(Phrase(letter, head, found[at], tuple(tail), said(head)))
        begin = soft + 1 if soft < until else at + 1
        letter = found[begin - 1].end
    return tuple(phrases)
