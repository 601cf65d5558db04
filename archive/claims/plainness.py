"""Whether a claim is told plainly: in words that are known to leave it what it is."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from archive.claims.tokens import tokens
from archive.models import Claim

_SHOWN = 12  # letters of a word that are quoted
_STOPS = "，；。：（）"
_OWN = re.compile(r"(?:我|本)(?:单位|机关|街道|中心|[局委办厅镇乡区县市院校所站队社部])")


class _Words(NamedTuple):
    """The patterns of plain.toml."""

    harmless: re.Pattern[str]
    documents: re.Pattern[str]
    clauses: re.Pattern[str]
    sentences: re.Pattern[str]
    lists: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads((resources.files("archive") / "claims" / "plain.toml").read_text("utf-8"))
    words = "|".join(map(re.escape, sorted(data["harmless"], key=len, reverse=True)))
    told = ("kinds_of_documents", "turning", "turning_sentences", "turning_lists")
    return _Words(re.compile(f"(?:{words})*"), *(re.compile("|".join(data[key])) for key in told))


def strange(claim: Claim, agency: str | None = None) -> str:
    """The first words of the clause that may give a claim another sense, or are in no list; nothing where it is plain.

    The name of the body itself, or a part of it, is no such word.
    """
    known, clause = _words(), _clause(claim)
    turned = known.lists.search(claim.sentence) if claim.kind == "list" else known.clauses.search(clause)
    turned = turned or known.sentences.search(claim.sentence)
    if turned is None and claim.quantity.startswith("applications."):
        turned = known.documents.search(claim.sentence)
    if turned:
        return turned.group()[:_SHOWN]
    for words in _unknown(clause) if claim.kind != "list" else ():
        own = _OWN.sub("", words)
        if own and own not in (agency or "") and not known.harmless.fullmatch(own):
            return own[:_SHOWN]
    return ""


def _clause(claim: Claim) -> str:
    """The words between the stops around a claim."""
    begin = claim.sentence.find(claim.said)
    if begin < 0:
        return claim.said
    end = begin + len(claim.said)
    before = max(claim.sentence.rfind(stop, 0, begin) for stop in _STOPS)
    after = min(
        (at for stop in f"{_STOPS}、" if (at := claim.sentence.find(stop, end)) >= 0), default=len(claim.sentence)
    )
    return claim.sentence[before + 1 : after]


def _unknown(clause: str) -> list[str]:
    """What stands between the words that are known."""
    made, end = [], 0
    for token in tokens(clause):
        made.append(clause[end : token.start])
        end = max(end, token.end)
    return [words for part in (*made, clause[end:]) if (words := part.strip('、 “”"《》'))]
