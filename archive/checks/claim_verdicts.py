"""Whose mistake it is where the text says otherwise than the tables, or than itself."""

from __future__ import annotations

from dataclasses import replace

from archive.doubts import doubted
from archive.labels import normal
from archive.models import Claim, Finding, Report
from archive.second_reading import Second

MAY_BE_QUOTED = "may be quoted: two independent readings agree on the sentence and on the cells"
NOT_CONFIRMED = "do not quote: no second reading confirms the sentence and the cells"


def with_claim_verdicts(report: Report, second: Second) -> Report:
    """The report with a verdict on every claim that fails.

    `agency` where a second reading has the sentence, too, and confirms every cell it was compared with, and nothing
    puts one of these in doubt; else `unclear`. No cell is suspected: the sentence may be what is wrong.
    """
    differing = [claim for claim in report.claims if claim.status == "differs"]
    if not differing or not any(_is_of_claim(f) for f in report.findings):
        return report
    text, doubtful = normal(second.text), doubted(report.findings)
    told = {claim.said: claim for claim in differing if normal(claim.sentence) in text}
    findings = (
        _told(f, is_sure=_is_read_twice(f, told, second) and doubtful.isdisjoint(f.cells)) if _is_of_claim(f) else f
        for f in report.findings
    )
    return replace(report, findings=tuple(findings))


def _is_of_claim(finding: Finding) -> bool:
    return finding.status == "fail" and finding.check.startswith("N") and finding.check != "N28"


def _is_read_twice(finding: Finding, told: dict[str, Claim], second: Second) -> bool:
    """Whether the claim a finding quotes, and all its cells, were read alike a second time."""
    quoted = any(said[:30] in finding.message for said in told)
    return quoted and second.confirmed.issuperset(finding.cells)


def _told(finding: Finding, *, is_sure: bool) -> Finding:
    verdict, said = ("agency", MAY_BE_QUOTED) if is_sure else ("unclear", NOT_CONFIRMED)
    return replace(finding, verdict=verdict, message=f"{finding.message}; {said}")
