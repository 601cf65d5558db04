"""Boda VSB: list pages are numbered downwards, `gknb.htm` is the newest and `gknb/1.htm` the oldest.

The page says `共385条 1/26` and links the next one; where only a script turns pages, page k of N is
`gknb/{N-k+1}.htm`, and of a dynamic list (`…_list.jsp?wbtreeid=…`) `a{n}p=k`. Rows have ids `line_…`.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.family import Ask, Listing, Page, anchors
from crawler.lists import next_page, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import paged

_STATED = re.compile(r"共\s*(?P<rows>\d{1,9})\s*条(?:[^\d/]{0,40}(?P<page>\d{1,6})\s*/\s*(?P<pages>\d{1,6})(?!\d))?")
_OLDER = re.compile(r"/(?P<number>\d{1,6})\.htm$")
_TURN = re.compile(r"\ba(?P<list>\d{1,9})p=\d")
_LINES = "li[id^=line_], tr[id^=line_], div[id^=line_], dl[id^=line_], td[id^=line_]"


def listing(page: Page) -> Listing:
    """The links of a page, and the next one."""
    entries = without_duplicates(anchors(page))
    lines = page.tree.css(_LINES)
    body = page.tree.body
    stated = _STATED.search(body.text(deep=True)) if body is not None else None
    following = next_page(page) or (_unlinked(page, stated) if stated else None)
    if not (stated and lines):
        return paged(page, entries, following)
    return paged(page, entries, following, rows=len(lines), total=int(stated["rows"]))


def _unlinked(page: Page, stated: re.Match[str]) -> Ask | None:
    """The next page by what this one says of itself."""
    if not stated["pages"] or int(stated["page"]) >= int(stated["pages"]):
        return None
    number, pages = int(stated["page"]), int(stated["pages"])
    parts = urlsplit(page.url)
    if parts.path.endswith(".jsp"):
        turn = _TURN.search(page.text)
        if not turn:
            return None
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        query |= {f"a{turn['list']}t": str(pages), f"a{turn['list']}p": str(number + 1)}
        return Ask(urlunsplit((*parts[:3], urlencode(query), "")))
    older = _OLDER.search(parts.path)
    if older and number > 1:
        return Ask(urljoin(page.url, f"{int(older['number']) - 1}.htm")) if int(older["number"]) > 1 else None
    if parts.path.endswith(".htm"):
        return Ask(urljoin(page.url, f"{parts.path.removesuffix('.htm')}/{pages - number}.htm"))
    return None


class Vsb(PortalSpider):
    """`scrapy crawl vsb`: the portals of this family."""

    name = "vsb"
    listing = staticmethod(listing)
