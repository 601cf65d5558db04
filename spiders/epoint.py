"""Epoint EWB: list pages are shells around a JSON list, asked for by the category in their address.

`/js/webBuilderCommon.js` (or ajaxReq.js) names the site's `siteGuid` and `projectName`; the list is
`POST {projectName}/rest/lightfrontaction/getgovinfolist`, pages from 0. Some sites want the fields inside
`params`. Columns with pages of their own, which print their links, are read as plain lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from archive.dates import first_date
from archive.markup import tree_of
from crawler.family import Ask, Entry, Listing, Page, clean, loaded
from crawler.lists import plain_listing
from crawler.spider import PortalSpider
from crawler.turning import Progress, count

_GUID = re.compile(r"\bsiteGuid[\"']?\s*[:=]\s*[\"']([\w-]{8,80})[\"']", re.IGNORECASE)
_PROJECT = re.compile(r"\bprojectName[\"']?\s*[:=]\s*[\"'](/?[\w/-]{1,80})[\"']", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:^|/)(?:webBuilderCommon|ajaxReq)(?:\.min)?\.js$", re.IGNORECASE)
_SCRIPTS = ("/js/webBuilderCommon.js", "/js/ajaxReq.js")
_VIEW = re.compile(r"cms_(\d{3,30})_[0-9a-f-]{30,40}", re.IGNORECASE)
_ARTICLE = re.compile(r"/(?:\d{3,30}/){1,20}\d{8}/[0-9a-f-]{30,40}\.html?$", re.IGNORECASE)
_SHELL = re.compile(r"/(?:\w*govInfoPub\w*|openlist)\.html?$", re.IGNORECASE)
_CATEGORY = re.compile(r"\d{3,30}")
_WRAPS = re.compile(r"\bparams[\"']?\s*:\s*(?:\{|\w+\s*[,}])|\btoken[\"']?\s*:")
_SERVICE = "/rest/lightfrontaction/getgovinfolist"
_PAGE = 20  # rows asked for; a server may give fewer

State = Mapping[str, Any]


def listing(page: Page) -> Listing:
    """A list page's shell, the script that names its site, or an answer of the list; of other pages the links."""
    if "service" in page.state:
        return _answer(page)
    if "scripts" in page.state:
        return _site(page, page.state)
    plain = plain_listing(page)
    category, department = _asked(page, plain)
    if not category:
        return plain
    state = {"category": category, "department": department, "referer": page.url}
    known = _site(page, {**state, "scripts": _scripts(page, category, department)})
    return Listing(plain.entries, (*plain.asks, *known.asks), plain.total, plain.shortfall)


def _asked(page: Page, plain: Listing) -> tuple[str, str]:
    """The category a page lists, and the department; none for a page that lists articles itself."""
    parts = urlsplit(page.url)
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    category = query.get("categorynum") or (page.params.get("categorynum", "") if _SHELL.search(parts.path) else "")
    if not _CATEGORY.fullmatch(category):
        is_shell = not _ARTICLE.search(page.url) and not any(_ARTICLE.search(e.url) for e in plain.entries)
        view = _VIEW.search(page.text) if is_shell else None
        category = view[1] if view else ""
    return category, query.get("deptcode") or page.params.get("deptcode", "")


def _scripts(page: Page, category: str, department: str) -> list[str]:
    """The scripts that may name the site, each asked for once a list: what it is asked for goes with the address."""
    named = [page.absolute(node.attributes.get("src") or "") for node in page.tree.css("script[src]")]
    chosen = [url for url in named if _SCRIPT.search(urlsplit(url).path)]
    known = {urlsplit(url).path for url in chosen}
    chosen += (urljoin(page.url, path) for path in _SCRIPTS if path not in known)
    query = urlencode({"categorynum": category, "deptcode": department})
    return [f"{url}{'&' if '?' in url else '?'}{query}" for url in chosen]


