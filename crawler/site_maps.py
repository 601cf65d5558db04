"""The map of a site (sitemaps.org): addresses without names, of which those of columns and likely folders matter."""

from __future__ import annotations

import re
from html import unescape

from crawler.family import Ask, Entry, Listing, Page
from crawler.links import column_of

MOST_ADDRESSES = 20_000  # of one map
MOST_MAPS = 20  # that one map names
_LOCATION = re.compile(r"<loc>(?:\s|<!\[CDATA\[)*+([^<\s\]]{1,2000})", re.IGNORECASE)
_BEGINNING = 2000  # characters within which a map says what it is


def is_site_map(page: Page) -> bool:
    """Whether a page is a map of its site, or one of maps."""
    beginning = page.text[:_BEGINNING].lower()
    return "<urlset" in beginning or "<sitemapindex" in beginning


def listing(page: Page) -> Listing:
    """The folders and columns a map names, each once; of a map of maps, the maps."""
    found = [page.absolute(unescape(one[1])) for one in _LOCATION.finditer(page.text)]
    if "<sitemapindex" in page.text[:_BEGINNING].lower():
        maps = tuple(Ask(url) for url in dict.fromkeys(filter(None, found[:MOST_MAPS])))
        return Listing(asks=maps, shortfall=max(len(found) - MOST_MAPS, 0), empty_is_fine=True)
    columns = dict.fromkeys(column_of(url) or url for url in found if url)
    entries = tuple(Entry(url, "") for url in list(columns)[:MOST_ADDRESSES])
    return Listing(entries, shortfall=max(len(columns) - MOST_ADDRESSES, 0), empty_is_fine=True)
