"""The home-grown dialects of `spiders/dialects.toml`: how reports' addresses look, and where their day stands.

A dialect is told by the address alone. What its list pages are like no rule says; the static family reads them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from archive.dates import iso

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
def dialects() -> tuple[Dialect, ...]:
    """All dialects, the surer before the vaguer."""
    data = tomllib.loads((resources.files("spiders") / "dialects.toml").read_text("utf-8"))
    return tuple(
        Dialect(row["key"], re.compile(row["pattern"]), row["seen"], row.get("vague", False)) for row in data["dialect"]
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
