"""Verdicts taken back: what another document of the same body and year contradicts is not to be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from archive.models import Finding

CONTESTED = "do not quote: another document gives other figures"
_ENDING = re.compile(r"; may be quoted: .*\Z", re.DOTALL)


def contested(findings: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings on a report; a verdict `agency` on a cell that V1 names among `others` becomes `unclear`."""
    rivals = {cell for finding in others if finding.check == "V1" for cell in finding.cells}
    return tuple(_taken_back(f) if f.verdict == "agency" and rivals.intersection(f.cells) else f for f in findings)


def _taken_back(finding: Finding) -> Finding:
    message = f"{_ENDING.sub('', finding.message)}; {CONTESTED}"
    return replace(finding, verdict="unclear", proposed=None, message=message)
