"""Dates and years as Chinese documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_CHINESE_YEAR = re.compile(r"[二一][〇○零Ｏ一二三四五六七八九]{3}(?=年)")
_DAY = r"(?:\s*(?:日|号))?"
DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-/.．／－])\s*(\d{1,2})\s*(?:月|[-/.．／－])\s*(\d{1,2})" + _DAY + r"(?!\d)"
)
_LABELLED = re.compile(
    r"(发布日期|发布时间|公开日期|发文日期|生成日期|日\s*期|时间发布|时\s*间)\s*[:：\]】]?\s*" + DATE.pattern
)
_RANK = ("发布日期", "发布时间", "公开日期", "时间发布", "日期", "时间", "发文日期", "生成日期")
_PERIOD = re.compile(
    r"(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起|开始)?\s*[,，]?\s*(?:至|到|[—－～~-])+"
    r"\s*(?:(20\d{2})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)


def western_years(text: str) -> str:
    """Years in Chinese numerals as digits.

    >>> western_years("二〇二三年度"), western_years("二○○八年")
    ('2023年度', '2008年')
    """
    return _CHINESE_YEAR.sub(lambda m: m.group().translate(_DIGITS), text)


def _narrow(text: str) -> str:
    """White space as single blanks: in a long run of it a pattern would try every way to share it out."""
    return " ".join(text.split())


def iso(year: str, month: str, day: str) -> str | None:
    """An ISO date, or None when there is no such day.

    >>> iso("2021", "1", "18"), iso("2021", "2", "30")
    ('2021-01-18', None)
    """
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def first_date(text: str) -> str | None:
    """The first date in a text.

    >>> first_date("番禺区卫生健康局 2021年1月18日"), first_date("2026-02-00018")
    ('2021-01-18', None)
    """
    for found in DATE.finditer(western_years(text)):
        if made := iso(*found.groups()):
            return made
    return None


def labelled_date(text: str) -> str | None:
    """The date a page shows as the one of its publication.

    >>> labelled_date("来源：区政府办 时间：2025-03-10 15:35")
    '2025-03-10'
    """
    best: tuple[int, str] | None = None
    for found in _LABELLED.finditer(_narrow(text)):
        made = iso(*found.groups()[1:])
        rank = _RANK.index("".join(found.group(1).split()))
        if made and (best is None or rank < best[0]):
            best = (rank, made)
    return best[1] if best else None


def whole_line_date(line: str) -> str | None:
    """The date a line consists of, as under a signature.

    >>> whole_line_date(" 2021年1月18日 "), whole_line_date("2021年1月18日起施行")
    ('2021-01-18', None)
    """
    found = DATE.fullmatch(western_years(line.strip()))
    return iso(*found.groups()) if found else None


def periods(text: str) -> Iterator[tuple[str, str]]:
    """The first and last days of the periods in a text, as ISO dates.

    >>> list(periods("自 2020 年 1 月 1 日起至 12 月 31 日止"))
    [('2020-01-01', '2020-12-31')]
    """
    for found in _PERIOD.finditer(western_years(_narrow(text))):
        year, month, day, *end = found.groups()
        first, last = iso(year, month, day), iso(end[0] or year, end[1], end[2])
        if first and last:
            yield first, last


def stated_period(text: str) -> int | None:
    """The year of which a report says its figures run from 1 January to 31 December.

    >>> stated_period("统计期限自 2020 年 1 月 1 日起至 2020 年 12 月 31 日止")
    2020
    """
    for first, last in periods(text):
        if (first[4:], last[4:]) == ("-01-01", "-12-31"):
            return int(first[:4]) if first[:4] == last[:4] else None
    return None
