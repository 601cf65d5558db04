"""Hanweb xxgk, the disclosure catalogue: annual reports one agency and year a page, or lists from search.jsp.

`/module/xxgk/xxgkAnnualReport.jsp?area=A&fbtime=Y` prints one report; its select box has the years, `tree.jsp`
(a frame, or part of the page) the agencies. Elsewhere a column's page holds the frame of the tree, whose nodes
carry catalogue codes, and the call of `search.jsp`, which answers rows as a fragment of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from archive.labels import normal
from crawler.attachments import is_document
from crawler.family import Ask, Entry, Listing, Page, anchors, clean
from crawler.focus import is_home
from crawler.links import is_column_name
from crawler.lists import plain_listing, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import Progress, count
from crawler.year_pages import MOST_YEARS, asking, own_agency, queried, report, years

_MODULE = re.compile(r"/module/xxgk/(tree|search|xxgkannualreport)\.jsp$", re.IGNORECASE)
_NAMED = re.compile(
    r"""["'=(]\s*((?:[\w./:-]{0,200}/)?(?:tree|search|xxgkAnnualReport)\.jsp(?:\?[^"'\s<>()]{0,1000})?)""",
    re.IGNORECASE,
)
_AREA = re.compile(r"\b(?:area|vc_xxgkarea)(?:code)?[\"']?\s*[=:]\s*[\"']?([\w.-]{1,60})", re.IGNORECASE)
_CODE = re.compile(r"\b(?:funclick\s*\(\s*\\?[\"']|infotypeId[\"']?\s*[=:]\s*[\"']?)([\w.-]{1,60})", re.IGNORECASE)
_STATED = re.compile(r"\b(infotypeId|jdid|area|divid|standardXxgk)[\"']?\s*[=:]\s*[\"']?([\w.-]{1,60})")
_CALL = re.compile(r"search\.jsp[^<>]{0,1500}?[\"']\s*,\s*[\"'](\w{1,40})[\"']((?:\s*,\s*[\"']?\w{0,40}[\"']?){0,8})")
_STRING = re.compile(r'"([^"]{1,500})"|\'([^\']{1,500})\'')
_TAG = re.compile(r"<[^<>]{0,500}>")
_OBJECT = re.compile(r"\{([^{}]{1,1500})\}")
_YEAR = re.compile(r"\A\s*+20\d\d")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PAGES = re.compile(r"共\s*(?:<[^<>]{0,100}>\s*)*(\d{1,6})\s*(?:<[^<>]{0,100}>\s*)*页")
_LINES = re.compile(r"共\s*(?:<[^<>]{0,100}>\s*)*(\d{1,8})\s*(?:<[^<>]{0,100}>\s*)*条")
_FIELDS = {"standardXxgk": "0", "isAllList": "1", "texttype": "0", "fbtime": "-1"} | dict.fromkeys(
    ("vc_all", "vc_filenumber", "vc_title", "vc_number"), ""
)
_ORDER = ",createdatetime:0,orderid:0"
MOST_REPORTS = 20_000  # agencies times years
MOST_NODES = 3_000
MOST_SCRIPT = 300_000  # characters in which the call of a list is looked for

Node = tuple[str, Mapping[str, str]]


def listing(page: Page) -> Listing:
    """An annual-report page, a tree, rows of search.jsp, or the page of a column that holds these."""
    if "fields" in page.state:
        return _rows(page)
    if "years" in page.state:
        return _agencies_of(page)
    if "catalogue" in page.state:
        return _codes_of(page)
    if _module(page.url) == "xxgkannualreport":
        return _annual(page)
    plain = plain_listing(page)
    if is_home(page.url):
        return plain
    return Listing(plain.entries, (*plain.asks, *_frames(page)), plain.total, plain.shortfall)


def _module(url: str) -> str:
    found = _MODULE.search(urlsplit(url).path)
    return found[1].lower() if found else ""


def _named(page: Page, module: str) -> str:
    """The address of a part of the module as the page states it; empty when it states none."""
    for found in _NAMED.finditer(page.text):
        url = page.absolute(found[1])
        if _module(url) == module:
            return url
    return ""


