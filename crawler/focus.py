"""The way from a site's home page to its annual reports where no link names them: which links to try, best first.

A search bounded in pages and depth: links are scored by what they say and where they lead (`focus.toml`),
beside them the site's map. It ends as soon as reports are found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from archive.labels import normal
from crawler.addresses import is_same_host
from crawler.attachments import is_document
from crawler.family import Entry

MOST_PAGES = 60  # looked at on the way, a portal and crawl
MOST_STEPS = 4  # from the home page
MOST_OF_A_PAGE = 25
LEAST = 1  # the score of what is tried when nothing else is left
SITE_MAP = "/sitemap.xml"
_ROOTS = re.compile(r"/?(?:index|default|home)?(?:\.\w+)?", re.IGNORECASE)
_LONGEST_NAME = 24  # characters of a column's name; longer ones are titles of articles


class Way(NamedTuple):
    """A link to try: how likely it is, from 1 to 9, and where it leads."""

    score: int
    url: str
    title: str


def is_home(url: str) -> bool:
    """Whether an address is a site's home page rather than a column.

    >>> is_home("http://www.a.gov.cn/index.html"), is_home("http://www.a.gov.cn/zwgk/xxgknb/")
    (True, False)
    """
    parts = urlsplit(url)
    return bool(_ROOTS.fullmatch(parts.path)) and not parts.query


def score(title: str, url: str) -> int:
    """How likely a link leads towards annual reports, 0 to 9.

    >>> score("政务公开", "http://a/x/"), score("领导信箱", "http://a/x/"), score("要闻", "http://a/zwgk/")
    (7, 0, 0)
    """
    text = normal(title)
    data = _data()
    if len(text) > _LONGEST_NAME or any(word in text for word in data["never"]["words"]):
        return 0
    path = urlsplit(url).path.lower()
    found = [row["score"] for row in data["text"] if any(word in text for word in row["words"])]
    found += [row["score"] for row in data["slug"] if any(word in path for word in row["words"])]
    return max(found, default=0) + (len(found) > 1)


def ways(here: str, entries: Iterable[Entry], depth: int) -> Iterator[Way]:
    """The links of a page worth trying, best first; from the first page the map of the site, too."""
    if depth >= MOST_STEPS:
        return
    best: dict[str, Way] = {}
    entry = None
    for entry in entries:
        if not is_same_host(entry.url, here) or entry.url == here or is_document(entry.url, ""):
            continue
        worth = score(entry.title, entry.url)
        if worth > best.get(entry.url, Way(0, "", "")).score:
            best[entry.url] = Way(worth, entry.url, entry.title)
    yield from sorted(best.values(), key=lambda way: -way.score)[:MOST_OF_A_PAGE]
    if depth == 0 and entry is not None:  # a page that shows nothing at all may show more in a browser
        yield Way(LEAST, urljoin(here, SITE_MAP), "")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files("crawler") / "focus.toml").read_text("utf-8"))
