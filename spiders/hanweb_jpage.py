"""Hanweb jpage: the list stands as XML inside a script element; later records come from dataproxy.jsp.

The page holds a first group of records, the total and the address of the proxy. Most hosts answer
windows (`startrecord`, `endrecord`), some only `page=N`, where N counts screens or groups of three; which
one it is shows when an answer brings records not seen before. An answer without records is the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.dates import DATE, iso
from archive.markup import tree_of
from crawler.family import Ask, Entry, Listing, Page, anchors, entry
from crawler.lists import plain_listing, without_duplicates
from crawler.spider import PortalSpider

_CDATA = "<![CDATA["
_STRING = re.compile(  # one that never ends takes all that is left, as no string
    r'"(?P<double>(?:[^"\\]++|\\.)*+)"|\'(?P<single>(?:[^\'\\]++|\\.)*+)\'|["\'].*+', re.DOTALL
)
_HREF = re.compile(r"href=[\"']([^\"']+)[\"']")
_TOTAL = re.compile(r"(?:totalRecord[\"']?\s*[:=]\s*[\"']?|<totalrecord>\s*)(\d{1,9})(?!\d)", re.IGNORECASE)
_PER_PAGE = re.compile(r"perPage[\"']?\s*[:=]\s*[\"']?(\d{1,4})(?!\d)", re.IGNORECASE)
_PROXY = re.compile(r"proxyUrl[\"']?\s*:\s*[\"']([^\"']+)[\"']")
_PAGE_NUMBER = re.compile(r"([?&]page=)\d+")
_ARTICLE = re.compile(r"art_\d+_\d+|[0-9a-f]{32}|\d{6,}")
MOST_WINDOW = 100
MOST_REMEMBERED = 300
MOST_ASKS = 400

State = Mapping[str, Any]


def listing(page: Page) -> Listing:
    """The first page of a column, or an answer of its proxy."""
    rows = fragments(page.text)
    entries = without_duplicates(records(page, rows))
    if "proxy" in page.state:
        return _answer(page, entries, len(rows))
    if not rows:
        return plain_listing(page)
    rest = tuple(anchors(page))  # sub-columns stand outside the script
    total, per_page = _number(_TOTAL, page.text), _number(_PER_PAGE, page.text) or 15
    first = {
        "total": total,
        "per_page": min(per_page, MOST_WINDOW),
        "inline": len(rows),
        "got": len(rows),
        "first": _ids(entries),
        "seen": [],
        "referer": page.url,
        "proxy": _proxy(page),
        "group": _group(page),
        "asks": 0,
        "moved": False,
    }
    more = total > len(rows) or (not total and first["group"])
    asks = tuple(_by_page(first, 2)) if entries and more else ()
    shortfall = total - len(rows) if entries and total > len(rows) and not asks else 0
    return Listing((*entries, *rest), asks, total or None, shortfall)


def _answer(page: Page, entries: tuple[Entry, ...], records: int) -> Listing:
    """An answer with new records leads on in the same way; without, windows are tried after pages."""
    state: dict[str, Any] = dict(page.state)
    known = {*state["first"], *state["seen"]}
    if any(set(_ids((e,))) - known for e in entries):
        state |= {"got": state["got"] + records, "seen": _ids(entries), "moved": True}
        if state["total"] and state["got"] >= state["total"]:
            return Listing(entries, empty_is_fine=True)
        return Listing(entries, *_further(state, _again(state)))
    within = state["by"] == "page" and state["page"] * state["per_page"] <= state["inline"]
    if entries and within and not state["moved"]:
        return Listing((), *_further(state, _by_page(state, state["page"] + 1)))
    if state["by"] == "page" and not state["moved"]:
        return Listing((), *_further(state, _by_window(state)))
    if not state["total"] and "<datastore" in page.text:
        return Listing(empty_is_fine=True)  # nobody said how many there are: here they end
    return Listing((), *_further({**state, "total": state["total"] or state["got"] + 1}, ()))


def _again(state: State) -> Iterable[Ask]:
    return _by_page(state, state["page"] + 1) if state["by"] == "page" else _by_window(state)


def _further(state: State, asks: Iterable[Ask]) -> tuple[tuple[Ask, ...], int | None, int]:
    """The next request, the total, and without a next request what is missing of it."""
    wanted = tuple(asks)
    following = wanted if state["asks"] < MOST_ASKS else ()
    return following, None, 0 if following else max(state["total"] - state["got"], len(wanted))


def fragments(text: str) -> list[str]:
    """The records of a page or an answer, each a fragment of HTML: as XML, or in older builds a script's array."""
    found = []
    start = text.find("<record>")
    while start >= 0:
        end = text.find("</record>", start)
        if end < 0:
            break
        inner = text[start + len("<record>") : end]
        wrapped = inner.strip()
        found.append(wrapped[len(_CDATA) :].removesuffix("]]>") if wrapped.startswith(_CDATA) else inner)
        start = text.find("<record>", end)
    array = text.find("dataStore")
    if found or array < 0:
        return found
    within = _STRING.finditer(text, text.find("[", array) + 1, max(text.rfind("]"), 0))
    strings = (found[found.lastgroup] for found in within if found.lastgroup)
    return [s.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/") for s in strings]


def records(page: Page, rows: Iterable[str]) -> Iterator[Entry]:
    """The link of each record; of several dates the last is the publication's."""
    for row in rows:
        tree = tree_of(f"<table>{row}</table>" if "<tr" in row else row)
        anchor = tree.css_first("a[href]")
        if anchor is None or tree.body is None or (made := entry(page, anchor)) is None:
            continue
        # a date may be broken over lines, but two cells never make one date
        pieces = tree.body.text(deep=True, separator="\0").split("\0")
        dates = [iso(*d) for d in DATE.findall(" ".join("".join(piece.split()) for piece in pieces))]
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
        state={**state, "by": "page", "page": number, "asks": state["asks"] + 1},
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
    yield Ask(url, "POST", form, _headers(state), {**state, "by": "window", "asks": state["asks"] + 1})


def _headers(state: State) -> dict[str, str]:
    return {"Referer": state["referer"], "X-Requested-With": "XMLHttpRequest"}


def _group(page: Page) -> str:
    """The address of the next group, which the page holds as a link."""
    _, _, behind = page.text.partition("<nextgroup>")
    found = _HREF.search(behind.partition("</nextgroup>")[0][:5000])
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
