"""gkmlpt, the catalogue platform of Guangdong: a column tree in the page, lists as JSON, details as pages.

`{base}/gkmlpt/index` carries `window._CONFIG` with the site's number SID and the TREE of columns; a site
may live under a path prefix. Lists: `{base}/gkmlpt/api/all/{column}?page=1&sid=SID`, 100 a page. Reports
that stand only in the portal beside it (NFCMS, `…/content/post_N.html`) are read from its plain lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from archive.dates import first_date
from crawler.family import Ask, Entry, Listing, Page, clean
from crawler.links import is_column_name
from crawler.lists import plain_listing
from crawler.spider import PortalSpider
from crawler.turning import Progress, count

_SID = re.compile(r"\bSID\s*:\s*[\"']?(\d+)")
_TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")
_PLATFORM = "/gkmlpt/"
_CHINA = timedelta(hours=8)
_PAGE = 100  # articles a page of the API holds
_DEEPEST = 20  # columns inside columns
_EARLIEST = 600_000_000  # 1989, in seconds since 1970; smaller numbers are no times


def listing(page: Page) -> Listing:
    """The index with its tree, an answer of the API, or a plain page of the portal beside it."""
    if "column" in page.state:
        return _answer(page)
    if "window._CONFIG" in page.text and _TREE.search(page.text):
        return _index(page)
    plain = plain_listing(page)
    if _PLATFORM in page.url or page.state.get("plain"):
        return plain
    base = page.params.get("base") or "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    return Listing(plain.entries, (*plain.asks, Ask(f"{base.rstrip('/')}{_PLATFORM}index")), plain.total)


def _index(page: Page) -> Listing:
    """Ask for every annual-report column of the tree; its other columns are nothing to us."""
    base = page.url.partition(_PLATFORM)[0]
    sid = _SID.search(page.text)
    first = {"base": base, "sid": sid[1] if sid else ""}
    tree = _tree(page.text)
    asks = tuple(_ask({**first, "column": node["id"]}, Progress()) for node in _columns(tree))
    return Listing(() if asks else tuple(_elsewhere(page, tree)), asks)


def _ask(state: Mapping[str, Any], read: Progress) -> Ask:
    """The page of a column after those read."""
    url = f"{state['base']}{_PLATFORM}api/all/{state['column']}?page={read.number + 1}&sid={state['sid']}"
    headers = {"Referer": f"{state['base']}{_PLATFORM}index"}
    return Ask(url, headers=headers, state={**state, **read.as_state()})


def _tree(text: str) -> list[dict[str, Any]]:
    """The TREE of the page: JSON inside an object literal that is none."""
    start = _TREE.search(text)
    if not start:
        return []
    try:
        tree, _ = json.JSONDecoder().raw_decode(text, start.end())
    except (ValueError, RecursionError):
        return []
    return tree if isinstance(tree, list) else []


def _columns(nodes: Any, *, inside: bool = False, depth: int = 0) -> Iterator[dict[str, Any]]:
    for node in nodes if isinstance(nodes, list) and depth < _DEEPEST else []:
        if not isinstance(node, dict) or node.get("jump_url") or not isinstance(node.get("id"), int | str):
            continue
        wanted = inside or is_column_name(str(node.get("name", "")))
        if wanted:
            yield node
        yield from _columns(node.get("children"), inside=wanted, depth=depth + 1)


def _elsewhere(page: Page, nodes: Any, depth: int = 0) -> Iterator[Entry]:
    """Annual-report columns that stand in the portal beside the catalogue, to which their nodes jump."""
    for node in nodes if isinstance(nodes, list) and depth < _DEEPEST else []:
        if not isinstance(node, dict):
            continue
        name, url = clean(str(node.get("name", ""))), page.absolute(str(node.get("jump_url") or ""))
        if url and is_column_name(name):
            yield Entry(url, name)
        yield from _elsewhere(page, node.get("children"), depth + 1)


def _answer(page: Page) -> Listing:
    """One page of the API. A page without articles is the end, as is one given twice."""
    state = page.state
    answer = page.json
    if answer is None:
        return Listing(problem="the list's API did not answer JSON")
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list):
        return Listing(problem="the list's API gave no articles")
    entries = tuple(e for a in articles if isinstance(a, dict) and (e := _entry(page, a)))
    read = Progress.of(state).after(entries, rows=len(articles), total=count(answer.get("total")))
    full = len(articles) >= _PAGE
    if read.continues(full=full) and (read.total is not None or full):
        return Listing(entries, (_ask(state, read),), read.total)
    return Listing(entries, (), read.total, read.missing, empty_is_fine=read.total == 0)


def _entry(page: Page, article: dict[str, Any]) -> Entry | None:
    url = page.absolute(str(article.get("url") or "")) or page.absolute(str(article.get("post_url") or ""))
    if not url:
        return None
    listed = article.get("attachment")
    files = [f.get("url") for f in listed if isinstance(f, dict)] if isinstance(listed, list) else []
    return Entry(
        url,
        clean(str(article.get("title") or "")),
        published(article),
        tuple(filter(None, (page.absolute(str(f)) for f in files if f))),
    )


def published(article: Mapping[str, Any]) -> str | None:
    """The day an article was published, given in seconds since 1970 or as a date."""
    for key in ("display_publish_time", "create_time"):
        value = article.get(key)
        if isinstance(value, str) and value.isdecimal() and len(value) < 11:
            value = int(value)
        if isinstance(value, int) and _EARLIEST < value < 1 << 32:
            return (datetime.fromtimestamp(value, UTC) + _CHINA).date().isoformat()
        if isinstance(value, str) and (day := first_date(value[:20])):
            return day
    return first_date(str(article.get("created_at") or "")[:10])


class Gkmlpt(PortalSpider):
    """`scrapy crawl gkmlpt`: the portals of this family."""

    name = "gkmlpt"
    listing = staticmethod(listing)
