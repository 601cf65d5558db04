"""Whether a report has the sections in words that its form prescribes beside its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.counted import counted
from archive.models import Finding, Report
from archive.sections import heading_key

_FORMS = ("t2019", "t2021")
_IN_WORDS = {
    "overview": "一、总体情况",
    "problems": "五、存在的主要问题及改进情况",
    "other_matters": "六、其他需要报告的事项",
}
_HEADING = re.compile(r"[一二三四五六七八九十]、[^\n。（]{1,20}")  # one that was run into the text before it
_PREFACE = 400  # letters; a longer preface is an overview that has no heading


def sections_there(report: Report) -> Iterator[Finding]:
    """C7: sections one, five and six. Where none of them is there a document has the tables alone, and lacks none."""
    keys = {section.key for section in report.sections}
    if report.template not in _FORMS or keys.isdisjoint(_IN_WORDS):
        return
    missing = [heading for key, heading in _IN_WORDS.items() if not _is_there(report, key, heading)]
    if missing:
        told = counted(len(missing), "section of the form was", "sections of the form were")
        yield Finding("C7", "unknown", "soft", (), f"{told} not found: {'; '.join(missing)}")


def _is_there(report: Report, key: str, heading: str) -> bool:
    """Whether a section is there: under its heading, under its number in other words, or within the text of another."""
    if any(section.key in (key, f"section_{heading[0]}") for section in report.sections):
        return True
    texts = {section.key: section.text for section in report.sections}
    if key == "overview" and len(texts.get("preface", "")) > _PREFACE:
        return True
    told = [*texts.values(), *(section.heading or "" for section in report.sections)]
    return any(_opens(text, key) for text in told)


def _opens(text: str, key: str) -> bool:
    return any(heading_key(heading) == key for heading in _HEADING.findall(text))
