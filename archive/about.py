"""What a line about a table says of it: that its figures are of another year, span or body than the report."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from archive.agencies import is_short_for
from archive.dates import periods, stated_period, western_years
from archive.labels import normal, split_number

_MOST = 300  # characters that are looked at; patterns try every way through a long text
_YEAR = re.compile(
    r"(?<!\d)(20\d{2})(?:年|度)(?!\d{1,2}月)|(?<!\d)(?=\d{2}年度)(\d{2})年|^(20\d{2})(?=(?![年号])[\u4e00-\u9fff])"
)
_NOTHING_ELSE = re.compile(r"\W*(?:(20\d{2})年?|(\d{2})年)度?\W*")
_DATE = re.compile(r"(?<!\d)(20\d{2})[年./-]\d{1,2}(?!\d)")
_SPAN = re.compile(r"(20\d{2})年?度?(?:\d{1,2}月)?(?:\d{1,2}日)?起?[-—–―~至到]+(20\d{2})(?:年|$)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?[省市县区旗州盟](?=[\u4e00-\u9fff]*?[省市县区旗州盟镇乡])")


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    text = (resources.files("archive") / "templates" / "captions.toml").read_text("utf-8")
    return {name: re.compile("|".join(words)) for name, words in tomllib.loads(text).items()}


@lru_cache(maxsize=4096)
def speaks_of(text: str, agency: str | None, year: int | None) -> str:
    """What a line says of its table that does not fit a report of this body and year; else nothing.

    >>> speaks_of("（截至2022年12月31日）", "甲县教育局", 2023), speaks_of("（较2022年增长3%）", "甲县教育局", 2023)
    ('speaks of 2022, the report is of 2023', '')
    >>> speaks_of("（二）甲县司法局", "甲县教育局", 2023)
    'names 甲县司法局, the report is of 甲县教育局'
    """
    line = _said(text)
    years = years_of(text, year)
    span = _SPAN.search(line)
    if (span and span[1] != span[2]) or (any(periods(line)) and not stated_period(line)):
        return f"speaks of another span than a year: {line}"
    if year and years and year not in years:
        return f"speaks of {max(years)}, the report is of {year}"
    if _words()["before"].search(line):
        return f"speaks of the year before: {line}"
    if _words()["spans"].search(line):
        return f"speaks of another span than a year: {line}"
    return _of_another_body(line, agency) if agency else ""


@lru_cache(maxsize=4096)
def years_of(text: str, year: int | None) -> frozenset[int]:
    """The years a line says its table is of; a day after the report's year is one of publication."""
    line = _said(text)
    found = {int(next(filter(None, told))) for told in _YEAR.findall(line)}
    if alone := _NOTHING_ELSE.fullmatch(line):
        found.add(int(alone[1] or alone[2]))
    found |= {day for day in map(int, _DATE.findall(line)) if year and day <= year}
    return frozenset(told + 2000 if told < 100 else told for told in found)


def is_note(text: str) -> bool:
    """Whether a line below a table speaks of it."""
    return bool(_words()["notes"].search(normal(text)))


def goes_on(text: str) -> bool:
    """Whether a line only says that a table goes on."""
    return bool(_words()["goes_on"].match(normal(text)))


def announces(text: str) -> bool:
    """Whether a sentence says that a table follows."""
    return bool(_words()["announces"].search(normal(text)))


def _said(text: str) -> str:
    return _words()["left_out"].sub("", western_years(normal(text[:_MOST])))


def _of_another_body(line: str, agency: str) -> str:
    words = _words()
    if words["below"].search(line) or (words["areas"].search(line) and not words["for_areas"].search(agency)):
        return f"speaks of others than {agency}: {line}"
    core = re.sub(r"^20\d{2}年?度?", "", split_number(line)[1].strip("（）:："))
    found = words["of_body"].match(line) or words["of_body"].match(core)
    named = next(filter(None, found.groups()), "") if found else ""
    return f"names {named}, the report is of {agency}" if named and is_other_body(named, agency) else ""


def is_other_body(named: str, agency: str) -> bool:
    """Whether two names are of two bodies; either may be short, or lack the larger place the other begins with.

    >>> is_other_body("乙县卫生健康局", "甲市乙县卫健局"), is_other_body("本局", "甲县司法局")
    (False, False)
    """
    return not _words()["own"].match(named) and not any(
        is_short_for(one, other)
        for one in (named, _PLACE.sub("", named, count=1))
        for other in (agency, _PLACE.sub("", agency, count=1))
    )
