"""Indicators of the statistics forms: what a printed label names, given the group it stands in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from archive.labels import normal, split_number

_OF_WHICH = re.compile(r"^其中[:：、，]?")
_CIRCLED = re.compile(r"^\s*[①-⑳⑴-⒇]")
_REMARK = re.compile(r"（[^（）]*(?:）|$)")  # one cut by a page break has no end
_ENDING = re.compile(r"(?<=..)(?:数量|数)$")
_YEAR = re.compile(r"(20\d{2})年?度?(?:统计数|数量|数)?")


@dataclass(frozen=True)
class Indicators:
    """Every known spelling of a row and of a column head."""

    rows: dict[str, tuple[str, ...]]
    heads: dict[str, str]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A printed indicator without number, 其中, and remarks in brackets.

    >>> plain("其中：1.当面申请数"), plain("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）")
    ('当面申请数', '主动公开政府信息数')
    """
    label = normal(_CIRCLED.sub("", text))
    while True:
        shorter = split_number(_OF_WHICH.sub("", label))[1]
        if shorter == label:
            break
        label = shorter
    return _REMARK.sub("", label).rstrip("：") or label


def _core(label: str) -> str:
    return _ENDING.sub("", label)


@lru_cache(maxsize=1)
def indicators() -> Indicators:
    """The spellings of templates/labels.toml."""
    data = tomllib.loads((resources.files("archive") / "templates" / "labels.toml").read_text("utf-8"))
    rows: dict[str, tuple[str, ...]] = {}
    for key, words in data["statistics"].items():
        for core in dict.fromkeys(_core(plain(word)) for word in words):
            rows[core] = (*rows.get(core, ()), key)
    heads = {normal(word): key for key, words in data["statistic_heads"].items() for word in words}
    return Indicators(rows, heads)


@lru_cache(maxsize=8192)
def indicator_keys(text: str) -> tuple[str, ...]:
    """The rows a printed label may name: one, several in different groups, or none.

    >>> indicator_keys("（二）被依法纠错数")
    ('stats.reconsideration.corrected', 'stats.litigation.corrected')
    """
    return indicators().rows.get(_core(plain(text)), ())


def begins_indicator(text: str) -> bool:
    """Whether a known label begins like this and goes on."""
    start = plain(text)
    return len(start) > 1 and any(core.startswith(start) and core != start for core in indicators().rows)


def within(keys: tuple[str, ...], force: str | None) -> str | None:
    """The one of `keys` whose group is in force, `force` being the row above; None where that leaves a choice.

    >>> within(("stats.a.x", "stats.b.x"), "stats.b.y")
    'stats.b.x'
    """
    if len(keys) <= 1:
        return keys[0] if keys else None
    if force is None:
        return None
    inside = [key for key in keys if f"{force}.".startswith(f"{key.rpartition('.')[0]}.")]
    return max(inside, key=lambda key: key.count("."), default=None)


def statistic_head(text: str) -> str | None:
    """The column a head names: a word of the list, or the digits of a year.

    >>> statistic_head("计量 单位"), statistic_head("2018年度"), statistic_head("行政许可")
    ('unit', '2018', None)
    """
    label = normal(text)
    known = indicators().heads.get(label) or indicators().heads.get(_REMARK.sub("", label))
    found = _YEAR.fullmatch(label)
    return known or (found[1] if found else None)
