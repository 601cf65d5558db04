"""Whether words that name a field are near enough to a figure to be what it counts."""

from __future__ import annotations

from collections.abc import Sequence

from archive.claims.grammar import said
from archive.claims.naming import REQUESTS, REVIEW, VERBS
from archive.claims.tokens import Token

_MOST_UNKNOWN = 6  # letters of words that go on with requests
_MOST_BEHIND_REQUESTS = 5
_MOST_IN_DOCUMENTS = 1
_MOST_BEFORE_INFORMATION = 2


def goes_on(words: Sequence[Token], fields: Sequence[str], unknown: int, behind: int) -> bool:
    """Whether words without a noun may go on with these fields: what more they say must be words that are known.

    `unknown` is how many letters of theirs are in no list, `behind` how many of these stand right before the figure:
    they may name anything.
    """
    says = said(words)
    if any(field in REVIEW for field in fields):
        return "rest" in says or any(concept.startswith("outcomes.") for concept in says)
    if tuple(fields) == (REQUESTS,):
        is_named = any(concept.startswith(("rows.", "applicants.", "ways.")) for concept in says) or "carry" in says
        return is_named or (unknown <= _MOST_UNKNOWN and behind < 2)
    return tuple(fields) == ("information",) or (unknown <= _MOST_IN_DOCUMENTS and not says.isdisjoint(VERBS))


def is_near(words: Sequence[Token], fields: Sequence[str], begin: int, figure: Token) -> bool:
    """Whether a noun is what the figure counts: letters in no list between them may name something else.

    `begin` is the letter at which the phrase of the figure begins; nouns before it are known to be meant.
    """
    nouns = [i for i, word in enumerate(words) if word.noun]
    if (
        not nouns
        or words[nouns[-1]].start < begin
        or any(field in REVIEW or field == "information" for field in fields)
    ):
        return True
    behind = [word for word in words[nouns[-1] :] if word.end <= figure.start]
    unknown = figure.start - behind[0].start - sum(len(word.text) for word in behind) if behind else 0
    return unknown < (_MOST_BEHIND_REQUESTS if REQUESTS in fields else 2)


def is_of_one_kind(words: Sequence[Token], fields: Sequence[str], begin: int) -> bool:
    """Whether words in no list stand before 信息: information of one kind (财政预决算信息) is not all of it."""
    nouns = [i for i, word in enumerate(words) if word.noun == "information"]
    if tuple(fields) != ("information",) or not nouns:
        return False
    before = words[nouns[0] - 1].end if nouns[0] else 0
    return words[nouns[0]].start - max(before, begin) > _MOST_BEFORE_INFORMATION


def is_left_open(words: Sequence[Token], fields: Sequence[str]) -> bool:
    """Whether 等 stands behind the nouns of what no form counts together: 规章、规范性文件等112件."""
    nouns = [i for i, word in enumerate(words) if word.noun]
    is_other = REQUESTS not in fields and not any(field in REVIEW for field in fields)
    return is_other and bool(nouns) and any("more" in word.says for word in words[nouns[-1] :])
