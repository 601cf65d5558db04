"""Places of a model text that were never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.spots import Spot, spot
from archive.counted import counted
from archive.models import Finding, Report, Status

_MOST_LETTERS = 20_000  # of one section that are looked at
_CROSS = "[XxＸｘ×✕*＊]"
_YEAR = re.compile(rf"(?<!\d)20(?:{_CROSS}{{2}}(?!\s*年份)|\d?{_CROSS}\s*年(?!份))")  # nothing else looks like it
_CITED = re.compile(r"《[^》]{0,80}》|“[^”]{0,80}”|〔[^〕]{0,20}〕")  # of a model one may speak
_UNIT = r"(?:人次|[次期件条份场](?![序数间刊例款目额所合景地]))"
_COUNTS = "培训|举办|召开|开展|组织|编发|印发|制发|发布|公开|公布|收到|受理|办理|办结|答复|刊发|更新|人员|[共计]"
_OTHER = re.compile(
    rf"(?<![A-Za-z\d_*＊×]){_CROSS}{{2,4}}(?=[省市县区州旗]|局|委|厅|镇|乡|街道|年|月|日|\s?{_UNIT})"
    rf"|(?<=[\u4e00-\u9fff]){_CROSS}(?=\s?{_UNIT})"
    rf"|(?<!_)_{{2,}}+(?=\s?(?:年|月|日|元|局|{_UNIT}))|[（(](?:此处|请在?此?处?)填写?[^（）()]{{0,12}}[）)]"
    rf"|(?:{_COUNTS})(?:政府信息|信息|申请|文件|简报|会议)?\s{{1,20}}(?={_UNIT}\s?(?:[，。；、,;（(]|$))"
    r"|[（(\[【]\s?(?:待(?:定|核实|补充|确认|填写?|核|补))\s?[）)\]】]"
    r"|(?<![有等尚亟还对接期看急])待(?:核实|补充|填写)(?=\s?(?:[。；，,;]|$))"
)
# Without any of these a glance is enough: a letter, or white space between words. What begins with one set of letters
# is found several times as fast.
_MARKS = re.compile(
    r"[XxＸｘ×✕*＊_填待\s](?:(?<!\s)|(?<=[\u4e00-\u9fff]\s)\s*[人次期件条份场])",
)
_PATTERNS: dict[Status, re.Pattern[str]] = {"fail": _YEAR, "unknown": _OTHER}


def placeholders(report: Report) -> Iterator[Finding]:
    """Z3: XX县, 20XX年, ___件, （待定） or a blank stand where a name, year or figure should: a text not filled in.

    `fail` for a year, `unknown` for what may also hide a name on purpose.
    """
    spots: dict[Status, list[Spot]] = {"fail": [], "unknown": []}
    for section in report.sections:
        if not _MARKS.search(section.text[:_MOST_LETTERS]):
            continue
        for number, line in enumerate(section.text[:_MOST_LETTERS].splitlines(), 1):
            cited = _CITED.sub(lambda found: " " * len(found.group()), line)
            if not _MARKS.search(cited):
                continue
            for status, pattern in _PATTERNS.items():
                spots[status] += [spot(section, number, line, one.start()) for one in pattern.finditer(cited)]
    for status, found in spots.items():
        if found:
            more = f", and {counted(len(found) - 1, 'more place')}" if len(found) > 1 else ""
            yield Finding("Z3", status, "soft", (), f"the text has a place that was never filled in: {found[0]}{more}")
