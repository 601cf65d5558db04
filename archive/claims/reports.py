"""A report with the claims of its narrative."""

from __future__ import annotations

from dataclasses import replace

from archive.claims.comparing import compare
from archive.claims.reader import read_claims
from archive.models import Report


def with_claims(report: Report) -> Report:
    """The report with its claims as this release reads and compares them; a stored reading will do."""
    claims = read_claims(report.sections, report.cells)
    return replace(report, claims=compare(claims, report.cells, report.template, report.year, report.agency))
