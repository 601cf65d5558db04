"""TrueCMS: the first rows stand in the page, later ones come from getMessage.do as JSONP around XML.

The page holds rows in a hidden `#initData` or a `<datastore>`, and the pager's address, column and sizes.
A server answers windows up to a size of its own: beyond it the answer is empty or refused, and smaller
windows are asked. Where the API is gone only the rows of the page remain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

from archive.markup import tree_of
from crawler.family import Ask, Entry, Listing, Page, anchors, loaded
from crawler.lists import plain_listing, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import Progress
from spiders.hanweb_jpage import fragments, records

_JSONP = re.compile(r"\A\s*+;*+\s*+[\w.$]{0,80}\s*+\(", re.ASCII)
_TOTAL = re.compile(r"(?:totalRecord[\"']?\s*[:=]\s*[\"']?|<totalrecord>\s*)(\d{1,7})(?!\d)", re.IGNORECASE)
_COLUMN = re.compile(r"\bcolumnId[\"']?\s*[:=]\s*[\"']([\w-]{1,80})[\"']", re.IGNORECASE)
_PROXY = re.compile(r"[\"']([^\"'\s]{0,200}/messageController/getMessage\.do)", re.IGNORECASE)
_API = re.compile(r"/messageController/getMessage\.do", re.IGNORECASE)
_PER_PAGE = re.compile(r"\bperPage[\"']?\s*[:=]\s*[\"']?(\d{1,3})(?!\d)", re.IGNORECASE)
_GROUP = re.compile(r"\bgroupSize[\"']?\s*[:=]\s*[\"']?(\d{1,2})(?!\d)", re.IGNORECASE)
_PER_PAGE_ELSE, _GROUP_ELSE = 10, 3
_WINDOWS = (50, 20, 10)  # rows; what servers were seen to allow
_PATH = "/truecms/messageController/getMessage.do"
MOST_ASKS = 400

State = Mapping[str, Any]


def listing(page: Page) -> Listing:
    """A column with its first rows, or an answer of the API; of any other page the links."""
    if page.state.get("column_id"):
        return _answer(page)
    if _API.search(page.url) and (saved := _result(page.text)) is not None:  # an answer by itself, as it was saved
        rows = without_duplicates(records(page, fragments(saved)))
        return Listing(rows, total=int(_first(_TOTAL, saved) or 0) or None)
    column = page.params.get("columnId") or _first(_COLUMN, page.text)
    proxy = page.params.get("proxy") or _first(_PROXY, page.text)
    if not column or not (proxy or "initData" in page.text):
        return plain_listing(page)
    rows = _inline(page)
    total = int(_first(_TOTAL, page.text) or 0)
    state = {
        "column_id": column,
        "proxy": urljoin(page.url, proxy or _PATH),
        "per_page": _number(_PER_PAGE, page.text, _PER_PAGE_ELSE),
        "window": _window(page.text),
        "referer": page.url,
        "asks": 0,
    }
    read = Progress().after(rows, total=total or None)
    entries = without_duplicates(iter((*rows, *anchors(page))))
    return Listing(entries, _asks(state, read) if not total or total > len(rows) else (), total or None)


def _inline(page: Page) -> tuple[Entry, ...]:
    """The rows in the page: links in the hidden list, text of one inside it, or records in a script."""
    found = [*records(page, fragments(_unescaped(page.text)))]
    for node in page.tree.css("#initData"):
        inner = list(anchors(page, node))
        if not inner:
            text = node.attributes.get("value") or node.text(deep=True)
            inner = list(anchors(page, tree_of(_unescaped(text)).body))
        found += inner
    return without_duplicates(iter(found))


def _answer(page: Page) -> Listing:
    """A window of rows. Rows seen before, or none from the smallest window, are the end."""
    state: dict[str, Any] = dict(page.state)
    text = _result(page.text)
    if text is None:
        return Listing(problem="the list's API answered neither JSON nor JSONP")
    rows = without_duplicates(records(page, fragments(text)))
    before = Progress.of(state)
    read = before.after(rows, total=int(_first(_TOTAL, text) or 0) or None)
    smaller = None if rows else _smaller(state["window"])
    if smaller and (read.missing or (not read.total and before.number <= 1)):
        return Listing((), _asks({**state, "window": smaller}, before), read.total)
    asks = _asks(state, read) if read.goes_on else ()
    missing = max(read.missing, int(read.goes_on))
    return Listing(rows, asks, read.total, 0 if asks else missing, empty_is_fine=True)


def _result(text: str) -> str | None:
    """The XML of an answer: in `result` of JSON, which a call may wrap, or bare."""
    wrapped = _JSONP.match(text)
    inner = text[wrapped.end() : max(text.rfind(")"), 0)] if wrapped else text
    if inner.lstrip().startswith("<"):
        return inner
    answer = loaded(inner)
    result = answer.get("result") if isinstance(answer, dict) else None
    return _unescaped(result) if isinstance(result, str) else None


def _asks(state: State, read: Progress) -> tuple[Ask, ...]:
    """The next window, and smaller ones for a server that refuses it."""
    if state["asks"] >= MOST_ASKS:
        return ()
    ask = None
    for window in sorted({state["window"], *(w for w in _WINDOWS if w < state["window"])}):
        ask = _ask({**state, "window": window, "asks": state["asks"] + 1}, read, ask)
    return (ask,) if ask else ()


def _ask(state: State, read: Progress, otherwise: Ask | None) -> Ask:
    start = read.got + 1
    query = {
        "startrecord": start,
        "endrecord": start + state["window"] - 1,
        "perpage": state["per_page"],
        "contentTemplate": "",
        "columnId": state["column_id"],
        "callback": "cb",
    }
    headers = {"Referer": state["referer"], "X-Requested-With": "XMLHttpRequest"}
    return Ask(
        f"{state['proxy']}?{urlencode(query)}", headers=headers, state={**state, **read.as_state()}, otherwise=otherwise
    )


def _window(text: str) -> int:
    """The rows the page itself asks for at a time, as far as servers were seen to allow so many."""
    asked = _number(_PER_PAGE, text, _PER_PAGE_ELSE) * _number(_GROUP, text, _GROUP_ELSE)
    return min(asked, _WINDOWS[0])


def _smaller(window: int) -> int | None:
    return next((w for w in _WINDOWS if w < window), None)


def _unescaped(text: str) -> str:
    """XML as a script's string holds it."""
    return text.replace("<\\/", "</").replace('\\"', '"')


def _number(pattern: re.Pattern[str], text: str, otherwise: int) -> int:
    return int(_first(pattern, text) or 0) or otherwise


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


class TrueCms(PortalSpider):
    """`scrapy crawl truecms`: the portals of this family."""

    name = "truecms"
    listing = staticmethod(listing)
