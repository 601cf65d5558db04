"""UCAP (Kaipuyun): lists `list.shtml`, `list_2.shtml` …, the pager a script call that counts from 1.

`createPageHTML('page_div', N, current, 'list', 'shtml', total)` states pages, names and rows; unlike
TRS's its first argument is the name of an element. Where no article stands in the page, its script names
the API that lists them (`/common/search/CHANNEL` and kin, JSON), or another list file that it pulls in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from archive.dates import first_date
from archive.markup import tree_of
from crawler.family import Ask, Entry, Listing, Page, anchors, clean
from crawler.lists import next_page, without_duplicates
from crawler.scripted import written
from crawler.spider import PortalSpider
from crawler.turning import Progress, number_of, paged

_PAGER = re.compile(
    r"createPageHTML\s*\(\s*[\"'][\w#.-]{1,80}[\"']\s*,\s*(?P<pages>\d{1,9})\s*,\s*(?P<current>\d{1,6})\s*,"
    r"\s*[\"'](?P<stem>[\w-]+)[\"']\s*,\s*[\"'](?P<ending>\w+)[\"'](?:\s*,\s*[\"']?(?P<total>\d{1,9}))?"
)
_NUMBER = re.compile(r"_(\d{1,6})\.s?html?$")
_ARTICLE = re.compile(r"/(?:[0-9a-f]{32}|c0\d_\d+)\.s?html?$", re.IGNORECASE)
_CHANNEL = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_PULLED = re.compile(r"[\"'](?P<url>[\w./-]{0,300}list[\w-]{0,100}\.s?html?)[\"']")
_LISTS, _PARTS = ("results", "list"), ("data", "results")
_URL, _TITLE, _DATE, _TOTAL = (
    ("url", "URL", "link"),
    ("title", "TITLE"),
    ("publishedTimeStr", "PUBLISHED_TIME_FORMAT", "publishedTime", "pubDate"),
    ("total", "allRow"),
)
MOST_PULLED = 3


class _Api(NamedTuple):
    """An API: what the page says of it, and a request for one of its pages by address, channel and number."""

    said: re.Pattern[str]
    method: str
    fields: Mapping[str, str]
    page: str
    channel: str = ""


_APIS = (
    _Api(
        re.compile(r"[\"'(=](?P<url>[\w:./-]*/(?:common/search|searchList)/[0-9a-fA-F]{32})"),
        "GET",
        {"_pageSize": "15", "_isAgg": "true", "_isJson": "true", "_template": "index"},
        "page",
    ),
    _Api(
        re.compile(r"[\"'](?P<url>[\w:./-]*/getFileListByCodeId)[\"'?]"),
        "POST",
        {"codeId": "", "size": "20"},
        "page",
        "channelId",
    ),
    _Api(
        re.compile(r"[\"'](?P<url>[\w:./-]*/interfacesWeb\w+/load(?:Bm)?Data(?:\?pageSize=\d{1,3})?)[\"'&]"),
        "POST",
        {},
        "pageIndex",
        "channel_id",
    ),
)


def listing(page: Page) -> Listing:
    """The links of a page and the next page, or the requests of the API its script asks."""
    if "api" in page.state:
        return _answer(page)
    entries = without_duplicates(iter((*anchors(page), *written(page))))
    rows = [e for e in entries if e.date or _ARTICLE.search(urlsplit(e.url).path)]
    pager = _PAGER.search(page.text)
    if pager:
        total = int(pager["total"]) if pager["total"] else None
        return paged(page, entries, _following(page, pager), rows=len(rows), total=total)
    pulled = _pulled(page)
    if pulled:
        return Listing(entries, tuple(pulled[:MOST_PULLED]), shortfall=len(pulled[MOST_PULLED:]))
    has_articles = any(_ARTICLE.search(urlsplit(e.url).path) for e in rows)
    api = None if has_articles else _api(page)
    return Listing(entries, (api,)) if api else paged(page, entries, next_page(page))


def _following(page: Page, pager: re.Match[str]) -> Ask | None:
    """The next page; a pager that always says it is on the first page is corrected by the file's name."""
    named = _NUMBER.search(urlsplit(page.url).path)
    number = max(int(pager["current"]), int(named[1]) if named and named[1] == str(number_of(page)) else 1)
    if number >= int(pager["pages"]):
        return None
    return Ask(urljoin(page.url, f"{pager['stem']}_{number + 1}.{pager['ending']}"))


