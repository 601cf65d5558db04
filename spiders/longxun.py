"""Longxun: agency catalogues at `/public/column/{agency}`, their lists turned by `/site/label/8888`.

The page states what a list asks for, an object with `labelName`, and above all the site's own template `file`;
answers are fragments of HTML that say `pageCount`. Annual reports (`type=3`) are such a list, or are printed in
the page one year at a time (`timeFrame=2021&hasContent=true`); the other agencies are linked beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.attachments import is_document
from crawler.family import Ask, Entry, Listing, Page, anchors, clean
from crawler.focus import is_home
from crawler.lists import is_on_the_way, plain_listing, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import Progress, count
from crawler.year_pages import asking, own_agency, queried, report, years

_AGENCY = re.compile(r"/public/column/(\d{1,18})/?$", re.IGNORECASE)
_ARTICLE = re.compile(r"/(?:public/(?:content/)?(?:\d+/)?\d+|content/article/\d+)(?:\.html)?$", re.IGNORECASE)
_LABEL = re.compile(r"[\"']([\w./:-]{0,200}/site/label/8888(?:\?[^\"'\s<>]{0,1500})?)[\"']", re.IGNORECASE)
_PAIR = re.compile(r"[\"']?(\w{1,40})[\"']?\s*[:=]\s*(?:\"([^\"]{0,300})\"|'([^']{0,300})'|([\w.-]{1,40}))")
_LISTS = re.compile(r"\A(?:publicInfoList|\w{0,60}(?:News|Page|Info)\w{0,60}List)", re.IGNORECASE)
_PAGES = re.compile(r"\bpageCount[\"']?\s*[:=]\s*[\"']?(\d{1,6})(?!\d)")
_TOTAL = re.compile(r"\b(?:size|total)[\"']?\s*[:=]\s*[\"']?(\d{1,8})(?!\d)")
_TIMED = re.compile(r"[\"']([^\"'\s<>]{0,300}/public/column/\d{1,18}\?[^\"'\s<>]{0,300}timeFrame=)", re.IGNORECASE)
_YEAR = re.compile(r"20\d{2}")
_ENDPOINT = "/site/label/8888"
_OBJECT = 3000  # characters to either side of a label's name
DEFAULT_ROWS = 15
MOST_LABELS = 40
MOST_AGENCIES = 1000


def listing(page: Page) -> Listing:
    """An agency's annual reports, a list with its label, or an answer of one."""
    if "label" in page.state:
        return _answer(page)
    plain = plain_listing(page)
    if is_home(page.url):
        return plain
    made, asks = _annual(page)
    annual = _is_annual(page)
    others = [e for e in plain.entries if not (annual and _AGENCY.search(_path(e.url)))]
    if made:  # documents beside belong to the year that is shown
        others = [e for e in others if not is_document(e.url, e.title)]
    entries = without_duplicates((*made, *others))
    if annual or not is_on_the_way(page, entries):
        asks += _labels(page, plain.entries)
    asks += _trees(page)
    if not asks:
        asks += plain.asks or _numbered(page, entries)
    total = _number(_TOTAL, page.text) if asks and not made else None
    return Listing(entries, tuple(asks[:MOST_AGENCIES]), total, len(asks[MOST_AGENCIES:]))


def _is_annual(page: Page) -> bool:
    return bool(_AGENCY.search(_path(page.url))) and queried(page.url).get("type") == "3"


def _numbered(page: Page, entries: Iterable[Entry]) -> list[Ask]:
    """The next page of a list whose address has the number and whose pager is a script."""
    pages = _number(_PAGES, page.text)
    read = Progress.of(page.state).after((e for e in entries if _ARTICLE.search(_path(e.url))), pages=pages)
    if not pages or not read.goes_on:
        return []
    return [Ask(asking(page.url, pageIndex=read.number + 1), state=read.as_state())]


def _path(url: str) -> str:
    return urlsplit(url).path


def _annual(page: Page) -> tuple[list[Entry], list[Ask]]:
    """The years an agency's page prints reports of, and the pages of the other agencies."""
    here, asked = _AGENCY.search(_path(page.url)), queried(page.url)
    if not here or not _is_annual(page):
        return [], []
    agency = page.state.get("agency") or own_agency(page)
    made = [report(url, agency, year) for year, url in _years(page, here[1]).items()]
    if "agency" in page.state:
        return made, []  # the page before has asked for all
    asks: dict[str, Ask] = {}
    for entry in anchors(page):
        other = _AGENCY.search(_path(entry.url))
        if other and other[1] != here[1] and entry.title:
            kept = {key: asked[key] for key in ("nav", "sub") if key in asked}
            url = (
                entry.url
                if queried(entry.url).get("type") == "3"
                else asking(entry.url.partition("?")[0], type=3, **kept)
            )
            asks.setdefault(other[1], Ask(url, headers={"Referer": page.url}, state={"agency": entry.title}))
    return made, list(asks.values())