def _site(page: Page, state: State) -> Listing:
    """Ask for the first page of the list once the site's number is known; until then for a script that may name it."""
    guid, project = _GUID.search(page.text), _PROJECT.search(page.text)
    if number := page.params.get("siteGuid") or (guid[1] if guid else ""):
        project_name = page.params.get("projectName") or (project[1] if project else "")
        service = "/".join(("", *filter(None, project_name.split("/")))) + _SERVICE
        first = {key: state[key] for key in ("category", "department", "referer")}
        first |= {"guid": number, "service": urljoin(page.url, service)}
        return Listing(asks=(_first({**first, "wrapped": bool(_WRAPS.search(page.text)), "other": True}),))
    ask = None
    for at in reversed(range(len(state["scripts"]))):
        more = {**state, "scripts": state["scripts"][at + 1 :]}
        ask = Ask(state["scripts"][at], headers={"Referer": state["referer"]}, state=more, otherwise=ask)
    return Listing(asks=(ask,)) if ask else Listing(problem="no script of the site names its siteGuid")


def _first(state: State) -> Ask:
    """The first request as the site's script makes it; should the server refuse it, in the other of the two forms."""
    return replace(_ask(state, Progress()), otherwise=_ask(_in_other_form(state), Progress()))


def _in_other_form(state: State) -> State:
    return {**state, "wrapped": not state["wrapped"], "other": False}


def _ask(state: State, read: Progress) -> Ask:
    fields = {
        "deptcode": state["department"],
        "categorynum": state["category"],
        "pageIndex": read.number,
        "pageSize": _PAGE,
        "siteGuid": state["guid"],
    }
    body = {"token": "", "params": fields} if state["wrapped"] else fields
    headers = {"Referer": state["referer"], "X-Requested-With": "XMLHttpRequest"}
    return Ask(state["service"], "POST", headers=headers, state={**state, **read.as_state()}, json=body)


def _answer(page: Page) -> Listing:
    """One page of the list. A page without rows is the end, as is one given twice."""
    state = page.state
    rows, total = _rows(page.text)
    entries = tuple(_entries(page, rows))
    read = Progress.of(state).after(entries, rows=len(rows), total=total)
    if not rows and read.number == 1:
        if state["other"] and not total:
            return Listing(asks=(_ask({**_in_other_form(state), "empty": total == 0}, Progress()),))
        if total is None and not state.get("empty"):
            return Listing(problem="the list's service gave no rows")
    if read.goes_on and (read.total is not None or len(rows) >= _PAGE):
        return Listing(entries, (_ask(state, read),), read.total)
    return Listing(entries, (), read.total, read.missing, empty_is_fine=not read.total)


def _rows(text: str) -> tuple[list[dict[str, Any]], int | None]:
    """The rows of an answer and the total it states; `custom` may be JSON within JSON."""
    answer = _loaded(_loaded(text).get("custom"))
    data = answer.get("data")
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    return rows, count(answer.get("total"))


def _loaded(value: Any) -> dict[str, Any]:
    """An object of JSON, also where it is still text; empty when it is none."""
    if isinstance(value, str):
        value = loaded(value)
    return value if isinstance(value, dict) else {}


def _entries(page: Page, rows: list[dict[str, Any]]) -> Iterator[Entry]:
    """The rows as entries: the longer of two titles, the day of publication rather than the document's own."""
    for row in rows:
        links = (page.absolute(str(row.get(key) or "")) for key in ("infourl", "visiturl", "linkurl"))
        if url := next(filter(None, links), ""):
            titles = [_plain(str(row.get(key) or "")) for key in ("realtitle", "title")]
            dates = (first_date(str(row.get(key) or "")[:20]) for key in ("infodate", "handsdate"))
            yield Entry(url, max(titles, key=len), next(filter(None, dates), None))


def _plain(title: str) -> str:
    """A title without the markup that highlights it."""
    return clean(tree_of(title).text() if "<" in title else title)


class Epoint(PortalSpider):
    """`scrapy crawl epoint`: the portals of this family."""

    name = "epoint"
    listing = staticmethod(listing)
