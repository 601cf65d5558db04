"""The way through a site's lists: columns of annual reports, their folders of years and agencies, further pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.database.frontier import Task
from crawler.addresses import is_same_host
from crawler.family import Ask, Page
from crawler.focus import LEAST, MOST_STEPS, is_home, ways
from crawler.links import Link
from crawler.rollups import elsewhere, told
from crawler.searching import searches
from crawler.steps import Child

MOST_DEPTH = 3  # year, agency and level folders below a column
MOST_DISCLOSURE = 2  # steps from a home page to the column
_INDEX = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)


def asked(task: Task, page: Page, ask: Ask, *, column: bool, family: str, tried: int = 0) -> Child:
    """A family's request for more of a list, as a page to fetch; `tried` is how likely it is, where that is open."""
    detail: dict[str, Any] = {"found_on": page.url, "column": column, "depth": task.detail.get("depth", 0)}
    detail |= {key: task.detail[key] for key in ("year", "agency") if key in task.detail}  # of the folder
    if tried:
        detail["exploring"] = tried
    if family:
        detail["family"] = family
    if ask.state:
        detail["state"] = dict(ask.state)
    if ask.method != "GET":
        detail |= {"method": ask.method, "form": dict(ask.form)}
    if ask.json is not None:
        detail["json"] = dict(ask.json)
    if ask.headers:
        detail["headers"] = dict(ask.headers)
    if ask.otherwise is not None:
        instead = asked(task, page, ask.otherwise, column=column, family=family)
        detail["otherwise"] = {"url": instead.url, "detail": instead.detail}
    return Child("list", ask.url, detail)


def columns_below(task: Task, page: Page, links: list[Link], *, column: bool, family: str) -> Iterator[Child]:
    """Columns of annual reports; below one its years and agencies; from a home page the way to one."""
    depth = task.detail.get("depth", 0)
    inside = [link for link in links if is_same_host(page.url, link.entry.url)]
    columns = [link for link in inside if link.kind == "column"]
    known = {"found_on": page.url, "kin": family} if family else {"found_on": page.url}
    if column:
        below = [link for link in inside if link.kind in ("year", "group", "column")]
        abroad = [link for link in links if link.kind == "year" and not is_same_host(page.url, link.entry.url)]
        for link in (*below, *abroad) if depth < MOST_DEPTH else ():
            if _leads_back(task, page, link.entry.url):
                continue
            marked = {**known, "abroad": True} if not is_same_host(page.url, link.entry.url) else known
            yield _list(link, marked | told(link, task.detail), column=True, depth=depth + 1)
        for url, detail in elsewhere(task.detail, page, links) if depth else ():
            yield Child("detail", url, detail)
        return
    for link in columns:
        yield _list(link, known, column=True, depth=0)
    if columns:
        return
    disclosure = [link for link in inside if link.kind == "disclosure"] if depth < MOST_DISCLOSURE else []
    for link in disclosure:
        yield _list(link, known, column=False, depth=depth + 1)
    surer = {link.entry.url for link in disclosure}
    for way in ways(page.url, (link.entry for link in links if link.entry.url not in surer), depth):
        yield Child("list", way.url, {"title": way.title, **known, "depth": depth + 1, "exploring": way.score})
    for ask in searches(page, family) if depth == 0 else ():
        child = asked(task, page, ask, column=False, family="", tried=LEAST)
        yield replace(child, detail={**child.detail, "title": "search", "depth": MOST_STEPS})


def _leads_back(task: Task, page: Page, url: str) -> bool:
    """Whether a link in a menu leads to this very list by another name, or out of the column to the home page."""
    first = _without_index(page.url)
    if task.detail.get("state"):  # a later page of the list: the first one lies in its folder
        first = page.url.rpartition("/")[0] + "/"
    return is_home(url) or _without_index(url) == first


def _without_index(url: str) -> str:
    return _INDEX.sub("/", url)


def _list(link: Link, known: dict[str, Any], *, column: bool, depth: int) -> Child:
    return Child("list", link.entry.url, {"title": link.entry.title, **known, "column": column, "depth": depth})
