"""The home-grown dialects of dialects.toml: how reports' addresses look, where their day stands, pagers by script.

A dialect is told by the address alone. What its list pages are like no rule says; the static family reads them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import urljoin, urlsplit

from archive.dates import iso
from crawler.family import Ask, Page

_FILE = re.compile(r"(?P<stem>[A-Za-z][\w-]{0,60}?)(?:_(?P<number>\d{1,5}))?\.(?P<ending>\w{1,6})")
_LONGEST = 2000  # characters of an address
_CHINA = timedelta(hours=8)
_FIRST_STAMP, _LAST_STAMP = 1_100_000_000, 4_000_000_000  # seconds since 1970: 2004, and what 32 bits hold


@dataclass(frozen=True)
class Dialect:
    """One way to write the address of a page: `pattern` is searched in path and query; folders fit a vague one, too."""

    key: str
    pattern: re.Pattern[str]
    seen: str
    vague: bool = False


@lru_cache(maxsize=1)
def _data() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((resources.files("spiders") / "dialects.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def dialects() -> tuple[Dialect, ...]:
    """All dialects, the surer before the vaguer."""
    return tuple(
        Dialect(row["key"], re.compile(row["pattern"]), row["seen"], row.get("vague", False))
        for row in _data()["dialect"]
    )


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Key and compiled pattern of each dialect, in the order in which to try them.

    >>> patterns()[0][0]
    'sh-hex'
    """
    return [(dialect.key, dialect.pattern) for dialect in dialects()]


def dialect_of(url: str) -> Dialect | None:
    """The dialect a page's address is written in.

    >>> dialect_of("http://a.gov.cn:8082/zwgk/c/2023-01-19/4567.shtml").key
    'founder-c'
    >>> dialect_of("http://a.gov.cn/zwgk/") is None
    True
    """
    where = _where(url)
    return next((dialect for dialect in dialects() if dialect.pattern.search(where)), None)


def day_of(url: str) -> str | None:
    """The day an address of a dialect names; pages moved from an older site may name the day of the move.

    >>> day_of("http://a.gov.cn/nw12344/20230331/0123456789abcdef0123456789abcdef.html")
    '2023-03-31'
    >>> day_of("http://a.gov.cn/61ef9d80a1b2c3d4e5f60718.html")
    '2022-01-25'
    """
    dialect = dialect_of(url)
    found = dialect.pattern.search(_where(url)) if dialect else None
    parts = found.groupdict() if found else {}
    if parts.get("day"):
        digits = re.sub(r"\D", "", parts["day"])
        return iso(digits[:4], digits[4:6], digits[6:8])
    seconds = int(parts["stamp"][:8], 16) if parts.get("stamp") else 0
    if _FIRST_STAMP < seconds < _LAST_STAMP:
        return (datetime.fromtimestamp(seconds, UTC) + _CHINA).date().isoformat()
    return None


def _where(url: str) -> str:
    if len(url) > _LONGEST:
        return ""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@lru_cache(maxsize=1)
def _pagers() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in _data()["pager"])


def scripted_page(page: Page) -> Ask | None:
    """The page after this one, by a script that says how many there are; the first page's number tells the counting."""
    found = next(filter(None, (pager.search(page.text) for pager in _pagers())), None)
    if found is None:
        return None
    said = found.groupdict()
    pages = int(said["pages"]) if said.get("pages") else -(-int(said["total"]) // max(int(said["size"]), 1))
    name = urlsplit(page.url).path.rpartition("/")[2]
    here = _FILE.fullmatch(name)
    number = int(page.state.get("number", 1))
    if number >= pages or (name and here is None):
        return None
    from_zero = page.state.get("from_zero", said.get("current") == "0")
    stem = said.get("stem") or page.state.get("stem") or (here["stem"] if here else "index")
    ending = said.get("ending") or (here["ending"] if here else "html")
    following = urljoin(page.url, f"{stem}_{number if from_zero else number + 1}.{ending}")
    return Ask(following, state={"number": number + 1, "from_zero": from_zero, "stem": stem})
