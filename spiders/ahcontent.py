"""Anhui Content: lists `…/showList/{unit}/{column}/page_N.html`, the page's number in the path.

Rows link `…/show/N.html`. An annual report is `…AnnualReport/show/N.html` and may have a twin,
`…AnnualReport/download/N.html`, the same report as a file. The pager links pages, or says how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.attachments import is_download_twin
from crawler.family import Ask, Entry, Listing, Page, anchors
from crawler.lists import is_on_the_way, plain_listing, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import Progress, count

_PAGE = re.compile(r"/page_(\d{1,6})\.html?$", re.IGNORECASE)
_LIST = re.compile(r"/showList/", re.IGNORECASE)
_SHOWN = re.compile(r"/show/\d+(?:\.html?)?$", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/download/(?=\d+\.html?$)", re.IGNORECASE)
_PAGES = re.compile(
    r"共\s*(?:<[^<>]{0,100}>\s*)*(\d{1,6})\s*(?:<[^<>]{0,100}>\s*)*页"
    r"|\b(?:pageCount|totalPages?)[\"']?\s*[:=]\s*[\"']?(\d{1,6})(?!\d)"
)
_LINES = re.compile(r"共\s*(?:<[^<>]{0,100}>\s*)*(\d{1,8})\s*(?:<[^<>]{0,100}>\s*)*(?:条|篇|个)")


def listing(page: Page) -> Listing:
    """The rows of a list with the twins of its reports, and the page after it."""
    here = _PAGE.search(urlsplit(page.url).path)
    found = plain_listing(page)
    if not here and not _LIST.search(page.url):
        return replace(found, entries=_untwinned(found.entries))
    entries = _untwinned(anchors(page))
    rows = [e for e in entries if _SHOWN.search(urlsplit(e.url).path)]
    pages, lines = _stated(_PAGES, page), _stated(_LINES, page)
    linked = max((_number(e.url) for e in anchors(page) if _is_of_this_list(page.url, e.url)), default=0)
    going_on = "progress" in page.state
    before = Progress.of(page.state) if going_on else Progress(number=(_number(page.url) or 1) - 1)
    if pages or linked:
        before = replace(before, pages=max(pages or 0, linked, before.pages or 0))
    read = before.after(rows, total=lines)
    if not going_on and is_on_the_way(page, entries):
        return Listing(entries)
    if not read.goes_on or (read.pages is None and read.total is None):
        return Listing(entries, (), read.total, read.missing if going_on or read.number == 1 else 0)
    following = Ask(_at(page.url, read.number + 1), headers={"Referer": page.url}, state=read.as_state())
    return Listing(entries, (following,), read.total)


def _stated(pattern: re.Pattern[str], page: Page) -> int | None:
    found = pattern.search(page.text)
    return count(next(filter(None, found.groups()))) if found else None


def _number(url: str) -> int:
    """The number of a page in its address; 0 where it has none."""
    found = _PAGE.search(urlsplit(url).path)
    return int(found[1]) if found else 0


def _is_of_this_list(here: str, there: str) -> bool:
    return _stem(here) == _stem(there)


def _stem(url: str) -> str:
    """The address of a list without its page."""
    parts = urlsplit(url)
    return f"{parts.netloc}{_PAGE.sub('', parts.path).rstrip('/')}"


def _at(url: str, number: int) -> str:
    """The address of another page of the list.

    >>> _at("http://a:81/openness/OpennessContent/showList/1/2/page_1.html", 2)
    'http://a:81/openness/OpennessContent/showList/1/2/page_2.html'
    >>> _at("http://a/XxgkContent/showList/1/2/", 2)
    'http://a/XxgkContent/showList/1/2/page_2.html'
    """
    parts = urlsplit(url)
    path = f"{_PAGE.sub('', parts.path).rstrip('/')}/page_{number}.html"
    return parts._replace(path=path, query="", fragment="").geturl()


def _untwinned(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries whose files go with their pages, where a list links both."""
    made = without_duplicates(entries)
    shown = {e.url for e in made}
    twins: dict[str, str] = {}
    for e in made:
        page = _DOWNLOAD.sub("/show/", e.url)
        if is_download_twin(e.url) and page in shown:
            twins[page] = e.url
    return tuple(_with_files(made, twins))


def _with_files(entries: Iterable[Entry], twins: dict[str, str]) -> Iterator[Entry]:
    for e in entries:
        if e.url in twins:
            yield replace(e, attachments=(*e.attachments, twins[e.url]))
        elif e.url not in twins.values():
            yield e


class AhContent(PortalSpider):
    """`scrapy crawl ahcontent`: the portals of this family."""

    name = "ahcontent"
    listing = staticmethod(listing)
