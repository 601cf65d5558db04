"""Figures of this report that its text tells of another year: the year was left when the figure was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.spots import spot
from archive.claims import compare
from archive.counted import counted
from archive.models import Claim, Finding, Report

_TOLD = ("overview", "applications")
_COMPARES = re.compile(
    r"比|较|同期|去年|上年(?!度?结转)|上一年(?!度?结转)|增|减|上升|下降|提高|降低|持平|以来|累计|历年|连续|截至|截止"
)


def stale_figures(report: Report) -> Iterator[Finding]:
    """Z2: figures told of another year that are those of this year's table, and are told of this year nowhere else.

    Once a year. Sentences that compare, look back over years or name the report's own year are left alone.
    """
    if report.year is None:
        return
    others = [claim for claim in report.claims if _is_of_another(claim, report.year)]
    if not others:
        return
    as_own = [claim._replace(year=None, reason="") for claim in others]
    told = {claim.quantity for claim in report.claims if claim.year in (None, report.year)}
    found: dict[int, list[Claim]] = {}
    for claim, own in zip(others, compare(as_own, report.cells, report.template, None, report.agency), strict=True):
        if own.status == "agrees" and claim.quantity not in told:
            found.setdefault(claim.year or 0, []).append(claim)
    for year, claims in found.items():
        more = f", and {counted(len(claims) - 1, 'more figure')}" if len(claims) > 1 else ""
        message = f"figures told of {year} are those of this report's table: {_where(report, claims[0])}{more}"
        yield Finding("Z2", "unknown", "soft", (), message)


def _is_of_another(claim: Claim, year: int) -> bool:
    return (
        claim.kind == "count"
        and claim.year not in (None, year)
        and bool(claim.value)
        and claim.place.section in _TOLD
        and not _COMPARES.search(claim.sentence)
        and str(year) not in claim.sentence
    )


def _where(report: Report, claim: Claim) -> str:
    section = next(section for section in report.sections if section.key == claim.place.section)
    line = section.text.splitlines()[claim.place.line - 1]
    return str(spot(section, claim.place.line, line, claim.place.start))
