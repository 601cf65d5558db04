"""Whether the narrative agrees with the tables and with itself: the checks N01 to N27."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.checks.catalogue import rules
from archive.checks.spots import where
from archive.checks.years import dated
from archive.claims import compare_with_last_year
from archive.claims.last_year import is_of_last_year
from archive.claims.quantities import LAST_YEAR, check_of
from archive.models import MOST_NAMED, Claim, Finding, Number, Report

_QUOTED = 40  # letters of a sentence in a message
_UNSAID = ("all",)  # kinds without a figure of their own


def narrative(report: Report) -> Iterator[Finding]:
    """A finding for each claim that was compared: soft, and no cell is suspected, as the claim may be wrong."""
    yield from claim_findings(report.claims)


def changes(this: Report, last: Report) -> Iterator[Finding]:
    """N27: what the narrative says has changed since last year, beside the tables of both; it names cells of both."""
    if this.year is None or last.year != this.year - 1:
        return
    compared = compare_with_last_year(this.claims, this.cells, last.cells, this.template, last.template)
    told = (c for c in compared if c.base == LAST_YEAR and is_of_last_year(c.said, this.year))
    yield from (dated(finding, last.year) for finding in claim_findings(told))


def claim_findings(claims: Iterable[Claim]) -> Iterator[Finding]:
    """The findings on compared claims, what is told twice alike once."""
    told = set()
    for claim in claims:
        if claim.status == "not_comparable" or _is_said_alike(claim):
            continue
        check = check_of(claim)
        key = (check, claim.compared, claim.value, claim.status)
        if key not in told:
            told.add(key)
            yield finding_on(claim)


def _is_said_alike(claim: Claim) -> bool:
    """Whether what differs is no figure: the parts of a list were told in a way that was not understood."""
    return claim.status == "differs" and claim.kind == "list" and claim.value == claim.other


def finding_on(claim: Claim) -> Finding:
    """The finding on one claim that was compared."""
    check = check_of(claim)
    cells = tuple(cell for cell in claim.compared if not cell.startswith("claims["))[:MOST_NAMED]
    sentence = rules()[check].sentence
    if claim.status == "agrees":
        return Finding(check, "pass", "soft", cells, sentence)
    of = "the table has" if cells else "the figures told before it give"
    of = "the tables of both years give" if check == "N27" else of
    said = "all" if claim.kind in _UNSAID else _figure(claim.value)
    doubt = f"; {claim.reason}" if claim.reason else ""
    quoted = f"{_quoted(claim)}; {_where(claim)}"
    message = f"{sentence}, but the text says {said} ({quoted}) and {of} {_figure(claim.other)}{doubt}"
    return Finding(check, "unknown" if claim.reason else "fail", "soft", cells, message)


def _where(claim: Claim) -> str:
    return where(claim.place.section, claim.place.line, claim.place.start + 1)


def _figure(value: Number | None) -> str:
    """All digits of a figure: a rounded one would be another."""
    return str(int(value)) if value is not None and value == int(value) else str(value)


def _quoted(claim: Claim) -> str:
    """The words of the claim, cut where they are long."""
    return claim.said if len(claim.said) <= _QUOTED else f"{claim.said[: _QUOTED - 1]}…"
