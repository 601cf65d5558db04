"""TRS WCM: directories of static pages `index.html`, `index_1.html` …, the pager a script.

`createPageHTML(N, current, "index", "html")`, `countPage` or another spelling states N pages; page k is
`index_{k-1}`. Catalogues keep the channel in the stem: `index_18036.html`, `index_18036_1.html`. Some
lists are written by script, some are answers of the search (`/was5/web/search`), and in Fujian only the
first rows stand in the page (`crawler.turning` turns the pages, `spiders._trs_search` asks the search).
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from crawler.family import Ask, Entry, Listing, Page, anchors
from crawler.lists import next_page, without_duplicates
from crawler.scripted import written
from crawler.spider import PortalSpider
from crawler.turning import MOST_PAGES, Progress, number_of, paged
from spiders import _trs_search as search

_CALL = re.compile(
    r"createPage(?:HTML)?\s*\(\s*(?P<pages>\d{1,9})\s*,\s*(?P<current>\d{1,6})\s*,\s*(?:\d{1,6}\s*,\s*)?"
    r"""["'](?P<stem>[\w-]+)["']\s*,\s*["'](?P<ending>\w+)["']"""
)
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,9})\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,6})\b")
_CONFIG = re.compile(r"pagination_script_config\s*=\s*\{[^{}]{0,2000}\}")
_CONFIGURED = re.compile(r"(pageNumber|total)[\"']?\s*:\s*[\"']?(\d{1,9})")
_TOTAL = re.compile(r"\btotalData[\"']?\s*[:=]\s*[\"']?(\d{1,9})")
_SIZE = re.compile(r"\b(?:showData|pageSize|perPage)[\"']?\s*[:=]\s*[\"']?(\d{1,4})")
_FILE = re.compile(r"/(?P<name>[A-Za-z][\w-]*)\.(?P<ending>s?html?)$")
_NUMBERED = re.compile(r"\A(?P<stem>.*)_(?P<number>\d{1,9})")
_KEPT = re.compile(r"\b(index_\d{2,9})_\d{0,6}(?=[\"'.])")  # the stem of a list whose first page is the folder's index
_DOCUMENT = re.compile(r"/t\d{8}_\d+|/content(?:_\d+)?\.s?html?$")
_TWIN = re.compile(r"_wap(?=\.\w+$)")


class _Pager(NamedTuple):
    """What a page says of its list: how many pages, which one this is from 0, what their names are made of."""

    pages: int
    current: int
    stem: str = ""
    ending: str = ""


def listing(page: Page) -> Listing:
    """Anchors and script-written items, and the next page of the pager."""
    if search.is_answer(page):
        return search.answer(page)
    entries = _without_twins(without_duplicates(iter((*anchors(page), *written(page)))))
    if search.is_search(page):
        return search.results(page, entries)
    if more := search.behind(page):
        return paged(page, entries, more.ask, rows=more.rows, total=more.total)
    rows = sum(bool(e.date or _DOCUMENT.search(e.url)) for e in entries)
    pager = _pager(page, rows)
    if pager:
        url = _next(page, pager)
        return paged(page, entries, Ask(url) if url else None, rows=rows)
    if asks := _linked(page):
        return Listing(entries, asks[:MOST_PAGES], shortfall=len(asks[MOST_PAGES:]))
    return paged(page, entries, next_page(page))


def _pager(page: Page, rows: int) -> _Pager | None:
    """What the scripts state; where they count rows alone, a page has as many as this one or those before it."""
    text = page.text
    if call := _CALL.search(text):
        return _Pager(int(call["pages"]), int(call["current"]), call["stem"], call["ending"])
    stated = _CURRENT.search(text)
    current = int(stated[1]) if stated else 0
    if count := _COUNT.search(text):
        return _Pager(int(count[1]), current)
    if config := _CONFIG.search(text):
        says = {key: int(value) for key, value in _CONFIGURED.findall(config[0])}
        return _Pager(says.get("total", 1), says.get("pageNumber", 0))
    if total := _TOTAL.search(text):
        stated = _SIZE.search(text)
        size = int(stated[1]) if stated else max(rows, Progress.of(page.state).got // max(number_of(page) - 1, 1))
        return _Pager(-(-int(total[1]) // max(size, 1)), 0)
    return None


def _next(page: Page, pager: _Pager) -> str | None:
    """The address of the page after this one, by what the pager states and the name of this file."""
    here = _FILE.search(urlsplit(page.url).path)
    name = here["name"] if here else "index"
    ending = pager.ending or (here["ending"] if here else "html")
    stem, current = _place(name, pager, page.text)
    return urljoin(page.url, f"{stem}_{current + 1}.{ending}") if current + 1 < pager.pages else None


def _place(name: str, pager: _Pager, text: str) -> tuple[str, int]:
    """Stem and number of a page: `index_7` is the eighth, or a channel where there are fewer pages.

    Some pagers always say they are on the first page; there the name knows better.
    """
    numbered = _NUMBERED.fullmatch(name)
    if numbered and name != pager.stem and numbered["stem"].startswith(pager.stem):
        number = int(numbered["number"])
        if number == pager.current or number < pager.pages:
            return numbered["stem"], max(number, pager.current)
    if pager.stem and not name.startswith(f"{pager.stem}_"):
        return pager.stem, pager.current
    kept = _KEPT.search(text) if name == "index" else None
    return (kept[1] if kept else name), pager.current


def _linked(page: Page) -> tuple[Ask, ...]:
    """All further pages, where a list without a count links each, seen or hidden, as `index_2603340_1.html`."""
    kept = _KEPT.search(page.text)
    if not kept or number_of(page) > 1:
        return ()
    wanted = re.compile(rf"{re.escape(urljoin(page.url, kept[1]))}_\d{{1,6}}\.s?html?")
    urls = dict.fromkeys(e.url for e in anchors(page) if wanted.fullmatch(e.url) and e.url != page.url)
    return tuple(Ask(url, state=Progress(number=1).as_state()) for url in urls)


def _without_twins(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries without the pages for phones of pages that are listed too."""
    urls = {e.url for e in entries}
    return tuple(e for e in entries if not (_TWIN.search(e.url) and _TWIN.sub("", e.url) in urls))


class Trs(PortalSpider):
    """`scrapy crawl trs`: the portals of this family."""

    name = "trs"
    listing = staticmethod(listing)
