"""A sentence cut into what says something: figures with their units, words, dates and stops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from archive.claims.lexicon import DATES, STOPS, Lexicon, lexicon
from archive.claims.numerals import from_digits, from_numerals
from archive.models import Number

FIGURE, DATE, STOP, WORD = "figure", "date", "stop", "word"
NOTHING: frozenset[str] = frozenset()
_STOP = (NOTHING, "")  # what a stop says, and the field it is of
_ABOUT = re.compile(r"(?:约|近|超过?|逾|不足|不到|至少)$")


class Token(NamedTuple):
    """A piece of a sentence, from `start` up to `end`; `says` are the concepts of a word, `noun` the field it is of.

    A figure has its value in whole units (1.2万条 is 12000), its unit or none, and the word that makes it a rough one.
    """

    kind: str
    text: str
    start: int
    end: int
    says: frozenset[str] = NOTHING
    noun: str = ""
    value: Number | None = None
    unit: str | None = None
    rough: str = ""


_Fields = tuple[str, str, int, int, frozenset[str], str, Number | None, str | None, str]
_token: Callable[[_Fields], Token] = partial(tuple.__new__, Token)
"""A token of all its fields, made as `archive.models.grid_cell` makes a cell."""


def tokens(sentence: str) -> list[Token]:
    """The tokens of a sentence in order; what is in no list is left out.

    >>> [(t.text, t.value, t.unit) for t in tokens("2023年收到申请约1.2万件") if t.kind == "figure"]
    [('1.2万件', 12000, '件')]
    """
    words = lexicon()
    made = [_word(found, words) for found in words.words.finditer(sentence)]
    figures = [token for found in words.figures.finditer(sentence) if (token := _figure(sentence, found, words))]
    return list(_apart(sorted(made + figures, key=_order))) if figures else made


def _order(token: Token) -> tuple[int, int]:
    return token.start, -token.end


def _apart(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens without those that begin within another one."""
    end = 0
    for token in found:
        if token.start >= end:
            yield token
            end = token.end


def _word(found: re.Match[str], words: Lexicon) -> Token:
    text = found[0]
    start, end = found.span()
    says, noun = words.concepts.get(text, _STOP)
    return _token((WORD if says else STOP, text, start, end, says, noun, None, None, ""))


def _figure(sentence: str, found: re.Match[str], words: Lexicon) -> Token | None:
    """A figure with its unit, or a date; nothing where a number counts nothing."""
    start = found.start()
    if date := DATES.match(sentence, start):
        return Token(DATE, date.group(), start, date.end())
    parts = words.figure.match(sentence, start)
    if parts is None:
        return None
    unit, end = parts["unit"], parts.end()
    is_bare = sentence[start - 1 : start] in ("为", "是") and (end == len(sentence) or sentence[end] in STOPS)
    if (unit is None and not is_bare) or words.units.get(unit or "") == "time":
        return None
    about = _ABOUT.search(sentence, max(start - 2, 0), start)
    rough = (about.group() if about else "") or parts["more"] or ""
    return Token(FIGURE, parts.group(), start, end, NOTHING, "", _value(parts), unit, rough)


def _value(parts: re.Match[str]) -> Number:
    if parts["digits"]:
        return from_digits(parts["digits"], parts["decimals"], parts["times"])
    return from_numerals(parts["numerals"], parts["times"])
