"""From a report's own page up to the list it is from: what to try where an address given is no column."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from archive.database.frontier import Task
from archive.labels import normal
from crawler.addresses import is_same_host
from crawler.family import Entry, Page, anchors
from crawler.focus import LEAST
from crawler.links import is_column_address, is_column_name
from crawler.lone import is_alone
from crawler.steps import Child, Step

_MOST_FOLDERS = 6
_MOST_LINKS = 6
_NEAREST, _NAMED, _CRUMB = 9, 8, 3  # how likely: a column's folder or name, the nearest folder, a breadcrumb
_CRUMB_PARTS = ("crumb", "position", "location", "dqwz", "weizhi", "wz", "path", "site-nav")


def began_at_a_report(task: Task, page: Page, step: Step) -> bool:
    """Whether a page where a look began, or that was tried on the way, is one report and no list."""
    return bool(task.detail.get("index") or task.detail.get("exploring")) and is_alone(page, step)


def climbs(page: Page) -> tuple[Child, ...]:
    """What may lead to a report's list: folders above it, the column its page names, breadcrumbs, the home page."""
    ways: dict[str, Child] = {}
    for score, url, title in (*_folders(page.url), *_links(page)):
        column = is_column_address(url) or is_column_name(title)
        detail = {"title": title, "found_on": page.url, "column": column, "depth": 1, "exploring": score}
        if url != page.url:
            ways.setdefault(url, Child("list", url, detail))
    home = urljoin(page.url, "/")
    ways[home] = Child("list", home, {"title": "home page", "found_on": page.url, "exploring": LEAST + 1})
    return tuple(ways.values())


def _folders(url: str) -> Iterator[tuple[int, str, str]]:
    """The folders above an address, nearest first; one that is a column by its name goes before all."""
    steps = urlsplit(url).path.rstrip("/").split("/")[1:-1]
    for depth in range(len(steps), max(len(steps) - _MOST_FOLDERS, 0), -1):
        above = urljoin(url, f"/{'/'.join(steps[:depth])}/")
        worth = _NEAREST if is_column_address(above) else max(_NAMED - 1 - (len(steps) - depth), LEAST + 2)
        yield worth, above, "folder above"


def _links(page: Page) -> Iterator[tuple[int, str, str]]:
    """Links of the page on the same host that bear its column's name, or stand where it says where it is."""
    named = normal(page.column_name)
    found = 0
    for link in anchors(page):
        if found < _MOST_LINKS and _is_near(link, page) and (normal(link.title) == named or is_column_name(link.title)):
            found += 1
            yield _NAMED, link.url, link.title
    yield from ((_CRUMB, link.url, link.title) for link in _crumbs(page) if _is_near(link, page))


def _is_near(link: Entry, page: Page) -> bool:
    return bool(link.title) and is_same_host(link.url, page.url)


def _crumbs(page: Page) -> list[Entry]:
    """The links of blocks that tell where a page stands, the innermost first."""
    found: list[Entry] = []
    for part in _CRUMB_PARTS:
        for block in page.tree.css(f'[class*="{part}"], [id*="{part}"]')[:3]:
            found += list(anchors(page, block))[:_MOST_LINKS]
    return found[::-1][:_MOST_LINKS]