def _annual(page: Page) -> Listing:
    """The reports of all agencies and years the page offers; links between them are no folders."""
    offered, area = _offered(page), queried(page.url).get("area", "")
    agencies = _areas(page)
    others = [e for e in anchors(page) if _module(e.url) != "xxgkannualreport" and not is_document(e.url, e.title)]
    tree = _named(page, "tree")
    own = agencies.get(area) or own_agency(page)
    made = [report(_at(page.url, area, year), own, year) for year in offered if area]
    made += _reports(page.url, agencies, offered)
    asks = []
    if tree:
        if not queried(tree).get("area"):
            tree = asking(tree, area=area)
        asks.append(Ask(tree, headers={"Referer": page.url}, state={"years": offered, "address": page.url}))
    elif not offered:
        asks = [
            Ask(_at(page.url, code, None), state={"agency": name}) for code, name in agencies.items() if code != area
        ]
    if area and not offered and (tree or agencies):  # no choice of years: what is printed is all there is
        made.append(report(page.url, own, None))
    return Listing((*made, *without_duplicates(others)), tuple(asks), len(made) or None)


def _offered(page: Page) -> list[int]:
    """The years of the select box, and those that are linked."""
    linked = (count(queried(e.url).get("fbtime")) for e in anchors(page) if _module(e.url) == "xxgkannualreport")
    return list(dict.fromkeys((*years(page), *(year for year in linked if year and 2000 < year < 2100))))[:MOST_YEARS]


def _at(address: str, area: str, year: int | None) -> str:
    return asking(address, area=area, fbtime=year) if year else asking(address, area=area)


def _reports(address: str, agencies: Mapping[str, str], offered: list[int]) -> list[Entry]:
    made = (report(_at(address, area, year), name, year) for area, name in agencies.items() for year in offered)
    return [entry for entry, _ in zip(made, range(MOST_REPORTS), strict=False)]


def _agencies_of(page: Page) -> Listing:
    """The tree of an annual-report page: each agency with each year the page offered."""
    agencies, address, offered = _areas(page), page.state["address"], page.state["years"]
    if offered:
        return Listing(tuple(_reports(address, agencies, offered)), empty_is_fine=True)
    asks = tuple(Ask(_at(address, area, None), state={"agency": name}) for area, name in agencies.items())
    return Listing(asks=asks, empty_is_fine=True)


def _areas(page: Page) -> dict[str, str]:
    """The agencies a page names with their codes."""
    found: dict[str, str] = {}
    for name, fields in _nodes(page):
        if fields.get("area") and not is_column_name(name):
            found.setdefault(fields["area"], name)
    return found


def _nodes(page: Page) -> Iterator[Node]:
    """The nodes of a tree: links, options of a select box, calls `.add(…)` of dTree, objects of zTree."""
    for _, node in zip(range(MOST_NODES), _all_nodes(page), strict=False):
        yield node


def _all_nodes(page: Page) -> Iterator[Node]:
    for element in page.tree.css("a, [onclick]"):
        target = f"{element.attributes.get('href') or ''} {element.attributes.get('onclick') or ''}"
        yield from _node(element.text(deep=True)[:100], target)
    for option in page.tree.css("select[name*=area i] option, select[id*=area i] option"):
        yield from _node(option.text(deep=True)[:100], f"area={option.attributes.get('value') or ''}")
    for script in page.tree.css("script"):
        text = script.text(deep=True)
        for piece in (*text.split(".add(")[1:], *(found[1] for found in _OBJECT.finditer(text))):
            part = piece[:1500]
            names = (_TAG.sub("", a or b) for a, b in _STRING.findall(part))
            yield from _node(next(filter(_CHINESE.search, names), ""), part)


def _node(name: str, target: str) -> Iterator[Node]:
    """A node with a name and the codes its link carries; none when it carries none."""
    fields = {key: found[1] for key, pattern in (("area", _AREA), ("code", _CODE)) if (found := pattern.search(target))}
    if fields and _CHINESE.search(name) and not _YEAR.match(name):
        yield clean(name), fields


