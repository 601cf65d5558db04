"""Hanweb jpaas: lists are blocks of a page; `build/unit` gives any page of a block as a fragment inside JSON.

What to ask stands with the block's pager: `unitUrl`, `rows`, `count`, and `queryData`, an object in single or
double quotes. Pages are turned by `paramJson={"pageNo":N,"pageSize":"R"}` alone; a bare `pageNo` is ignored and
gives the first page again. A page has several blocks; a block without a line of its own is asked for its first page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from selectolax.lexbor import LexborNode

from crawler.attachments import is_document
from crawler.family import Ask, Entry, Listing, Page, anchors, loaded
from crawler.focus import is_home
from crawler.lists import is_on_the_way, names_a_report, plain_listing, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import Progress, count

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_PAIR = re.compile(r"[\"']?(\w{1,40})[\"']?\s*:\s*(?:\"([^\"]{0,400})\"|'([^']{0,400})'|(\w{1,40}))")
_ARTICLE = re.compile(r"/art/|/art_", re.IGNORECASE)
_NEEDED = ("webId", "tplSetId", "tagId", "pageId")
MOST_BLOCKS = 8  # of a page; their first pages cost a request each
DEFAULT_ROWS = 15


def listing(page: Page) -> Listing:
    """A column with its blocks, or a page of a block."""
    if "query" in page.state:
        return _answer(page)
    every = _blocks(page)
    blocks = list(islice(every, MOST_BLOCKS))
    if not blocks:
        return plain_listing(page)
    entries = without_duplicates(anchors(page))
    if is_home(page.url) and is_on_the_way(page, entries):  # its blocks hold news
        return Listing(entries)
    wary = is_on_the_way(page, entries)
    asks = [ask for block in blocks if (ask := _first(page, block, wary=wary))]
    total = 0 if wary else max((block["count"] or 0 for block in blocks), default=0)
    left_out = 0 if wary else sum(1 for _ in every)
    return Listing(entries, tuple(asks), total or None, left_out)


def _blocks(page: Page) -> Iterator[dict[str, Any]]:
    """The blocks of columns on a page; those a row of the portal list names come first."""
    if all(page.params.get(name) for name in _NEEDED):
        query = {name: page.params[name] for name in _NEEDED}
        yield {"url": page.absolute(_UNIT), "query": query, "rows": None, "count": None, "number": 0, "shown": ()}
    known: set[str] = set()
    for node in page.tree.css("[querydata]"):
        attributes = node.attributes
        query = _query(attributes.get("querydata") or "")
        key = json.dumps(query, sort_keys=True)
        if key in known or not query.get("pageId") or query.get("pageType", "column").lower() != "column":
            continue
        known.add(key)
        yield {
            "url": page.absolute(attributes.get("uniturl") or _UNIT) or page.absolute(_UNIT),
            "query": query,
            "rows": count(attributes.get("rows")),
            "count": count(attributes.get("count")),
            "number": count(attributes.get("pageno")) or 1,
            "shown": tuple(_shown(page, node)),
        }


def _query(text: str) -> dict[str, str]:
    """The fields of queryData, which is JSON but for its quotes.

    >>> _query("{'webId':'3185','tagId':'信息列表','editType':null}")
    {'webId': '3185', 'tagId': '信息列表', 'editType': 'null'}
    """
    return {name: a or b or c for name, a, b, c in _PAIR.findall(text[:5000])}


def _shown(page: Page, pager: LexborNode) -> list[Entry]:
    """The articles a block shows already: those in the nearest element around its pager that holds any."""
    node = pager
    for _ in range(6):
        found = _articles(anchors(page, node))
        if found or node.parent is None or node.parent.tag in ("body", "html"):
            return found
        if node is not pager and len(node.css("[querydata]")) > 1:
            return []  # what lies around it is another block's
        node = node.parent
    return []


def _articles(entries: Iterable[Entry]) -> list[Entry]:
    made = (e for e in entries if e.date or _ARTICLE.search(e.url) or is_document(e.url, e.title))
    return list(without_duplicates(made))


def _first(page: Page, block: Mapping[str, Any], *, wary: bool) -> Ask | None:
    """What to ask of a block: its next page, its first where it shows none of it whole, or nothing."""
    shown, stated = block["shown"], block["count"]
    if shown and (wary or (block["rows"] is None and stated is None) or (stated is not None and len(shown) >= stated)):
        return None  # a block without a pager shows all it has
    rows, state = block["rows"] or DEFAULT_ROWS, {"rows": block["rows"] or DEFAULT_ROWS}
    state |= {"url": block["url"], "query": dict(block["query"]), "column": page.url}
    state |= {"sure": stated is not None and not wary, "wary": wary}
    read = Progress(total=stated, pages=-(-stated // rows) if stated else None)
    if len(shown) >= rows:  # else a page of the block is more than what is shown
        read = replace(read, number=block["number"] - 1).after(shown)
    return _next(state, read)


def _next(state: Mapping[str, Any], read: Progress) -> Ask:
    query = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"} | dict(state["query"])
    turn = {"pageNo": read.number + 1, "pageSize": str(state["rows"])}
    query["paramJson"] = json.dumps(turn, separators=(",", ":"))
    return Ask(
        f"{state['url']}?{urlencode(query)}",
        headers={"Referer": state["column"], "X-Requested-With": "XMLHttpRequest"},
        state={**state, **read.as_state()},
    )


def _answer(page: Page) -> Listing:
    """A page of a block; without an article not seen before it is the end."""
    state, read = page.state, Progress.of(page.state)
    fragment = _fragment(page.text)
    if fragment is None:
        problem = "a block of the list did not answer with its lines" if state["sure"] else None
        return Listing(problem=problem, empty_is_fine=True)
    inner = Page(state["column"], fragment.encode("utf-8", "replace"))
    total = next(filter(None, (count(pager.attributes.get("count")) for pager in inner.tree.css("[count]"))), None)
    entries = without_duplicates(anchors(inner))
    articles = _articles(entries)
    read = read.after(articles, total=total, pages=-(-total // state["rows"]) if total else None)
    if state["wary"] and not any(names_a_report(e.title) for e in entries):
        return Listing(entries, empty_is_fine=True)
    if read.goes_on and (read.pages is not None or len(articles) >= state["rows"]):
        return Listing(entries, (_next(state, read),), read.total)
    return Listing(entries, (), read.total, read.missing, empty_is_fine=True)


def _fragment(text: str) -> str | None:
    """The HTML an answer holds; None when it holds none."""
    answer = loaded(text)
    data = answer.get("data") if isinstance(answer, dict) else None
    html = data.get("html") if isinstance(data, dict) else None
    return html if isinstance(html, str) else None


class HanwebJpaas(PortalSpider):
    """`scrapy crawl hanweb_jpaas`: the portals of this family."""

    name = "hanweb_jpaas"
    listing = staticmethod(listing)
