"""Reports shown one agency and year at a time at the address of a list: which years, whose, and where each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.titles import read_title
from crawler.family import Entry, Page, clean

_YEAR = re.compile(r"\A\s*+(20\d{2})\s*+年?度?\s*+(?:年度报告|年报)?\s*+")
_TAIL = re.compile(r"(?<!\s)\s*+[(（\[]\s*+\d{1,6}\s*+[)）\]]\s*+$")  # how many documents a tree's node holds
MOST_YEARS = 40


def years(page: Page) -> list[int]:
    """The years the select boxes of a page offer, each once and in their order."""
    found: dict[int, None] = {}
    for option in page.tree.css("select option"):
        texts = (option.attributes.get("value") or "", option.text(deep=True))
        year = next((int(read[1]) for text in texts if (read := _YEAR.fullmatch(text))), None)
        if year and len(found) < MOST_YEARS:
            found[year] = None
    return list(found)


def own_agency(page: Page) -> str:
    """The agency whose report a page shows, by its headings and metadata; empty when none says so."""
    for text in _headings(page):
        if agency := read_title(text).agency:
            return agency
    return page.metas.get("contentsource", "")


def _headings(page: Page) -> Iterator[str]:
    for node in page.tree.css("h1, h2, h3, title"):
        yield clean(node.text(deep=True))[:200]


def report(url: str, agency: str, year: int | None) -> Entry:
    """The entry of the report an agency made on a year, at this address.

    >>> report("http://a/?y=2023", "青屿市统计局(12)", 2023).title
    '青屿市统计局2023年政府信息公开工作年度报告'
    """
    title = f"{_TAIL.sub('', agency)}{f'{year}年' if year else ''}政府信息公开工作年度报告"
    return Entry(url, title, is_report=True, composed=True)


def queried(url: str) -> dict[str, str]:
    """What an address asks for, its names in lower case.

    >>> queried("http://a/x.jsp?AREA=1&fbtime=")
    {'area': '1', 'fbtime': ''}
    """
    return {name.lower(): value for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)}


def asking(url: str, **fields: str | int) -> str:
    """An address with these fields in its query, each where it stood before or at the end.

    >>> asking("http://a/x.jsp?area=1&fbtime=2020&showType=2", fbtime=2023)
    'http://a/x.jsp?area=1&fbtime=2023&showType=2'
    """
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    known = {name.lower(): name for name, _ in asked}
    wanted = {known.get(name.lower(), name): str(value) for name, value in fields.items()}
    made = [(name, wanted.pop(name, value)) for name, value in asked]
    return urlunsplit(parts._replace(query=urlencode([*made, *wanted.items()])))
