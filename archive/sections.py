"""The narrative of a report cut at its six headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.labels import normal
from archive.models import Block, Paragraph, Section

_HEADING = re.compile(r"^([一二三四五六七八九十])[、.．]")
# Core words of the headings, in the order of the form; the surest first.
_CORES = (
    ("review", ("行政复议",)),
    ("applications", ("申请情况", "收到和处理", "依申请公开情况")),
    ("problems", ("主要问题", "存在问题", "存在的问题", "改进")),
    ("other_matters", ("需要报告", "需报告", "报告事项")),
    ("disclosure", ("主动公开",)),
    ("overview", ("总体情况", "基本情况", "概述")),
)
_IMPLIED = {"二": "disclosure", "三": "applications", "四": "review", "五": "problems", "六": "other_matters"}
_LONGEST = 40  # a heading is one line


@dataclass
class _Open:
    key: str
    heading: str | None
    lines: list[str] = field(default_factory=list)


def heading_key(text: str) -> str | None:
    """The section a line opens, or None.

    >>> heading_key("五、政府信息公开工作存在的主要问题及改进情况"), heading_key("一是完善制度。")
    ('problems', None)
    """
    label = normal(text)
    found = _HEADING.match(label)
    if not found or len(label) > _LONGEST:
        return None
    for key, cores in _CORES:
        if any(core in label for core in cores):
            return key
    return None


def split(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """The sections of a report: `preface`, then each heading with the text up to the next.

    A heading of unknown wording keeps its text under `section_<number>`; nothing is dropped.
    """
    opened = [_Open("preface", None)]
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        label = normal(block.text)
        numbered = _HEADING.match(label) if len(label) <= _LONGEST else None
        key = heading_key(block.text)
        if key is None and numbered and not label.endswith(("。", "；", "！")):
            key = f"section_{numbered.group(1)}"
        if key and key not in {o.key for o in opened}:
            opened.append(_Open(key, block.text.strip()))
        else:
            opened[-1].lines.append(block.text)
    return tuple(Section(o.key, o.heading, "\n".join(o.lines)) for o in opened if o.heading or "".join(o.lines).strip())
