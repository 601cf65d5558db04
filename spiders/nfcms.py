"""NFCMS, the CMS of Guangdong's portals: folders of `content/post_N.html`, next pages linked or by script.

A list is a folder, its further pages `index_2.html` …, linked or named by a pager's call. Some lists are
filled from a JSON service by form POST with `offset` and `limit`, which the page's script names. Each page
has a mobile twin, `mpost_N.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from crawler.family import Ask, Entry, Listing, Page, clean
from crawler.lists import plain_listing
from crawler.spider import PortalSpider
from crawler.turning import Progress, count
from spiders.gkmlpt import published
from spiders.pagers import scripted_page

_TWIN = re.compile(r"/content/(?:mpost|m\?post)_(\d{1,12}\.html)$")
_SERVICE = re.compile(r"(?:\burl\s*:|\.post\s*\(|\bfetch\s*\()\s*[\"'](/[^\"'\s]{1,200}|https?://[^\"'\s]{1,200})[\"']")
_FIELDS = re.compile(r"\bdata\s*:\s*\{([^{}]{0,500})\}|\.post\s*\(\s*[\"'][^\"']{1,200}[\"']\s*,\s*\{([^{}]{0,500})\}")
_FIELD = re.compile(r"[\"']?(\w{1,40})[\"']?\s*:\s*(?:[\"']([^\"']{0,100})[\"']|(\d{1,12}))")
_LIMIT = 20

State = Mapping[str, Any]


def listing(page: Page) -> Listing:
    """The links of a page, one a post, and the next page; or an answer of the list's service."""
    if "fields" in page.state:
        return _answer(page)
    plain = plain_listing(page, scripted_page)
    entries = tuple(_once(plain.entries))
    return Listing(entries, (*plain.asks, *_service(page)), plain.total, plain.shortfall)


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries without the mobile twins of posts; a post linked by its twin alone is given at its own address."""
    kept = list(entries)
    posts = {e.url for e in kept}
    for made in kept:
        url = _TWIN.sub(r"/content/post_\1", made.url)
        if url == made.url:
            yield made
        elif url not in posts:
            yield Entry(url, made.title, made.date)


def _service(page: Page) -> Iterator[Ask]:
    """The first rows of a list that a script of the page asks for by offset and limit."""
    for script in page.tree.css("script:not([src])"):
        text = script.text(deep=True)[:100_000]
        service, fields = _SERVICE.search(text), _FIELDS.search(text)
        if service is None or fields is None:
            continue
        inner = fields[1] or fields[2] or ""
        if "offset" not in inner or "limit" not in inner:
            continue
        known = {name: word or number for name, word, number in _FIELD.findall(inner)}
        limit = int(known["limit"]) if known.get("limit", "").isdecimal() and known["limit"] != "0" else _LIMIT
        form = {**known, "offset": "0", "limit": str(min(limit, 100))}
        state = {"fields": form, "referer": page.url, "service": page.absolute(service[1])}
        yield _ask(state, Progress())


def _ask(state: State, read: Progress) -> Ask:
    form = {**state["fields"], "offset": str(read.got)}
    headers = {"Referer": state["referer"], "X-Requested-With": "XMLHttpRequest"}
    return Ask(state["service"], "POST", form, headers, {**state, **read.as_state()})


def _answer(page: Page) -> Listing:
    """Rows of the service. An answer without rows is the end, as is one given twice."""
    state = page.state
    answer = page.json
    if answer is None:
        return Listing(problem="the list's service did not answer JSON")
    data = answer.get("data") if isinstance(answer, dict) else None
    rows = data.get("list") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(rows, list):
        return Listing(problem="the list's service gave no list")
    entries = tuple(_once(_entries(page, rows)))
    read = Progress.of(state).after(entries, rows=len(rows), total=count(data.get("total")))
    if read.goes_on and (read.total is not None or len(rows) >= int(state["fields"]["limit"])):
        return Listing(entries, (_ask(state, read),), read.total)
    return Listing(entries, (), read.total, read.missing, empty_is_fine=not read.total)


def _entries(page: Page, rows: Iterable[Any]) -> Iterator[Entry]:
    for row in rows:
        if not isinstance(row, dict):
            continue
        links = (urljoin(page.state["referer"], str(row[key])) for key in ("url", "post_url") if row.get(key))
        if url := next(filter(None, map(page.absolute, links)), ""):
            yield Entry(url, clean(str(row.get("title") or "")), published(row))


class Nfcms(PortalSpider):
    """`scrapy crawl nfcms`: the portals of this family."""

    name = "nfcms"
    listing = staticmethod(listing)
