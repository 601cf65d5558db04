"""Checked reports in the format asked for, as pieces to print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive.findings.as_json import checked_object
from archive.findings.checked import Checked
from archive.findings.text import lines
from archive.findings.translation import in_chinese
from archive.findings.visible import visible_json
from archive.findings.words import Words


def text(reports: Iterable[Checked], words: Words) -> Iterator[str]:
    """The lines of the reports, each as it comes."""
    for one in reports:
        yield from lines(one, words)


def whole(output: str, passing: Iterable[Checked], complaints: Sequence[str], words: Words) -> Iterator[str]:
    """The formats that are written as one piece."""
    reports = list(passing)
    told = said(complaints, words)
    if output == "html":
        from archive.findings.html import page

        yield page(reports, told, words)
        return
    made: Any = [checked_object(one, words) for one in reports]
    if output == "sarif":
        from archive.findings.sarif import log

        made = log(reports, told, words)
    yield visible_json(json.dumps(made, ensure_ascii=False, indent=2))


def said(complaints: Iterable[str], words: Words) -> list[str]:
    """Complaints in the language asked for."""
    return [in_chinese(complaint) if words.language == "zh" else complaint for complaint in complaints]
