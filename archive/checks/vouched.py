"""Which cells may be held against another report: the sums they stand in confirm that they were read right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archive.checks.by_hand import by_hand, not_quoted
from archive.checks.claim_verdicts import NOT_CONFIRMED as SENTENCE_NOT_CONFIRMED
from archive.doubts import doubted
from archive.models import Finding, Report

MAY_BE_QUOTED = "may be quoted: the sums of each report hold with these cells"
NOT_CONFIRMED = "do not quote: no sum of its report confirms each of these cells"
_SUMS = ("A", "R", "L")


def vouched(report: Report) -> frozenset[str]:
    """The cells that stand in a sum that holds, and of which nothing says that they may have been read wrongly.

    A misread figure breaks every sum it stands in: those that hold are a second witness to it. One that stands in a sum
    that fails, too, needs a second reading (the verdict `agency`). What a person corrected is vouched for by nothing.
    """
    sums = [f for f in report.findings if f.check.startswith(_SUMS)]
    held = {c for f in sums if f.status == "pass" or f.verdict == "agency" for c in f.cells}
    broken = {c for f in sums if f.status == "fail" and f.verdict != "agency" for c in f.cells}
    return frozenset(held - broken - doubted(report.findings) - by_hand(report))


def with_verdict(finding: Finding, reports: Mapping[str, Report]) -> Finding:
    """A failing relation between reports with its verdict: `agency` where all its cells are vouched for.

    `reports` are those its cells are of, by what stands before the colon of a cell's name ("" for the report itself).
    Of what a sentence says of both years (N27) no second reading is kept: it is not to be quoted.
    """
    if finding.status != "fail":
        return finding
    named = [cell.rpartition(":")[::2] for cell in finding.cells]
    if any(cell in by_hand(reports[mark]) for mark, cell in named if mark in reports):
        return not_quoted(finding)
    if finding.check == "N27":
        return replace(finding, verdict="unclear", message=f"{finding.message}; {SENTENCE_NOT_CONFIRMED}")
    sure = {mark: vouched(report) for mark, report in reports.items()}
    is_sure = bool(named) and all(cell in sure.get(mark, ()) for mark, cell in named)
    verdict, said = ("agency", MAY_BE_QUOTED) if is_sure else ("unclear", NOT_CONFIRMED)
    return replace(finding, verdict=verdict, message=f"{finding.message}; {said}")
