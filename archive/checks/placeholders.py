"""Places of a model text that were never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.spots import Spot, spot
from archive.counted import counted
from archive.models import Finding, Report, Status

_MOST_LETTERS = 20_000  # of one section that are looked at
_CROSS = "[XxＸｘ×✕*＊]"
_YEAR = re.compile(rf"(?<!\d)20(?:{_CROSS}{{2}}|\d?{_CROSS}\s*年)")  # nothing else looks like it
_OTHER = re.compile(
    rf"(?<![A-Za-z\d_*＊×]){_CROSS}{{2,4}}(?=[省市县区州旗]|局|委|厅|镇|乡|街道|年|月|日|件|条)"
    r"|(?<!_)_{3,}+(?=\s*+(?:年|月|日|件|条|元|局))|[（(](?:此处|请在?此?处?)填写?[^（）()]{0,12}[）)]"
)
_MARKS = "XxＸｘ×✕*＊_填"  # a text without any of these is left after a glance
_PATTERNS: dict[Status, re.Pattern[str]] = {"fail": _YEAR, "unknown": _OTHER}


def placeholders(report: Report) -> Iterator[Finding]:
    """Z3: XX县, 20XX年, ___件 and the like stand where a name, year or figure should: a model text not filled in.

    `fail` for a year, `unknown` for what may also hide a name on purpose.
    """
    spots: dict[Status, list[Spot]] = {"fail": [], "unknown": []}
    for section in report.sections:
        if not any(mark in section.text for mark in _MARKS):
            continue
        for number, line in enumerate(section.text[:_MOST_LETTERS].splitlines(), 1):
            for status, pattern in _PATTERNS.items():
                spots[status] += [spot(section, number, line, one.start()) for one in pattern.finditer(line)]
    for status, found in spots.items():
        if found:
            more = f", and {counted(len(found) - 1, 'more place')}" if len(found) > 1 else ""
            yield Finding("Z3", status, "soft", (), f"the text has a place that was never filled in: {found[0]}{more}")
