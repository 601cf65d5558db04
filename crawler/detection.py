"""Which CMS family made a page: told by the marks of `spiders/marks.toml`, by its address, its text and its links.

Where no mark tells a family, an address may be in a home-grown dialect (`spiders/dialects.toml`): then plain
links, the static family, are what the page's site is known for.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from crawler.addresses import is_same_host
from crawler.blocking import scripts_alone
from crawler.dialects import dialect_of
from crawler.family import Page

_LOOKED_AT = 1_000_000  # characters of a page
NOTHING = "no mark of any family"
OTHERWISE = "static"  # the family of plain links
_FEW = 2  # links of one shape that tell a family; a single one may lead to somebody else's article


@dataclass(frozen=True)
class Mark:
    """One row of the table: what tells a family."""

    family: str
    says: str
    address: tuple[re.Pattern[str], ...] = ()
    page: tuple[re.Pattern[str], ...] = ()
    page_all: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] | None = None

    def in_address(self, url: str) -> str | None:
        """The part of an address that is the mark."""
        parts = urlsplit(url)
        asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return next((m[0] for p in self.address if (m := p.search(asked))), None)

    def in_text(self, text: str) -> str | None:
        """The part of a page that is the mark."""
        found = next((m[0] for p in self.page if (m := p.search(text))), None)
        if found is None and self.page_all:
            parts = [m[0] for p in self.page_all if (m := p.search(text))]
            found = " … ".join(parts) if len(parts) == len(self.page_all) else None
        return None if found and self.unless and self.unless.search(text) else found


@dataclass(frozen=True)
class Detected:
    """The family of a page, None where nothing tells it; `evidence` are sentences on what was seen.

    `needs_browser` says that the page shows nothing before its scripts have run, `dialect` which dialect
    alone told the family: a weak sign, as several products write such addresses.
    """

    family: str | None = None
    evidence: tuple[str, ...] = field(default=())
    needs_browser: bool = False
    dialect: str | None = None


@lru_cache(maxsize=1)
def marks() -> tuple[Mark, ...]:
    """The table, in its order."""
    data = tomllib.loads((resources.files("spiders") / "marks.toml").read_text("utf-8"))
    return tuple(
        Mark(
            family=row["family"],
            says=row["says"],
            address=_patterns(row.get("address", ())),
            page=_patterns(row.get("page", ())),
            page_all=_patterns(row.get("page_all", ())),
            unless=re.compile(row["unless"]) if "unless" in row else None,
        )
        for row in data["mark"]
    )


def _patterns(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, texts))


def by_address(url: str) -> Detected:
    """The family an address alone tells.

    >>> by_address("http://www.a.gov.cn/zwgk/nb/202301/t20230119_43.html").family
    'trs'
    >>> by_address("http://www.a.gov.cn/c/2023-01-19/4567.shtml").dialect
    'founder-c'
    >>> by_address("http://www.a.gov.cn/zwgk/nb/index.html").family is None
    True
    """
    for mark in marks():
        if seen := mark.in_address(url):
            return Detected(mark.family, (f"{mark.says}: the address has {_short(seen)}",))
    if dialect := dialect_of(url):
        return Detected(OTHERWISE, (f"the address has the shape of the dialect {dialect.key}",), dialect=dialect.key)
    return Detected()


def by_page(page: Page) -> Detected:
    """The family a fetched page tells, by its address and text; failing these by what its links look like."""
    text = page.text[:_LOOKED_AT]
    empty = scripts_alone(page.body)
    for mark in marks():
        if seen := mark.in_address(page.url):
            return Detected(mark.family, (f"{mark.says}: the address has {_short(seen)}",), empty)
        if seen := mark.in_text(text):
            return Detected(mark.family, (f"{mark.says}: the page has {_short(seen)}",), empty)
    return replace(_by_shape(page), needs_browser=empty)


def _by_shape(page: Page) -> Detected:
    """The family whose articles a page links most, where it links several; failing that a dialect, its own first."""
    shapes: Counter[Detected] = Counter()
    example: dict[Detected, str] = {}
    for url in _links(page):
        told = replace(by_address(url), evidence=())
        if told.family:
            shapes[told] += 1
            example.setdefault(told, url)
    if marked := _most(shapes, example, in_dialect=False):
        return marked
    own = by_address(page.url)
    return own if own.dialect else _most(shapes, example, in_dialect=True) or Detected(None, (NOTHING,))


def _most(shapes: Counter[Detected], example: dict[Detected, str], *, in_dialect: bool) -> Detected | None:
    """The commonest shape of the two kinds, if there are several links of it."""
    for told, count in shapes.most_common():
        if count >= _FEW and bool(told.dialect) is in_dialect:
            like = f"the dialect {told.dialect}, as {example[told]}" if told.dialect else example[told]
            return replace(told, evidence=(f"{count} links have the shape of {like}",))
    return None


def _links(page: Page) -> Iterator[str]:
    seen = set()
    for anchor in page.tree.css("a[href]"):
        url = page.absolute(anchor.attributes.get("href") or "")
        if url and url not in seen and is_same_host(url, page.url):
            seen.add(url)
            yield url


def _short(seen: str) -> str:
    text = " ".join(seen.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
