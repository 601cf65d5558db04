"""The search of TRS as a list: `/was5/web/search` answers HTML, Fujian's `/fjdzapp/search` JSON.

A page of Fujian holds its first rows and what its script asks the search for; the rest is asked for in
the same way, page by page of the same size, because larger answers are not to be relied on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from archive.dates import first_date
from crawler.family import Ask, Entry, Listing, Page, clean
from crawler.lists import next_page
from crawler.turning import Progress, number_of, paged

_WAS = "/was5/web/search"
_PAGES = re.compile(r"(?:总页数\s*+[:：]?\s*+(\d{1,6})|共\s*+(\d{1,6})\s*+页)")
_TURNED = re.compile(r"<a\s[^>]{0,200}href=[\"']javascript:[^>]{0,200}>\s*下一?页")
_ARGUMENT = r"\b%s[\"']?\s*:\s*(?:\"\"\s*\|\|\s*)?[\"']?([^\"',;\n}]{1,200})"
_CHANNEL, _SQL, _SORT, _SIZE, _COUNT, _SEARCH = (
    re.compile(_ARGUMENT % name)
    for name in ("channelid", "classsql", "sortfield", "prepage", "recordCount", "searchId")
)
_SORTED = re.compile(r"\bsortfield[\"']?\s*:\s*[\"']([^\"'\n]{1,200})")
_CHINA = timedelta(hours=8)


class More(NamedTuple):
    """What a page says stands behind it: the request, the rows on the page, and how many there are in all."""

    ask: Ask | None
    rows: int
    total: int


def is_search(page: Page) -> bool:
    """Whether a page is a list the search made."""
    return urlsplit(page.url).path.endswith(_WAS)


def results(page: Page, entries: tuple[Entry, ...]) -> Listing:
    """A list of the search: the next page as it is linked, else by the number in the address."""
    following = next_page(page)
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    here = int(query["page"]) if query.get("page", "").isdecimal() else number_of(page)
    stated = _PAGES.search(page.text)
    more = here < int(stated[1] or stated[2]) if stated else bool(_TURNED.search(page.text))
    if following is None and more:
        following = Ask(urlunsplit((*parts[:3], urlencode(query | {"page": here + 1}), "")))
    return paged(page, entries, following)


def behind(page: Page) -> More | None:
    """What the script of a page of Fujian asks for; None on any other page."""
    sql, size, count = (_value(p, page.text) for p in (_SQL, _SIZE, _COUNT))
    channel = _value(_CHANNEL, page.text)
    if not channel.isdecimal():
        channel = _value(_SEARCH, page.text)
    own = page.metas.get("chnlid", "")
    if own and not re.search(rf"\b{re.escape(own)}\b", sql):  # a box of other news
        return None
    if not (sql and channel.isdecimal() and size.isdecimal() and int(size[:4]) > 0 and count.isdecimal()):
        return None
    total, each = int(count[:9]), int(size[:4])
    shown = len(page.tree.css('[ms-visible="showStatic"] a[href]'))
    asked = {"channelid": channel, "classsql": sql, "sortfield": _value(_SORTED, page.text), "prepage": str(each)}
    state = {"asked": asked, "at": shown // each + 1, "referer": page.url, "total": total}
    return More(_ask(page, state) if shown < total else None, shown, total)


def _value(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].strip() if found else ""


def _ask(page: Page, state: dict[str, Any]) -> Ask:
    here = urlsplit(state["referer"])
    headers = {
        "Referer": state["referer"],
        "Origin": f"{here.scheme}://{here.netloc}",
        "X-Requested-With": "XMLHttpRequest",
    }
    form = {**state["asked"], "page": str(state["at"])}
    return Ask(urljoin(page.url, "/fjdzapp/search"), "POST", form, headers, state)


def is_answer(page: Page) -> bool:
    """Whether a page is the search's answer to `behind`."""
    return "asked" in page.state


def answer(page: Page) -> Listing:
    """The rows of an answer, and the next request."""
    found = page.json
    if found is None:
        return Listing(problem="the search did not answer JSON")
    rows = next(
        (found[k] for k in ("data", "docs") if isinstance(found, dict) and isinstance(found.get(k), list)), None
    )
    if rows is None:
        return Listing(problem="the search gave no rows")
    state = {k: page.state[k] for k in ("asked", "at", "referer", "total")}
    entries = tuple(e for row in rows if isinstance(row, dict) and (e := _entry(page, row)))
    more = Progress.of(page.state).got + len(rows) < state["total"] and bool(rows)
    following = _ask(page, {**state, "at": state["at"] + 1}) if more else None
    return paged(page, entries, following, rows=len(rows), total=state["total"])


def _entry(page: Page, row: dict[str, Any]) -> Entry | None:
    url = next((u for k in ("chnldocurl", "docpuburl") if (u := page.absolute(str(row.get(k) or "")))), "")
    if not url:
        return None
    return Entry(url, clean(str(row.get("doctitle") or "")), _date(row.get("docreltime")) or _date(row.get("pubdate")))


def _date(value: Any) -> str | None:
    """A day, given as text or in milliseconds since 1970."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 42:
        return (datetime.fromtimestamp(value / 1000, UTC) + _CHINA).date().isoformat()
    return first_date(str(value or ""))