def _pulled(page: Page) -> list[Ask]:
    """The list files of its own host a page without pager pulls in, by a script or in a frame."""
    if "pulled" in page.state:
        return []
    frames = " ".join(f'"{frame.attributes["src"]}"' for frame in page.tree.css("iframe[src]"))
    urls = dict.fromkeys(page.absolute(found["url"]) for found in _PULLED.finditer(_scripts(page) + frames))
    here = urlsplit(page.url).netloc
    others = [url for url in urls if url and url != page.url and urlsplit(url).netloc == here]
    return [Ask(url, state={"pulled": True}) for url in others]


def _api(page: Page) -> Ask | None:
    """The API a page without articles asks: the one its scripts name, else the one its channel has."""
    channel = _channel(page)
    scripts = _scripts(page)
    for kind, api in enumerate(_APIS):
        found = api.said.search(scripts)
        if found and (channel or not api.channel):
            return _ask(page, {"api": kind, "url": page.absolute(found["url"]), "channel": channel, "at": 1})
    if not channel:
        return None
    return _ask(page, {"api": 0, "url": urljoin(page.url, f"/common/search/{channel}"), "channel": channel, "at": 1})


def _scripts(page: Page) -> str:
    return " ".join(s.text(deep=True) for s in page.tree.css("script") if not s.attributes.get("src"))


def _channel(page: Page) -> str:
    """The channel's key, which the head of a list page names."""
    named = page.metas.get("channelid", "")
    return named if _CHANNEL.fullmatch(named) else ""


def _ask(page: Page, state: dict[str, Any]) -> Ask:
    api = _APIS[state["api"]]
    fields = {**api.fields, api.page: str(state["at"])}
    if api.channel and state["channel"]:
        fields[api.channel] = state["channel"]
    state = {"referer": page.url, **state}
    headers = {"Referer": state["referer"], "X-Requested-With": "XMLHttpRequest"}
    if api.method == "GET":
        return Ask(f"{state['url']}?{urlencode(fields)}", headers=headers, state=state)
    return Ask(state["url"], "POST", fields, headers, state)


def _answer(page: Page) -> Listing:
    answer = page.json
    if answer is None:
        return Listing(problem="the list's API did not answer JSON")
    part = _part(answer)
    if part is None:
        return Listing(problem="the list's API gave no rows")
    rows = next(part[key] for key in _LISTS if isinstance(part.get(key), list))
    entries = tuple(e for row in rows if isinstance(row, dict) and (e := _entry(page, row)))
    stated = next((part[key] for key in _TOTAL if str(part.get(key)).isdecimal()), None)
    total = int(str(stated)[:9]) if stated is not None else None
    state = {key: page.state[key] for key in ("api", "url", "channel", "at", "referer")}
    more = bool(rows) and (total is None or Progress.of(page.state).got + len(rows) < total)
    following = _ask(page, {**state, "at": state["at"] + 1}) if more else None
    return paged(page, entries, following, rows=len(rows), total=total)


def _part(answer: Any) -> dict[str, Any] | None:
    """The object that holds the rows, at most three levels down."""
    for _ in range(4):
        if not isinstance(answer, dict):
            return None
        if any(isinstance(answer.get(key), list) for key in _LISTS):
            return answer
        answer = next((answer[key] for key in _PARTS if isinstance(answer.get(key), dict)), None)
    return None


def _entry(page: Page, row: dict[str, Any]) -> Entry | None:
    """A row; its title may carry the marks of a search or an editor's markup."""
    address, title, date = (str(next((row[k] for k in keys if row.get(k)), "")) for keys in (_URL, _TITLE, _DATE))
    url = page.absolute(address)
    body = tree_of(clean(title)).body
    return Entry(url, clean(body.text(deep=True)) if body is not None else "", first_date(date)) if url else None


class Ucap(PortalSpider):
    """`scrapy crawl ucap`: the portals of this family."""

    name = "ucap"
    listing = staticmethod(listing)
