"""Dates and years as Chinese documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_CHINESE_YEAR = re.compile(r"[二一][〇○零Ｏ一二三四五六七八九]{3}(?=年)")
_CHINESE_DAY = re.compile(
    r"(?<![一二三四五六七八九十])([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十廿卅]{1,3})[日号])?"
)
_CHINESE_MONTH = re.compile(r"[一二三四五六七八九十]月")  # found in a tenth of the time
_ONES = {ch: n for n, ch in enumerate("一二三四五六七八九", 1)}
_DAY = r"(?:\s*(?:日|号))?"
DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-/.．／－])\s*(\d{1,2})\s*(?:月|[-/.．／－])\s*(\d{1,2})" + _DAY + r"(?!\d)"
)
_LABELLED = re.compile(
    r"(发布日期|发布时间|公开日期|发文日期|生成日期|日\s*+期|时间发布|时\s*+间)\s*+[:：\]】]?\s*+" + DATE.pattern
)
_WRITTEN = re.compile(r"(20\d\d)年(?!\d|以来|度?(?:工作)?(?:年度)?报告|[，,])[^。；]{0,90}?编制(?:了|的)?(20\d\d)年")
_LONGEST_OPENING = 120
_TIME_OF_DAY = re.compile(r"(?<!\s)\s++\d{1,2}\s*+[:：∶时]\s*+\d{1,2}(?:\s*+[:：∶分]\s*+(?:\d{1,2}\s*+秒?)?)?$")
_FIRST_DAY = "2008-05-01"  # on which the regulations came into force
_COUNTED = re.compile(
    r"统计(?:数据)?的?(?:起止)?(?:期限|时限|时间|期间|周期|区间|日期)|数据的?(?:起止)?(?:期限|时限|期间)"
)
_LONGEST_PERIOD = 60  # letters behind the word that announces a period
_OF_WRITING = ("发文日期", "生成日期")
_RANK = ("发布日期", "发布时间", "公开日期", "时间发布", "日期", "时间", *_OF_WRITING)
_PERIOD = re.compile(
    r"(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*+(?:起|开始)?\s*+[,，]?\s*+(?:至|到|[—－～~-])++"
    r"\s*+(?:(20\d{2})\s*+年)?\s*+(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)


def western_years(text: str) -> str:
    """Years, months and days in Chinese numerals as digits.

    >>> western_years("二〇二三年度"), western_years("二○○九年三月二十一日")
    ('2023年度', '2009年3月21日')
    """
    text = _CHINESE_YEAR.sub(lambda m: m.group().translate(_DIGITS), text)
    return _CHINESE_DAY.sub(_western_day, text) if _CHINESE_MONTH.search(text) else text


def _western_day(found: re.Match[str]) -> str:
    month, day = found.groups()
    return f"{_number(month)}月" + (f"{_number(day)}日" if day else "")


def _number(numerals: str) -> int:
    """A number below 40 in Chinese numerals.

    >>> _number("十"), _number("二十三"), _number("卅一")
    (10, 23, 31)
    """
    tens, _, ones = numerals.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    has_ten = any(ch in numerals for ch in "十廿卅")
    return 10 * (_ONES.get(tens, 1) if has_ten else 0) + _ONES.get(ones, 0)


def written_for(text: str) -> tuple[int, int] | None:
    """The year a text opens with, and the year of the report it says is compiled in it; a month or a comma tells when.

    >>> written_for("2022年我局按照规定，编制2021年度报告。"), written_for("编制2021年度报告。")
    ((2022, 2021), None)
    """
    found = _WRITTEN.match(text.lstrip()[:_LONGEST_OPENING])
    return (int(found[1]), int(found[2])) if found else None


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


def labelled_date(text: str, *, of_writing: bool = True) -> str | None:
    """The date a page shows as the one of its publication; failing that, unless told otherwise, of its writing.

    >>> labelled_date("来源：区政府办 时间：2025-03-10 15:35"), labelled_date("生成日期：2025-03-10", of_writing=False)
    ('2025-03-10', None)
    """
    best: tuple[int, str] | None = None
    for found in _LABELLED.finditer(western_years(_narrow(text))):
        made = iso(*found.groups()[1:])
        label = "".join(found.group(1).split())
        rank = _RANK.index(label)
        if made and (of_writing or label not in _OF_WRITING) and (best is None or rank < best[0]):
            best = (rank, made)
    return best[1] if best else None


def whole_line_date(line: str) -> str | None:
    """The date a line consists of, as under a signature.

    >>> whole_line_date(" 2021年1月18日 "), whole_line_date("2021年1月18日起施行")
    ('2021-01-18', None)
    """
    found = DATE.fullmatch(western_years(line.strip()))
    return iso(*found.groups()) if found else None


def timed_date(text: str) -> str | None:
    """The date a text consists of, with or without the time of day, as beside a title.

    >>> timed_date("2025年06月03日 13时44分"), timed_date("2024-10-17 08:03"), timed_date("2024-10-17 第3期")
    ('2025-06-03', '2024-10-17', None)
    """
    return whole_line_date(_TIME_OF_DAY.sub("", text.strip()))


def periods(text: str) -> Iterator[tuple[str, str]]:
    """The first and last days of the periods in a text, as ISO dates.

    >>> list(periods("自 2020 年 1 月 1 日起至 12 月 31 日止"))
    [('2020-01-01', '2020-12-31')]
    """
    if "月" not in text:
        return
    for found in _PERIOD.finditer(western_years(_narrow(text))):
        year, month, day, *end = found.groups()
        first, last = iso(year, month, day), iso(end[0] or year, end[1], end[2])
        if first and last:
            yield first, last


def counted_span(text: str) -> tuple[int, int] | None:
    """The years of the 1 January and the 31 December between which a text says its figures were counted.

    >>> counted_span("统计期限自2020年1月1日起至2021年12月31日止"), counted_span("自2020年1月1日起至2021年12月31日施行")
    ((2020, 2021), None)
    """
    text = _narrow(text)
    for said in _COUNTED.finditer(text):
        for first, last in periods(text[said.end() : said.end() + _LONGEST_PERIOD]):
            if (first[4:], last[4:]) == ("-01-01", "-12-31"):
                return int(first[:4]), int(last[:4])
    return None


def stated_period(text: str) -> int | None:
    """The year of which a report says its figures run from 1 January, in 2008 from 1 May, to 31 December.

    >>> stated_period("统计期限自 2020 年 1 月 1 日起至 2020 年 12 月 31 日止")
    2020
    """
    for first, last in periods(text):
        if last[4:] == "-12-31" and (first[4:] == "-01-01" or first == _FIRST_DAY):
            return int(first[:4]) if first[:4] == last[:4] else None
    return None
