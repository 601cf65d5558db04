"""What a list page says of its end: a pager that nobody can follow, that it is empty, that it cannot answer now."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from archive.database.frontier import Task
from archive.media import HTML, sniff
from crawler.columns import MOST_DEPTH
from crawler.family import MOST_CHARACTERS, Listing, Page, clean
from crawler.links import Link
from crawler.lists import NEXT
from crawler.passages import left_out
from crawler.printed import own_text
from crawler.turning import Progress, is_promised, number_of

_STATED = re.compile(
    r"第?\s{0,5}(\d{1,5})\s{0,5}/\s{0,5}(\d{1,5})\s{0,5}页"
    r"|第\s{0,5}(\d{1,5})\s{0,5}页\D{0,9}共\s{0,5}(\d{1,5})\s{0,5}页"
)
_PAGES = re.compile(r"共\s{0,5}(\d{1,5})\s{0,5}页")
_OFF = re.compile(r"disable|\b(?:no|off|gray|grey)\b", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"#.{0,80}|javascript:.{0,300}|", re.IGNORECASE | re.DOTALL)
_CONTROLS = "a, button, input[type=button], span[onclick], li[onclick], div[onclick]"
_BUSY = re.compile(
    r"(?:系统|服务器|网络|服务|数据库)(?:繁忙|忙|异常|维护|错误|出错)|稍[后候]再试|访问(?:过于频繁|人数过多)"
)
_EMPTY = re.compile(r"暂无|没有(?:找到|查询?到|检索到|符合|相关|任何)|无相关")
_LINES = ("report", "neighbour", "year", "group")  # what stands in a column's list, and seldom in the menus around it
_LONGEST_NOTICE = 400  # characters beside links; a longer text is no notice


def loose_end(task: Task, page: Page, listing: Listing, links: list[Link]) -> str:
    """Why a page in a column is not read to its end, in words; empty where it is as far as anybody can tell."""
    if len(page.text) >= MOST_CHARACTERS:
        return f"the page is longer than the {MOST_CHARACTERS} characters that are read"
    if sniff(page.body) != HTML:
        return ""
    if left_out(page):
        return "the page has more choices or frames than are looked at"
    if task.detail.get("depth", 0) >= MOST_DEPTH and any(_is_deeper(page, link) for link in links):
        return "there are folders deeper than are opened"
    named = any(link.kind == "report" for link in links)
    if not named and is_busy(page):
        return "the page says that it cannot answer now"
    if task.detail.get("state") and is_promised(page.state) and not named and not says_empty(page):
        unseen = Progress.of(page.state).unseen(link.entry for link in links)
        if not any(link.entry in unseen and (link.entry.date or link.kind in _LINES) for link in links):
            return "a further page of the list without a line of it"
    if not named and _is_folder_of_the_list(task, page) and all(link.kind in ("other", "disclosure") for link in links):
        lost = sum(bool(link.entry.date) for link in links)
        if lost:
            return f"none of its {lost} dated lines is known for a report or a folder"
    return more_pages(page) if not listing.asks and (named or not task.detail.get("depth")) else ""


def _is_deeper(page: Page, link: Link) -> bool:
    """Whether a link leads to a folder inside this one."""
    folder, url = page.url.rpartition("/")[0] + "/", link.entry.url
    return link.kind in ("year", "group") and url.startswith(folder) and urlsplit(url).path != urlsplit(page.url).path


def _is_folder_of_the_list(task: Task, page: Page) -> bool:
    """Whether a page is a folder of the column it was found in, and not what a menu around it leads to."""
    above = str(task.detail.get("found_on") or "").rpartition("/")[0]
    return bool(task.detail.get("depth")) and (
        "year" in task.detail or (bool(above) and page.url.startswith(f"{above}/"))
    )


def more_pages(page: Page) -> str:
    """Why a page that leads to no next one is not the end of its list, in words; empty where it may be.

    Only its own words tell: how many pages there are, or a control for the next one that is no address.
    """
    if sniff(page.body) != HTML or (page.state and "progress" not in page.state):
        return ""
    number = number_of(page)
    text = _text(page)
    stated = [(int(a or c), int(b or d)) for a, b, c, d in _STATED.findall(text)]
    if stated:
        at, pages = max(stated, key=lambda one: one[1])
        return f"page {at} of {pages}, and no address of the next" if max(at, number) < pages else ""
    counted = _PAGES.search(text)
    if counted and number == 1:
        return f"{counted[1]} pages, and no address of the next" if int(counted[1]) > 1 else ""
    controls = page.tree.css(_CONTROLS) if number == 1 else []
    return "the next page is turned by a script that is not known" if any(map(_turns, controls)) else ""


def _turns(node: LexborNode) -> bool:
    """Whether a control turns to the next page and is no address: a link to nowhere, or a button."""
    said = node.text(deep=True) or node.attributes.get("value") or node.attributes.get("title") or ""
    if len(said) > 40 or not NEXT.fullmatch(clean(said)) or clean(said) in ("<", ">", "»", "›"):
        return False
    above = node.parent.attributes.get("class") if node.parent is not None else ""
    off = "disabled" in node.attributes or _OFF.search(f"{node.attributes.get('class') or ''} {above or ''}")
    href = (node.attributes.get("href") or "").strip()
    if node.tag == "a" and not href and "onclick" not in node.attributes:
        return False
    return not off and bool(_NO_ADDRESS.fullmatch(href))


def is_busy(page: Page) -> bool:
    """Whether a page says, in place of its list, that it cannot answer now."""
    return bool(_BUSY.search(_notice(page)))


def says_empty(page: Page) -> bool:
    """Whether a page says of itself that its list is empty."""
    return bool(_EMPTY.search(_notice(page)))


def _text(page: Page) -> str:
    body = page.tree.body
    if body is None:
        return ""
    return " ".join(node.text(deep=False) for node in body.traverse(include_text=True) if _is_shown(node))


def _is_shown(node: LexborNode) -> bool:
    return node.tag == "-text" and node.parent is not None and node.parent.tag not in ("script", "style")


def _notice(page: Page) -> str:
    """What a page says beside its links; empty where that is too much for a notice."""
    text = own_text(page)
    return text if len(text) <= _LONGEST_NOTICE else ""
