"""Hanweb jpage: the list stands as XML inside a script element; later records come from dataproxy.jsp.

The page holds a first group of records, the total and the address of the proxy. Most hosts answer
windows (`startrecord`, `endrecord`), some only `page=N`; which one it is shows when an answer brings
records not seen before. An answer without records is the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from archive.dates import DATE, iso
from crawler.family import Ask, Entry, Listing, Page, anchors, clean, entry
from crawler.lists import without_duplicates
from crawler.spider import PortalSpider

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
_ARRAY = re.compile(r"dataStore\s*=\s*\[(.*?)\]\s*;?\s*$", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'')
_NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
_TOTAL = re.compile(r"(?:totalRecord[\"']?\s*[:=]\s*[\"']?|<totalrecord>\s*)(\d+)", re.IGNORECASE)
_PER_PAGE = re.compile(r"perPage[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_PROXY = re.compile(r"proxyUrl[\"']?\s*:\s*[\"']([^\"']+)[\"']")
_PAGE_NUMBER = re.compile(r"([?&]page=)\d+")
_ARTICLE = re.compile(r"art_\d+_\d+|[0-9a-f]{32}|\d{6,}")
MOST_WINDOW = 100
MOST_REMEMBERED = 300

State = Mapping[str, Any]


def listing(page: Page) -> Listing:
    """The first page of a column, or an answer of its proxy."""
    entries = without_duplicates(_records(page))
    if page.state:
        return _answer(page, entries)
    rest = tuple(anchors(page))  # sub-columns stand outside the script
    total, per_page = _number(_TOTAL, page.text), _number(_PER_PAGE, page.text) or 15
    first = {
        "total": total,
        "per_page": min(per_page, MOST_WINDOW),
        "got": len(entries),
        "seen": _ids(entries),
        "referer": page.url,
        "proxy": _proxy(page),
        "group": _group(page),
    }
    asks = tuple(_by_page(first, len(entries) // per_page + 1)) if entries and total > len(entries) else ()
    return Listing((*entries, *rest), asks, total or None)


def _answer(page: Page, entries: tuple[Entry, ...]) -> Listing:
    """An answer with new records leads on in the same way; without, windows are tried after pages."""
    state = dict(page.state)
    new = [e for e in entries if not set(_ids((e,))) <= set(state["seen"])]
    if not new:
        asks = tuple(_by_window(state)) if state["by"] == "page" and not state["moved"] else ()
        return Listing((), asks, shortfall=0 if asks else max(state["total"] - state["got"], 0))
    state |= {"got": state["got"] + len(new), "seen": _ids(entries), "moved": True}
    if state["got"] >= state["total"]:
        return Listing(entries)
    more = _by_page(state, state["page"] + 1) if state["by"] == "page" else _by_window(state)
    return Listing(entries, tuple(more))


def _records(page: Page) -> Iterator[Entry]:
    """The records of the page, each a fragment of HTML with one link; the last date is the publication's."""
    fragments = _RECORD.findall(page.text)
    if not fragments and (array := _ARRAY.search(page.text)):
        fragments = [a or b for a, b in _STRING.findall(array[1])]
        fragments = [f.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/") for f in fragments]
    for fragment in fragments:
        tree = LexborHTMLParser(f"<table>{fragment}</table>" if "<tr" in fragment else fragment)
        anchor = tree.css_first("a[href]")
        if anchor is None or (made := entry(page, anchor)) is None:
            continue
        text = "".join(clean(tree.body.text(deep=True) if tree.body else "").split())
        dates = [iso(*d) for d in DATE.findall(text)]
        yield Entry(made.url, made.title, next(filter(None, reversed(dates)), None))


def _by_page(state: State, number: int) -> Iterator[Ask]:
    address = state["group"] or state["proxy"]
    if not address:
        return
    if not state["group"]:
        address += f"{'&' if '?' in address else '?'}page={number}"
    url = _PAGE_NUMBER.sub(rf"\g<1>{number}", address)
    yield Ask(
        url,
        headers=_headers(state),
        state={**state, "by": "page", "page": number, "moved": state.get("moved", False)},
    )


def _by_window(state: State) -> Iterator[Ask]:
    if not state["proxy"]:
        return
    start = state["got"] + 1
    window = {"startrecord": start, "endrecord": start + MOST_WINDOW - 1, "perpage": state["per_page"]}
    parts = urlsplit(state["proxy"])
    form = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
    form |= dict(parse_qsl(parts.query)) | dict(parse_qsl(urlsplit(state["group"]).query))
    form.pop("page", None)
    url = urlunsplit((*parts[:3], urlencode(window), ""))
    yield Ask(url, "POST", form, _headers(state), {**state, "by": "window"})


def _headers(state: State) -> dict[str, str]:
    return {"Referer": state["referer"], "X-Requested-With": "XMLHttpRequest"}


def _group(page: Page) -> str:
    found = _NEXT_GROUP.search(page.text)
    return page.absolute(found[1]) if found else ""


def _proxy(page: Page) -> str:
    """The proxy the page names; else the one its next group names."""
    stated = _PROXY.search(page.text)
    if stated:
        return page.absolute(stated[1])
    group = _group(page)
    return urlunsplit((*urlsplit(group)[:3], "", "")) if group else ""


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 0


def _ids(entries: tuple[Entry, ...]) -> list[str]:
    ids = [(_ARTICLE.findall(e.url) or [e.url])[-1] for e in entries]
    return ids[-MOST_REMEMBERED:]


class HanwebJpage(PortalSpider):
    """`scrapy crawl hanweb_jpage`: the portals of this family."""

    name = "hanweb_jpage"
    listing = staticmethod(listing)
