"""The date a report is signed with, against the year it reports on."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.spots import spot
from archive.dates import whole_line_date
from archive.models import Finding, Report

_LAST_LINES = 3  # a page may say who published it below the signature
_DECEMBER = "12-01"  # some sign in the last days of the year


def signature_date(report: Report) -> Iterator[Finding]:
    """Z2: the report is signed before the December of the year it reports on, as if for the year before."""
    section = next((one for one in reversed(report.sections) if one.text.strip()), None)
    if section is None or section.key == "preface" or report.year is None:  # under a title a date is none of signing
        return
    lines = section.text.splitlines()
    for number in range(len(lines), max(len(lines) - _LAST_LINES, 0), -1):
        line = lines[number - 1]
        signed = whole_line_date(line)
        if signed and signed < f"{report.year}-{_DECEMBER}":
            message = f"signed before {report.year} was over: {spot(section, number, line, 0)}"
            yield Finding("Z2", "unknown", "soft", (), message)
            return