def _frames(page: Page) -> Iterator[Ask]:
    """What a column's page shows in frames and by script: an annual-report page, a tree, rows."""
    for frame in page.tree.css("iframe[src], frame[src]"):
        if _module(url := page.absolute(frame.attributes.get("src") or "")) == "xxgkannualreport":
            yield Ask(url)
    search, tree = _named(page, "search"), _named(page, "tree")
    if not search:
        return
    fields = _fields(page, search)
    if fields["infotypeId"] or (not tree and is_column_name(page.column_name)):
        yield _ask(search, fields, page.url, Progress())
    elif tree:
        state = {"catalogue": fields, "search": search, "column": page.url}
        yield Ask(tree, headers={"Referer": page.url}, state=state)


def _fields(page: Page, search: str) -> dict[str, str]:
    """What search.jsp is asked for: by the row of the portal list, the page's address, its call or its script."""
    asked, here = queried(search), queried(page.url)
    script = page.text[:MOST_SCRIPT]
    fields = dict(reversed(_STATED.findall(script)))
    if call := _CALL.search(script):
        fields["divid"] = call[1]
        numbers = [part.strip(" '\"") for part in call[2].split(",")[1:]]
        fields["jdid"] = numbers[3] if len(numbers) > 3 and numbers[3].isdecimal() else fields.get("jdid", "")
    made = {}
    for name in ("infotypeId", "jdid", "area", "divid", "standardXxgk"):
        made[name] = page.params.get(name) or asked.get(name.lower()) or fields.get(name, "")
    code = page.params.get("infotypeId") or here.get("number") or asked.get("infotypeid", "")
    made["infotypeId"] = code if code or _named(page, "tree") else made["infotypeId"]  # a tree states those of all
    made["area"] = made["area"] or here.get("vc_xxgkarea") or here.get("area", "")
    return made


def _ask(search: str, fields: Mapping[str, str], column: str, read: Progress) -> Ask:
    stated = {name: value for name, value in fields.items() if value or name in ("infotypeId", "area")}
    asked = {**_FIELDS, **stated, "currpage": str(read.number + 1), "sortfield": _ORDER}
    query = {name: value for name, value in asked.items() if name not in ("infotypeId", "jdid", "area", "divid")}
    url = f"{search.partition('?')[0]}?{urlencode(query)}"
    headers = {"Referer": column, "X-Requested-With": "XMLHttpRequest"}
    state: dict[str, Any] = {"fields": dict(fields), "search": search, "column": column, **read.as_state()}
    return Ask(url, "POST", asked, headers, state)


def _codes_of(page: Page) -> Listing:
    """A catalogue's tree: its nodes of annual reports are asked for by their codes."""
    state = page.state
    codes = {fields["code"]: fields for name, fields in _nodes(page) if fields.get("code") and _is_wanted(name)}
    asks = []
    for code, fields in codes.items():
        wanted = {**state["catalogue"], "infotypeId": code}
        wanted["area"] = fields.get("area") or wanted["area"]
        asks.append(_ask(state["search"], wanted, state["column"], Progress()))
    return Listing(asks=tuple(asks), empty_is_fine=True)


def _is_wanted(name: str) -> bool:
    return is_column_name(normal(name).partition("(")[0])


def _rows(page: Page) -> Listing:
    """Rows of search.jsp. With an agency but no code they are all it has published; titles tell which are reports."""
    state = page.state
    found = without_duplicates(anchors(Page(state["column"], page.body)))
    pages, lines = _PAGES.search(page.text), _LINES.search(page.text)
    read = Progress.of(state).after(
        found, pages=count(pages[1]) if pages else None, total=count(lines[1]) if lines else None
    )
    if read.goes_on and found:
        return Listing(found, (_ask(state["search"], state["fields"], state["column"], read),), read.total)
    return Listing(found, (), read.total, read.missing, empty_is_fine=True)


class HanwebXxgk(PortalSpider):
    """`scrapy crawl hanweb_xxgk`: the portals of this family."""

    name = "hanweb_xxgk"
    listing = staticmethod(listing)
