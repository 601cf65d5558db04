"""The checks of a report once more, from its stored reading: a new release of the checks needs no document."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from archive.checks import check
from archive.checks.by_hand import by_hand, not_quoted
from archive.checks.catalogue import rule
from archive.claims import with_claims
from archive.models import Finding, Report


def rechecked(report: Report) -> Report:
    """The report with the claims and findings this release makes of it.

    What the reading itself said (rules of the stage "reading") stays as it was, and so do the verdicts on what fails
    in the same words; the second reading's word comes last, as it did when the document was read. What fails on a cell
    that a person corrected is not to be quoted, whatever was said of it as it is printed.
    """
    told = [finding for finding in report.findings if _is_of_reading(finding)]
    first, second = ([f for f in told if f.check.startswith("S") == is_second] for is_second in (False, True))
    bare = with_claims(replace(report, findings=tuple(first)))
    is_report = not any(finding.check == "T0" for finding in report.findings)
    judged = [f for f in report.findings if f.verdict]
    own = by_hand(report)
    found = (_as_judged(f, judged, own) if f.status == "fail" else f for f in check(bare, is_report=is_report))
    return replace(bare, findings=(*first, *found, *second))


def _as_judged(failing: Finding, judged: Sequence[Finding], own: AbstractSet[str]) -> Finding:
    """A failure as it was judged when the document was read; two on the same cells differ in what they say."""
    if not own.isdisjoint(failing.cells):
        return not_quoted(failing)
    return next((f for f in judged if _is_same(f, failing)), failing)


def _is_same(judged: Finding, failing: Finding) -> bool:
    if (judged.check, judged.status, judged.cells) != (failing.check, "fail", failing.cells):
        return False
    return judged.message == failing.message or judged.message.startswith(f"{failing.message}; ")


def _is_of_reading(finding: Finding) -> bool:
    known = rule(finding.check)
    return known is None or known.stage == "reading"
