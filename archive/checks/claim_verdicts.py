"""Whose mistake it is where the text says otherwise than the tables, or than itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.checks.narrative import finding_on
from archive.doubts import doubted
from archive.labels import normal
from archive.models import MOST_NAMED, Claim, Finding, Report
from archive.second_reading import Second

MAY_BE_QUOTED = "may be quoted: two independent readings agree on the sentence and on the cells"
NOT_CONFIRMED = "do not quote: no second reading confirms the sentence and the cells"
_CLAIM = "claims["
_JOINED = re.compile(r"\d[+＋\-－–—−~～*×/÷=±]+\d")


def with_claim_verdicts(report: Report, second: Second) -> Report:
    """The report with a verdict on every claim that fails.

    `agency` where a second reading has the sentence, too, and confirms every cell it was compared with, and nothing
    puts one of these in doubt; else `unclear`. No cell is suspected: the sentence may be what is wrong.
    """
    if not any(_is_of_claim(f) for f in report.findings):
        return report
    text, doubtful = normal(second.text), doubted(report.findings)
    sure = {finding_on(claim) for claim in report.claims if _is_read_twice(claim, report.claims, text, second)}
    findings = (
        _told(f, is_sure=f in sure and doubtful.isdisjoint(f.cells)) if _is_of_claim(f) else f for f in report.findings
    )
    return replace(report, findings=tuple(findings))


def _is_of_claim(finding: Finding) -> bool:
    return finding.status == "fail" and finding.check.startswith("N") and finding.check != "N28"


def _is_read_twice(claim: Claim, claims: Sequence[Claim], text: str, second: Second) -> bool:
    """Whether a claim that differs, and all it was compared with, were read alike a second time."""
    if claim.status != "differs" or len(claim.compared) > MOST_NAMED:
        return False
    others = [name for name in claim.compared if name.startswith(_CLAIM)]
    said = [claim, *(claims[int(name[len(_CLAIM) : -1])] for name in others)]
    return all(_is_in(one, text) for one in said) and second.confirmed.issuperset(set(claim.compared) - set(others))


def _is_in(claim: Claim, text: str) -> bool:
    """Whether a second reading has the sentence of a claim with its words; 20-30 or 20+3 in it is no plain figure."""
    sentence = normal(claim.sentence)
    return normal(claim.said) in sentence and sentence in text and not _JOINED.search(sentence)


def _told(finding: Finding, *, is_sure: bool) -> Finding:
    verdict, said = ("agency", MAY_BE_QUOTED) if is_sure else ("unclear", NOT_CONFIRMED)
    return replace(finding, verdict=verdict, message=f"{finding.message}; {said}")
