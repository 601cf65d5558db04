"""Every check by its id: what it says and what it stands on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its sentence in English and Chinese, the law or form it stands on, the forms it holds for (none: all).

    An id may stand for all ids that begin with it (`A4_` for `A4_denied`).
    """

    id: str
    sentence: str
    zh: str
    basis: str
    severity: Literal["hard", "soft"]
    forms: tuple[str, ...] = ()
    stage: Literal["reading", "document", "archive"] = "document"


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """All checks, in the order of the catalogue."""
    data = tomllib.loads((resources.files("archive") / "checks" / "rules.toml").read_text("utf-8"))
    made = [Rule(**{**told, "forms": tuple(told.get("forms", ()))}) for told in data["rules"]]
    return {rule.id: rule for rule in made}


@lru_cache(maxsize=256)
def rule(check: str) -> Rule | None:
    """The rule a check id is of, by the longest id of the catalogue it begins with; None for one of no rule.

    >>> rule("A4_denied").id, rule("L7").id, rule("N28").id, rule("Q9")
    ('A4_', 'L', 'N28', None)
    """
    known = rules()
    found = [known_id for known_id in known if check == known_id or (check.startswith(known_id) and _is_open(known_id))]
    return known[max(found, key=len)] if found else None


def beginning(check: str) -> list[str]:
    """The ids of the catalogue that begin with what a person writes; the one that is it exactly alone.

    >>> beginning("A4"), beginning("R"), beginning("A1"), beginning("L7"), beginning("")
    (['A4_'], ['R1', 'R2', 'R3'], ['A1'], [], [])
    """
    known = rules()
    return [check] if check in known else [one for one in known if check and one.startswith(check)]


def _is_open(known_id: str) -> bool:
    """Whether an id of the catalogue stands for all that begin with it."""
    return known_id.endswith("_") or not known_id[-1].isdigit()
