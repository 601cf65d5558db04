"""Cells that hold what a person said, and not what the document prints."""

from __future__ import annotations

from dataclasses import replace

from archive.models import Finding, Report

CORRECTED = "do not quote: a person corrected a cell of it"


def by_hand(report: Report) -> frozenset[str]:
    """The cells of a report whose value is a person's: nothing that rests on them is the agency's own mistake."""
    return frozenset(cell.id for cell in report.cells if "corrected" in cell.place)


def not_quoted(finding: Finding) -> Finding:
    """A failure on such a cell with its verdict."""
    return replace(finding, verdict="unclear", suspects=(), proposed=None, message=f"{finding.message}; {CORRECTED}")
