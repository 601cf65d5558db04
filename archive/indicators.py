"""Indicators of the statistics forms: what a printed label names, given the group it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.labels import normal, of_another_time, spellings, split_number
from archive.numbers import UNITS

_OF_WHICH = re.compile(r"^其中[:：、，]?")
_CIRCLED = re.compile(r"^\s*[①-⑳⑴-⒇]")
_REMARK = re.compile(r"（[^（）]*(?:）|$)")  # one cut by a page break has no end
_ENDING = re.compile(r"(?<=..)(?:数量|数)$")
_YEAR = re.compile(r"(20\d{2})年?度?(?:统计数|数量|数)?")
_UNITS_APART = re.compile("[、，/或]")
UNIT_WORDS = frozenset(
    (*UNITS, "家", "期", "场", "名", "户", "处", "部", "台", "本", "册", "%", "平方米", "小时", "天")
)


@dataclass(frozen=True)
class Indicators:
    """Every known spelling of a row and of a column head."""

    rows: dict[str, tuple[str, ...]]
    heads: dict[str, str]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A printed indicator without number, 其中, and remarks in brackets that are not of another time than the year.

    >>> plain("其中：1.当面申请数"), plain("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）")
    ('当面申请数', '主动公开政府信息数')
    >>> plain("收到申请数（上年）"), plain("收到申请数（本年累计）")
    ('收到申请数（上年）', '收到申请数')
    """
    label = normal(_CIRCLED.sub("", text))
    while True:
        shorter = split_number(_OF_WHICH.sub("", label))[1]
        if shorter == label:
            break
        label = shorter
    return _REMARK.sub(_kept, label).rstrip("：") or label


def _kept(remark: re.Match[str]) -> str:
    """What of a remark belongs to the indicator: all of it where another figure is meant, else nothing."""
    said = remark[0].strip("（）")
    return remark[0] if of_another_time(said) and said not in _words_of_the_year() else ""


@lru_cache(maxsize=1)
def _words_of_the_year() -> frozenset[str]:
    return frozenset(map(normal, spellings()["statistic_heads"]["year"]))


def bare_indicator(text: str) -> str:
    """A printed indicator as `indicators().rows` has it: plain, and without 数 at its end."""
    return _ENDING.sub("", plain(text))


@lru_cache(maxsize=1)
def indicators() -> Indicators:
    """The spellings of templates/labels.toml."""
    data = spellings()
    rows: dict[str, tuple[str, ...]] = {}
    for key, words in data["statistics"].items():
        for core in dict.fromkeys(map(bare_indicator, words)):
            rows[core] = (*rows.get(core, ()), key)
    heads = {normal(word): key for key, words in data["statistic_heads"].items() for word in words}
    return Indicators(rows, heads)


@lru_cache(maxsize=8192)
def indicator_keys(text: str) -> tuple[str, ...]:
    """The rows a printed label may name: one, several in different groups, or none.

    >>> indicator_keys("（二）被依法纠错数")
    ('stats.reconsideration.corrected', 'stats.litigation.corrected')
    """
    return indicators().rows.get(bare_indicator(text), ())


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


@lru_cache(maxsize=8192)
def statistic_head(text: str) -> str | None:
    """The column a head names: a word of the list, or the digits of a year, which may stand in brackets.

    >>> statistic_head("计量 单位"), statistic_head("2018年度"), statistic_head("行政许可")
    ('unit', '2018', None)
    >>> statistic_head("统计数（2018年）"), statistic_head("统计数（累计）")
    ('2018', 'year')
    """
    label = normal(text)
    known = _head(label)
    if known or "（" not in label:
        return known
    known = _head(_REMARK.sub("", label))
    return (_year(_remark(label)) or known) if known == "year" else known


def says_more(text: str) -> bool:
    """Whether a head has a remark in brackets which is neither a unit nor the year, and may change what it counts.

    >>> says_more("统计数（累计）"), says_more("数量（单位：件、条）"), says_more("统计数（2018年）")
    (True, False, False)
    """
    label = normal(text)
    if "（" not in label or _head(label):
        return False
    known = _head(_REMARK.sub("", label))
    remark = _remark(label).removeprefix("单位：")
    if known is None or remark.isdecimal() or (known == "year" and _year(remark)) or _head(remark) == known:
        return False
    return not all(word in UNIT_WORDS for word in _UNITS_APART.split(remark))


def _head(label: str) -> str | None:
    return indicators().heads.get(label) or _year(label)


def _year(label: str) -> str | None:
    found = _YEAR.fullmatch(label)
    return found[1] if found else None


def _remark(label: str) -> str:
    """What stands in the brackets of a normal label."""
    found = _REMARK.search(label)
    return found[0].strip("（）") if found else ""
