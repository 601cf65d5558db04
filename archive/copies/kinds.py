"""How two reports stand to each other: years of one body, reports of two bodies, or one report found twice."""

from __future__ import annotations

from typing import Literal, Protocol

from archive.copies.fingerprints import likeness_of
from archive.organ_names import organ_name

Kind = Literal["same_body_years", "across_bodies"]
KINDS: tuple[Kind, ...] = ("same_body_years", "across_bodies")
_LEAST_OF_YEARS = 0.2  # the narratives of a body's years may be of very different length
_LENIENT = 0.6  # of the likeness of texts of one length: one of two bodies may be twice as long


class Whose(Protocol):
    """What tells whose report of which year something is: the key of a body, its name, the year."""

    @property
    def body(self) -> str:
        """The key of the body."""

    @property
    def agency(self) -> str:
        """The name of the body."""

    @property
    def year(self) -> int | None:
        """The year the report is on."""


def kind_of(one: Whose, other: Whose) -> Kind | None:
    """The kind of pair that two reports make; None where they are one body's on one year."""
    if not _is_same_body(one, other):
        return "across_bodies"
    return None if one.year == other.year else "same_body_years"


def least_like(kind: Kind, share: float) -> float:
    """The likeness of fingerprints from which on a pair is worth comparing exactly."""
    return _LEAST_OF_YEARS if kind == "same_body_years" else likeness_of(share) * _LENIENT


def _is_same_body(one: Whose, other: Whose) -> bool:
    """Whether two keys mean one body: the same key, or the same full name found on two portals.

    Division codes tell bodies of one name apart; hosts do not. Towns of one name are many.
    """
    if one.body == other.body:
        return True
    scopes = (one.body.rpartition("@")[2], other.body.rpartition("@")[2])
    named = one.agency == other.agency and organ_name(one.agency).level not in ("", "town")
    return named and not all(scope.isdigit() for scope in scopes)
