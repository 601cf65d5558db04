"""One rule a function: what must hold in a report, and what is missing from it."""

from __future__ import annotations

from archive.checks.arithmetic import arithmetic
from archive.checks.completeness import completeness
from archive.checks.foreign_counties import foreign_counties
from archive.checks.foreign_names import foreign_names
from archive.checks.mixture import mixture
from archive.checks.narrative import narrative
from archive.checks.pictures import pictures
from archive.checks.placeholders import placeholders
from archive.checks.plausibility import plausibility
from archive.checks.readings_of_items import readings_of_items
from archive.checks.sections_there import sections_there
from archive.checks.signature_date import signature_date
from archive.checks.stale_figures import stale_figures
from archive.checks.stale_years import stale_years
from archive.checks.values import values
from archive.models import Finding, Report

__all__ = ["RELEASE", "check"]

RELEASE = "5"  # of the checks; raise it whenever one of them may say otherwise of the same reading


def check(report: Report, *, is_report: bool) -> tuple[Finding, ...]:
    """All findings on one report, in the order of the rules."""
    there = (*completeness(report, is_report=is_report), *sections_there(report))
    printed = (*mixture(report), *values(report), *pictures(report))
    sums = (*plausibility(report), *readings_of_items(report), *arithmetic(report))
    years = (*stale_years(report), *stale_figures(report), *signature_date(report))
    names = (*foreign_names(report), *foreign_counties(report))
    return (*there, *printed, *sums, *narrative(report), *names, *years, *placeholders(report))
