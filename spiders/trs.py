"""TRS WCM: directories of static pages `index.html`, `index_1.html` …, the pager a script call.

`createPageHTML(N, current, "index", "html")` states N pages; page k is `index_{k-1}`. Catalogues keep
the channel in the stem: `index_18036.html`, `index_18036_1.html`. Some lists are written by script, an
address and a title an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from crawler.family import Ask, Entry, Listing, Page, anchors, clean
from crawler.lists import without_duplicates
from crawler.spider import PortalSpider

_PAGER = re.compile(r"""createPage(?:HTML)?\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']""")
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)")
_FILE = re.compile(r"/(?P<stem>[A-Za-z][\w-]*?)(?:_(?P<number>\d{1,3}))?\.(?P<ending>s?html?)$")
_WRITTEN = re.compile(
    r"""\burl\s*=\s*(?P<q>["'])(?P<url>[^"']+)(?P=q)\s*;\s*title\s*=\s*(?P<r>["'])(?P<title>.*?)(?P=r)\s*;"""
)
MOST_PAGES = 200


def listing(page: Page) -> Listing:
    """Anchors and script-written items, and the next page of the pager."""
    entries = without_duplicates(iter((*anchors(page), *_written(page))))
    return Listing(entries, tuple(_next(page)))


def _written(page: Page) -> Iterator[Entry]:
    for item in _WRITTEN.finditer(page.text):
        if url := page.absolute(item["url"]):
            yield Entry(url, clean(item["title"]))


def _next(page: Page) -> Iterator[Ask]:
    pager = _PAGER.search(page.text)
    count = _COUNT.search(page.text)
    here = _FILE.search(page.url)
    pages = int(pager[1]) if pager else int(count[1]) if count else 0
    stem = pager[3] if pager else here["stem"] if here else "index"
    ending = pager[4] if pager else here["ending"] if here else "html"
    current = int(here["number"] or 0) if here else 0
    if current + 1 < min(pages, MOST_PAGES):
        yield Ask(urljoin(page.url, f"{stem}_{current + 1}.{ending}"))


class Trs(PortalSpider):
    """`scrapy crawl trs`: the portals of this family."""

    name = "trs"
    listing = staticmethod(listing)
