"""Plain HTML lists, as several families share them: entries and the link to the next page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from archive.titles import read_title
from crawler.addresses import is_same_host
from crawler.family import Ask, Entry, Listing, Page, anchors, clean
from crawler.focus import is_home
from crawler.links import is_column_address, is_column_name
from crawler.turning import number_of, paged

NEXT = re.compile(r"(?:下一?页|后一?页|下页|next(?:\s*page)?)\s*[>»›]*|[>»›]", re.IGNORECASE)
_NUMBER = re.compile(r"\[?\d{1,3}\]?")
_COUNTED = re.compile(r"[\s\d_|·/()（）第页共-]+")  # in titles of list pages


def plain_listing(page: Page, otherwise: Callable[[Page], Ask | None] | None = None) -> Listing:
    """Every link of a page, and the next page where one is linked, or where `otherwise` finds one.

    A pager that shows the same links once more, or has fallen through to another column, promises too much.
    """
    entries = tuple(anchors(page))
    state = page.state
    if state.get("name") and (name := page.column_name) and name != state["name"]:
        return Listing(shortfall=1)
    if state.get("title") and (title := _title(page)) and title != state["title"]:
        return Listing(tuple(e for e in entries if _column_path(e.url) == state.get("path")), shortfall=1)
    following = next_page(page) or (otherwise(page) if otherwise else None)
    if following is None:
        return paged(page, entries, None)
    first = {"name": page.column_name, "title": _title(page), "path": _column_path(page.url)}
    remembered = {key: state.get(key, value) for key, value in first.items()}
    return paged(page, entries, replace(following, state={**following.state, **remembered}))


def _title(page: Page) -> str:
    """What a page calls itself, without the number of the page."""
    return _COUNTED.sub("", page.title)


def _column_path(url: str) -> str:
    """The host and the first two steps of a path: what the pages of a column share."""
    parts = urlsplit(url)
    return parts.netloc + "/".join(parts.path.split("/")[:3])


def next_page(page: Page) -> Ask | None:
    """The page after this one: by a link that says so, else by the number after the one shown as current."""
    body = page.tree.body
    number = number_of(page) + 1
    by_number = None
    for anchor in body.css("a[href]") if body is not None else []:
        text = clean(anchor.text(deep=True)) or clean(anchor.attributes.get("title") or "")
        says_so = NEXT.fullmatch(text)
        if not says_so and not (_NUMBER.fullmatch(text) and int(text.strip("[]")) == number):
            continue
        url = page.absolute(anchor.attributes.get("href") or "")
        if not _is_another_page(page.url, url, surely=bool(says_so)):
            continue
        if says_so:
            return Ask(url)
        by_number = by_number or Ask(url)
    return by_number


def _is_another_page(here: str, there: str, *, surely: bool) -> bool:
    """A next page lies below the same folder; on another host only where its link `surely` says what it is."""
    if not there or there == here:
        return False
    folder = urlsplit(here).path.rpartition("/")[0]
    return (surely or is_same_host(here, there)) and urlsplit(there).path.startswith(folder)


def is_on_the_way(page: Page, entries: Iterable[Entry]) -> bool:
    """Whether a page only leads to the column of annual reports: a list it may hold beside is one of news.

    Not so a page that lists a report, or that says by its name or address that it is the column.
    """
    if is_column_name(page.column_name) or is_column_address(page.url):
        return False
    listed = list(entries)
    if any(names_a_report(e.title) for e in listed):
        return False
    here = _folder(page.url)
    return is_home(page.url) or any(is_column_name(e.title) and _folder(e.url) != here for e in listed)


def _folder(url: str) -> str:
    return url.removesuffix("index.html").rstrip("/")


def names_a_report(text: str) -> bool:
    """Whether a title is that of a report of some year.

    >>> names_a_report("青屿市统计局2022年政府信息公开工作年度报告"), names_a_report("政府信息公开年报")
    (True, False)
    """
    title = read_title(text)
    return title.kind == "report" and title.year is not None


def without_duplicates(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with one address once; the fullest title wins."""
    kept: dict[str, Entry] = {}
    for made in entries:
        known = kept.get(made.url)
        if known is None or len(made.title) > len(known.title):
            kept[made.url] = made
    return tuple(kept.values())
