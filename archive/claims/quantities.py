"""Which quantity words name, and which cells it must agree with: the data of quantities.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from archive.models import Claim

LAST_YEAR = "last_year"  # the base of a change


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that must all be there, words that must not, and the quantity they name together."""

    there: frozenset[str]
    absent: frozenset[str]
    quantity: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """The sums of cells a quantity may agree with, by form, each as cells with their signs."""

    check: str
    sums: dict[str, tuple[tuple[tuple[str, int], ...], ...]]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Quantities:
    """All of quantities.toml."""

    rules: dict[str, tuple[Rule, ...]]
    units: dict[str, frozenset[str]]
    known: dict[str, Quantity]


@lru_cache(maxsize=1)
def quantities() -> Quantities:
    """The data file, read once."""
    data = tomllib.loads((resources.files("archive") / "claims" / "quantities.toml").read_text("utf-8"))
    return Quantities(
        rules={field: tuple(_rule(*row) for row in rows) for field, rows in data["rules"].items()},
        units={field: frozenset(units) for field, units in data["units"].items()},
        known={key: _quantity(told) for key, told in data["quantity"].items()},
    )


def named(field: str, says: AbstractSet[str]) -> str:
    """The quantity of a field that words name, without its column; nothing where they name none.

    >>> named("requests", {"carry", "last"}), named("normative", {"amend"}), named("fees", set())
    ('applications.carried_in', '', 'disclosure.fees.amount')
    """
    for rule in quantities().rules.get(field, ()):
        if rule.there <= says and rule.absent.isdisjoint(says):
            return rule.quantity
    return ""


def known_as(quantity: str) -> Quantity | None:
    """What is known of a quantity, or of a sum of such; None where it is the cell of its name."""
    known = quantities().known
    return known.get(quantity.replace("[total]", "")) or (
        known.get(row_of(quantity)) if " + " not in quantity else None
    )


def check_of(claim: Claim) -> str:
    """The id of the check a claim falls under.

    A ground of refusal is checked as its group is, and an outcome as its route.
    """
    row, known = row_of(claim.quantity.partition(" + ")[0]), quantities().known
    by_kind = {"list": "N26", "part": "N26", "share": "N26", "delta": "N27", "percent": "N27"}
    if claim.kind in by_kind:
        return by_kind[claim.kind]
    if claim.kind == "zero" and row == "applications.new":
        return "N13"
    if row.startswith("review."):
        return "N16" if claim.kind == "zero" else "N15" if row.startswith("review.litigation") else "N14"
    if "[" in claim.quantity and "[total]" not in claim.quantity:
        return "N12"
    while row not in known and "." in row:
        row = row.rpartition(".")[0]
    return known[row].check if row in known else "N26"


def row_of(quantity: str) -> str:
    """A quantity without its column.

    >>> row_of("applications.new[organization]")
    'applications.new'
    """
    return quantity.partition("[")[0]


def with_column(row: str, column: str) -> str:
    """A row of section three with a column; what is no row of it stays as it is.

    >>> with_column("applications.new", "total"), with_column("fees.charged", "total")
    ('applications.new[total]', 'fees.charged')
    """
    return f"{row}[{column}]" if row.startswith("applications.") else row


def _rule(words: str, quantity: str) -> Rule:
    listed = words.split()
    absent = frozenset(word[1:] for word in listed if word.startswith("-"))
    return Rule(frozenset(word for word in listed if not word.startswith("-")), absent, quantity)


def _quantity(told: dict[str, Any]) -> Quantity:
    both = told.get("cells", ())
    sums = {"t2019": told.get("a", both), "t2021": told.get("b", both), "t2014": told.get("stats", ())}
    return Quantity(told["check"], {form: _sums(texts) for form, texts in sums.items()}, told.get("doubtful", False))


def _sums(texts: Iterable[str]) -> tuple[tuple[tuple[str, int], ...], ...]:
    return tuple(tuple(_terms(text)) for text in texts)


def _terms(text: str) -> Iterable[tuple[str, int]]:
    sign = 1
    for word in text.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            yield word, sign
