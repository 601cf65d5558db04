"""The narrative of a report cut at its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.labels import normal
from archive.models import Block, Paragraph, Place, Section

_HEADING = re.compile(r"^([一二三四五六七八九十]{1,2})[、.．]")
# Core words of the headings, the surest first; reports before 2019 have sections of their own.
_CORES = (
    ("review", ("行政复议", "行政诉讼", "复议、诉讼", "复议诉讼", "复议和诉讼", "申诉情况")),
    ("problems", ("主要问题", "存在问题", "存在的问题", "改进", "不足")),
    ("other_matters", ("需要报告", "需报告", "报告事项", "报告的事项", "需要说明", "其他事项", "其它事项")),
    ("fees", ("收费", "收取的费用", "费用及减免", "政府支出")),
    ("inquiries", ("咨询",)),
    ("applications", ("申请情况", "收到和处理", "依申请公开")),
    ("response", ("回应解读", "解读回应")),
    ("complaints", ("举报投诉",)),
    ("capacity", ("机构建设", "保障经费")),
    ("training", ("会议和培训",)),
    ("disclosure", ("主动公开",)),
    ("overview", ("总体情况", "基本情况", "概述", "工作概况", "总体工作")),
    ("annex", ("附表", "附件", "统计表")),
)
_LONGEST = 40  # a heading is one line
# Headings without 一、: only lines that say nothing else count.
_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,2}部?分?[、.：:]?|（[一二三四五六七八九十]{1,2}）、?|\d{1,2}[、.])"
)
_OGI = "(?:政府信息公开|信息公开)?(?:工作)?的?"
_BARE = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("overview", rf"{_OGI}(?:概述|概况|总体情况|基本情况|总体工作情况|引言)"),
        ("disclosure", r"(?:政府信息)?主动公开(?:政府信息)?的?(?:工作)?情况"),
        ("applications", r"(?:政府信息)?依申请公开(?:政府信息)?(?:和不予公开(?:政府信息)?)?的?(?:办理|工作)?情况"),
        ("fees", rf"(?:{_OGI}|依申请公开)的?收费(?:情况)?(?:(?:及|和|与)减免)?的?情况"),
        ("review", r"(?:因?政府信息公开)?(?:申请)?(?:引起的)?行政复议(?:、|和|及|与)?(?:提起)?行政?诉讼的?情况"),
        ("inquiries", r"咨询处理情况"),
        ("problems", rf"{_OGI}存在的?(?:主要)?(?:问题|不足)(?:(?:及|和|与)(?:改进|整改|下一步)?(?:措施|情况|打算))?"),
        (
            "other_matters",
            r"其[他它]?需要?(?:报告|说明)的?(?:其[他它])?(?:事项|情况)|需要(?:报告|说明)的(?:其[他它])?事项(?:与附表)?",
        ),
        ("annex", r"附[表件]\d?"),
    )
)
_COPY = 3  # headings that come again in the same order with the same text between them are a copy's
_ENOUGH = 2  # headings with 一、 make the others parts of their sections


@dataclass
class _Open:
    key: str
    heading: str | None
    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, paragraph: Paragraph) -> None:
        """The lines of a paragraph; a break within it makes two of the section's."""
        self.lines.append(paragraph.text)
        self.places += [paragraph.place] * (paragraph.text.count("\n") + 1)


def heading_key(text: str) -> str | None:
    """The section a line opens, or None.

    >>> heading_key("五、政府信息公开工作存在的主要问题及改进情况"), heading_key("一是完善制度。")
    ('problems', None)
    """
    label = normal(text)
    return _numbered_key(label) if len(label) <= _LONGEST and _HEADING.match(label) else None


@lru_cache(maxsize=4096)
def _numbered_key(label: str) -> str | None:
    """The section a line opens that has a number such as 一、."""
    return next((key for key, cores in _CORES if any(core in label for core in cores)), None)


def _bare_key(text: str) -> str | None:
    """The section a line opens that has another number than 一、, or none.

    >>> _bare_key("概 述"), _bare_key("（二）依申请公开情况"), _bare_key("主动公开情况良好")
    ('overview', 'applications', None)
    """
    label = _NUMBER.sub("", normal(text)).rstrip("：")
    return next((key for key, pattern in _BARE if pattern.fullmatch(label)), None)


def split(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """The sections of a report: `preface`, then each heading with the text up to the next.

    A heading of unknown wording keeps its text under `section_<number>`; nothing is dropped. Where no
    headings are numbered 一、 二、, lines that are nothing but a heading open the sections. What a page says twice
    over, as one for desks and one for telephones does, is there once.
    """
    paragraphs = _once([block for block in blocks if isinstance(block, Paragraph)])
    numbered = {key for p in paragraphs if len(p.text) <= 2 * _LONGEST and (key := heading_key(p.text))}
    opened = [_Open("preface", None)]
    for paragraph in paragraphs:
        key = _key(paragraph.text, bare=len(numbered) < _ENOUGH)
        if key and key not in {o.key for o in opened}:
            opened.append(_Open(key, paragraph.text.strip()))
        else:
            opened[-1].add(paragraph)
    return _made(opened)


def _once(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs without a second copy of the report: the same words in the same order, three headings or more."""
    keys = [heading_key(p.text) if len(p.text) <= 2 * _LONGEST else None for p in paragraphs]
    first = next((i for i, key in enumerate(keys) if key), len(keys))
    again = next((j for j in range(first + 1, len(keys)) if keys[j] == keys[first] and _same(paragraphs, first, j)), 0)
    if not again:
        return paragraphs
    end, start = again, again
    while end < len(keys) and _same(paragraphs, first + end - again, end):
        end += 1
    while again - start < first and _same(paragraphs, first + start - again - 1, start - 1):
        start -= 1
    is_copy = len(set(filter(None, keys[again:end]))) >= _COPY
    return paragraphs[:start] + paragraphs[end:] if is_copy else paragraphs


def _same(paragraphs: Sequence[Paragraph], one: int, other: int) -> bool:
    return paragraphs[one].text.split() == paragraphs[other].text.split()


def _made(opened: Sequence[_Open]) -> tuple[Section, ...]:
    return tuple(
        Section(o.key, o.heading, "\n".join(o.lines), tuple(o.places))
        for o in opened
        if o.heading or "".join(o.lines).strip()
    )


def _key(text: str, *, bare: bool) -> str | None:
    if len(text) > 2 * _LONGEST:
        return None
    label = normal(text)
    known = heading_key(text) or (_bare_key(text) if bare else None)
    numbered = _HEADING.match(label) if len(label) <= _LONGEST else None
    if known is None and numbered and not label.endswith(("。", "；", "！")):
        return f"section_{numbered.group(1)}"
    return known
