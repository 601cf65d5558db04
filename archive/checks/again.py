"""The checks of a report once more, from its stored reading: a new release of the checks needs no document."""

from __future__ import annotations

from dataclasses import replace

from archive.checks import check
from archive.checks.catalogue import rule
from archive.claims import with_claims
from archive.models import Finding, Report


def rechecked(report: Report) -> Report:
    """The report with the claims and findings this release makes of it.

    What the reading itself said (rules of the stage "reading") stays as it was, and so do the verdicts on sums that
    fail as they did; the second reading's word comes last, as it did when the document was read.
    """
    told = [finding for finding in report.findings if _is_of_reading(finding)]
    first, second = ([f for f in told if f.check.startswith("S") == is_second] for is_second in (False, True))
    bare = with_claims(replace(report, findings=tuple(first)))
    is_report = not any(finding.check == "T0" for finding in report.findings)
    judged = {(f.check, f.cells): f for f in report.findings if f.verdict}
    found = (judged.get((f.check, f.cells), f) if f.status == "fail" else f for f in check(bare, is_report=is_report))
    return replace(bare, findings=(*first, *found, *second))


def _is_of_reading(finding: Finding) -> bool:
    known = rule(finding.check)
    return known is None or known.stage == "reading"