def _years(page: Page, agency: str) -> dict[int, str]:
    """The addresses of an agency's years: as the page links them, else as its select box would lead to them."""
    found: dict[int, str] = {}
    for entry in anchors(page):
        shown = queried(entry.url).get("timeframe", "")
        here = _AGENCY.search(_path(entry.url))
        if here and here[1] == agency and _YEAR.fullmatch(shown):
            found.setdefault(int(shown), entry.url)
    if "timeFrame" not in page.text and "timeframe" not in queried(page.url):
        return found
    stated = _TIMED.search(page.text)
    base = page.absolute(stated[1]) if stated else ""
    known = _AGENCY.search(_path(base)) if base else None
    base = base if known and known[1] == agency else page.url
    for year in years(page):
        found.setdefault(year, asking(base, timeFrame=year, hasContent="true"))
    return found


def _labels(page: Page, shown: Iterable[Entry]) -> list[Ask]:
    """The next page of each list a page states; the first where the page shows nothing of it."""
    asks = []
    articles = [e for e in shown if _ARTICLE.search(_path(e.url))]
    for address, label in _stated(page):
        if not _LISTS.fullmatch(label.get("labelName", "")):
            continue
        rows = count(label.get("pageSize")) or DEFAULT_ROWS
        pages, total = _number(_PAGES, page.text), _number(_TOTAL, page.text)
        read = Progress(pages=pages, total=total)
        if articles:
            read = read.after(articles)
        if articles and pages is None and len(articles) < rows:
            continue
        if read.goes_on:
            asks.append(_ask({"label": label, "address": address, "column": page.url, "rows": rows}, read))
    return asks


def _trees(page: Page) -> list[Ask]:
    """The tree of columns, where a page draws it by script."""
    trees = ((address, label) for address, label in _stated(page) if label.get("labelName") == "columnTree")
    return [
        Ask(
            f"{address.partition('?')[0]}?{urlencode(label | {'isJson': 'true', 'isChild': 'true'})}",
            headers={"Referer": page.url},
            state={"label": {}, "column": page.url},
        )
        for address, label in trees
        if label.get("id")
    ]


def _stated(page: Page) -> Iterator[tuple[str, dict[str, str]]]:
    """The labels of a page's scripts, each with the address it is asked at."""
    text, start = page.text, 0
    base = next((page.absolute(m[1]) for m in _LABEL.finditer(text)), "") or page.absolute(_ENDPOINT)
    for found in _LABEL.finditer(text):
        asked = dict(parse_qsl(urlsplit(page.absolute(found[1])).query))
        if "labelName" in asked and "file" in asked:
            yield page.absolute(found[1]).partition("?")[0], asked
    for _ in range(MOST_LABELS):
        at = text.find("labelName", start)
        if at < 0:
            return
        start = at + 1
        opened, closed = text.rfind("{", max(at - _OBJECT, 0), at), text.find("}", at, at + _OBJECT)
        if opened >= 0 and closed >= 0:
            label = {key: a or b or c for key, a, b, c in _PAIR.findall(text[opened:closed])}
            yield base.partition("?")[0], label


def _ask(state: Mapping[str, Any], read: Progress) -> Ask:
    asked = {"IsAjax": "1", "dataType": "html", **state["label"], "pageIndex": str(read.number + 1)}
    headers = {"Referer": state["column"], "X-Requested-With": "XMLHttpRequest"}
    return Ask(f"{state['address']}?{urlencode(asked)}", headers=headers, state={**state, **read.as_state()})


def _answer(page: Page) -> Listing:
    """A page of a list, or the nodes of a tree."""
    state = page.state
    if "progress" not in state:
        nodes = tuple(_nodes(page))
        return Listing(nodes[:MOST_AGENCIES], shortfall=len(nodes[MOST_AGENCIES:]), empty_is_fine=True)
    entries = without_duplicates(anchors(Page(state["column"], page.body)))
    read = Progress.of(state).after(entries, pages=_number(_PAGES, page.text), total=_number(_TOTAL, page.text))
    if read.goes_on and (read.pages is not None or read.total is not None or len(entries) >= state["rows"]):
        return Listing(entries, (_ask(state, read),), read.total)
    return Listing(entries, (), read.total, read.missing, empty_is_fine=True)


def _nodes(page: Page) -> Iterator[Entry]:
    """The columns of a tree's answer, JSON or the word null; only a page of its own makes a column."""
    for node in page.json if isinstance(page.json, list) else []:
        path = node.get("htmlPath") if isinstance(node, dict) else None
        if path and (url := page.absolute(str(path))):
            yield Entry(url, clean(str(node.get("name") or "")))


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None


class Longxun(PortalSpider):
    """`scrapy crawl longxun`: the portals of this family."""

    name = "longxun"
    listing = staticmethod(listing)
