"""The rules of the catalogue in the language asked for."""

from __future__ import annotations

from typing import NamedTuple

from archive.checks.catalogue import rule
from archive.findings.translation import in_chinese
from archive.lineage.places import Language


class RuleTold(NamedTuple):
    """What a check says and what it stands on, in one language; `id` is the catalogue's, perhaps for several."""

    id: str
    sentence: str
    basis: str


def told_rule(check: str, language: Language) -> RuleTold | None:
    """The rule a check id is of; None for one of no rule."""
    known = rule(check)
    if known is None:
        return None
    if language == "zh":
        return RuleTold(known.id, known.zh, in_chinese(known.basis))
    return RuleTold(known.id, known.sentence, known.basis)
