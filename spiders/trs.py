"""TRS WCM: directories of static pages `index.html`, `index_1.html` …, the pager a script call.

`createPageHTML(N, current, "index", "html")` states N pages; page k is `index_{k-1}`. Catalogues keep
the channel in the stem: `index_18036.html`, `index_18036_1.html`. Some lists are written by script, an
address and a title an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin
from zlib import crc32

from crawler.family import Ask, Entry, Listing, Page, anchors, clean
from crawler.lists import without_duplicates
from crawler.spider import PortalSpider

_PAGER = re.compile(
    r"createPage(?:HTML)?\s*\(\s*(?P<pages>\d{1,9})\s*,\s*(?P<current>\d{1,6})\s*,\s*(?:\d{1,6}\s*,\s*)?"
    r"""["'](?P<stem>[\w-]+)["']\s*,\s*["'](?P<ending>\w+)["']"""
)
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,9})\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,6})\b")
_FILE = re.compile(r"/(?P<name>[A-Za-z][\w-]*)\.(?P<ending>s?html?)$")
_NUMBERED = re.compile(r"(?P<stem>.*)_(?P<number>\d{1,6})")
_WRITTEN = re.compile(
    r"""\burl\s*=\s*(?P<q>["'])(?P<url>[^"']+)(?P=q)\s*;\s*title\s*=\s*(?P<r>["'])(?P<title>.*?)(?P=r)\s*;"""
)
MOST_PAGES = 200


def listing(page: Page) -> Listing:
    """Anchors and script-written items, and the next page of the pager."""
    entries = without_duplicates(iter((*anchors(page), *_written(page))))
    following = _next(page)
    if following is None:
        return Listing(entries)
    shown = crc32("\n".join(e.url for e in entries).encode())
    if shown == page.state.get("shown") or page.state.get("pages", 1) >= MOST_PAGES:
        return Listing(entries, shortfall=1)  # the page before once more: the pager promises too much
    return Listing(entries, (Ask(following, state={"shown": shown, "pages": page.state.get("pages", 1) + 1}),))


def _written(page: Page) -> Iterator[Entry]:
    for item in _WRITTEN.finditer(page.text):
        if url := page.absolute(item["url"]):
            yield Entry(url, clean(item["title"]))


def _next(page: Page) -> str | None:
    """The address of the page after this one, by what the pager states and the name of this file."""
    here = _FILE.search(page.url)
    name = here["name"] if here else "index"
    if pager := _PAGER.search(page.text):
        stem, ending, pages = pager["stem"], pager["ending"], int(pager["pages"])
        current = max(int(pager["current"]), _number(name, stem))
    elif count := _COUNT.search(page.text):
        ending, pages = here["ending"] if here else "html", int(count[1])
        stem, current = _position(page.text, name, pages)
    else:
        return None
    return urljoin(page.url, f"{stem}_{current + 1}.{ending}") if current + 1 < pages else None


def _number(name: str, stem: str) -> int:
    """The number of a page by its name, 0 for the first: some pagers always say they are on the first."""
    number = name.removeprefix(f"{stem}_")
    return int(number) if number != name and number.isdecimal() and len(number) < 7 else 0


def _position(text: str, name: str, pages: int) -> tuple[str, int]:
    """Stem and number of a page whose pager names no stem: `index_7` may be the eighth page, or a channel."""
    stated = _CURRENT.search(text)
    numbered = _NUMBERED.fullmatch(name)
    if not numbered:
        return name, int(stated[1]) if stated else 0
    number = int(numbered["number"])
    is_page = number == int(stated[1]) if stated else number < pages
    return (numbered["stem"], number) if is_page else (name, int(stated[1]) if stated else 0)


class Trs(PortalSpider):
    """`scrapy crawl trs`: the portals of this family."""

    name = "trs"
    listing = staticmethod(listing)
