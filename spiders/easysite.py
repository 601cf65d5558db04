"""EasySite (eportal): the pager carries the addresses of its pages in `tagname`, which scripts then fetch.

A hidden field `article_paging_list_hidden` states how many pages there are and the list's module. Page
N is `…/21892-N.html` or `…/indexN.html`, by what the links say, or the portal's `/eportal/ui` where
they say nothing. Articles are folders of their own, `/web/…/1545021/index.html`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode, urljoin

from crawler.family import Ask, Listing, Page, anchors, clean
from crawler.lists import next_page, without_duplicates
from crawler.spider import PortalSpider
from crawler.turning import number_of, paged

_NEXT = re.compile(r"下一?页|后一?页|›|>|»")
_CALLED = re.compile(r"queryArticleByCondition\(\s*this\s*,\s*[\"']([^\"']{1,500})[\"']")
_TURNED = re.compile(r"\A(?P<stem>.*?[^\d])(?P<number>\d{1,6})(?P<ending>\.s?html?)")


def listing(page: Page) -> Listing:
    """The links of a page, and the next one."""
    entries = without_duplicates(anchors(page))
    pages = _whole(_field(page, "input[name=article_paging_list_hidden]", "totalpage"))
    if not pages:
        return paged(page, entries, _named(page) or next_page(page))
    if number_of(page) >= pages:
        return paged(page, entries, None)
    following = _named(page) or _asked(page)
    found = paged(page, entries, following)
    return found if following else replace(found, shortfall=max(found.shortfall, 1))


def _named(page: Page) -> Ask | None:
    """The next page by the links of the pager: the one that says so, else any with its number exchanged."""
    number = number_of(page) + 1
    by_number = None
    for node in page.tree.css("[tagname], [onclick]"):
        called = _CALLED.search(node.attributes.get("onclick") or "")
        url = page.absolute(node.attributes.get("tagname") or (called[1] if called else ""))
        turned = _TURNED.fullmatch(url)
        if not turned or url == page.url:
            continue
        if _NEXT.fullmatch(clean(node.text(deep=True))):
            return Ask(url)
        by_number = by_number or Ask(f"{turned['stem']}{number}{turned['ending']}")
    return by_number


def _asked(page: Page) -> Ask | None:
    """The next page as the portal's own scripts ask for it, by the numbers of page and module."""
    here = _field(page, "#eprotalCurrentPageId", "value")
    module = _field(page, "input[name=article_paging_list_hidden]", "moduleid")
    if not (here and module):
        return None
    query = {"pageId": here, "currentPage": number_of(page) + 1, "moduleId": module, "staticRequest": "yes"}
    return Ask(urljoin(page.url, f"/eportal/ui?{urlencode(query)}"), headers={"Referer": page.url})


def _field(page: Page, selector: str, attribute: str) -> str:
    node = page.tree.css_first(selector)
    return (node.attributes.get(attribute) or "") if node is not None else ""


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


class Easysite(PortalSpider):
    """`scrapy crawl easysite`: the portals of this family."""

    name = "easysite"
    listing = staticmethod(listing)
