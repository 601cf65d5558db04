"""What a page leads to: pure decisions from a page that was read to the URLs that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from archive.database.frontier import Task
from archive.markup import tree_of
from archive.media import DOCUMENTS, sniff
from archive.titles import read_title
from crawler.attachments import attachments
from crawler.family import Ask, Listing, Page
from crawler.focus import LEAST, MOST_STEPS, is_home, ways
from crawler.links import Link, classify, is_column_address, is_column_name, reports
from crawler.lists import column_name
from crawler.pictures import pictures
from crawler.rollups import elsewhere, told
from crawler.searching import searches
from crawler.session import Options

MOST_DEPTH = 3  # year, agency and level folders below a column
MOST_DISCLOSURE = 2  # steps from a home page to the column
_INDEX = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)
_LITTLE = 300  # characters; a report without tables, as there were until 2018, is longer
_FORM_WORDS = ("信息内容", "自然人", "结果维持", "本年新收政府信息公开申请", "申请人情况")


@dataclass(frozen=True)
class Child:
    """A URL to fetch next. `again` marks a second, rendered go at a URL."""

    kind: str
    url: str
    detail: dict[str, Any] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class Step:
    """What follows from an answer.

    `barren` says that a list held nothing that leads on surely, `problem` why the portal ends in error, `unread`
    that the page is a report to be read, `kind` what a page turned out to be, `title` what its list calls it,
    `named` how many reports it names.
    """

    children: tuple[Child, ...] = ()
    outcome: str | None = None
    reason: str | None = None
    problem: str | None = None
    kind: str | None = None
    title: str | None = None
    unread: bool = False
    barren: bool = False
    curtailed: bool = False
    named: int = 0


def list_steps(task: Task, page: Page, listing: Listing, options: Options, family: str = "") -> Step:
    """The reports, sub-columns and further pages a list page leads to; `family` has read it."""
    column = in_column(task, page)
    links = [classify(entry, in_column=column) for entry in listing.entries]
    found = reports(links, options.first_year, options.last_year)
    if not any(link.kind == "report" for link in links) and _is_report(page):
        return Step(children=_attached(task, page), kind="detail", unread=True, named=1)
    own = None if options.dry_run else _own(task, page, found)
    attached = _attached(task, page) if own else ()
    taken = {child.url for child in attached}
    agency = task.detail.get("agency")
    children = [_detail(page, link, agency) for link in found if link is not own and link.entry.url not in taken]
    children += [_ask(task, page, ask, column=column, family=family) for ask in listing.asks]
    children += _columns(task, page, links, column=column, family=family)
    children += attached
    printed: dict[str, Any] = {"kind": "detail", "title": own.entry.title, "unread": True} if own else {}
    named = {link.entry.url for link in links if link.kind == "report"}
    if listing.problem:
        return Step(tuple(children), problem=listing.problem, named=len(named), **printed)
    left_out = options.dry_run or len(found) < len(named)
    barren = not children and not named and not listing.empty_is_fine
    if barren and _is_titled_report(task) and (attached := _attached(task, page)):
        return Step(children=attached, kind="detail", unread=True, named=1)
    if barren and not task.detail.get("state"):
        return Step(barren=True, **_emptiness(task, page, links))
    last_resort = bool(children) and not named and all(c.detail.get("exploring") == LEAST for c in children)
    ends_early = barren and not links  # a later page of a list, and nothing on it
    short = left_out or ends_early or listing.shortfall > 0
    return Step(tuple(children), curtailed=short, named=len(named), barren=last_resort, **printed)


def detail_steps(task: Task, page: Page) -> Step:
    """A report's page: its attachments, and the page itself to be read."""
    attached = _attached(task, page)
    if task.detail.get("composed") and not attached and not _is_report(page) and _says_little(page):
        return Step(outcome="missing", reason="the page holds no report of this agency and year")
    return Step(children=attached, unread=True)


def in_column(task: Task, page: Page) -> bool:
    """Whether a page of a list is a column of annual reports, or one below it: there a bare year means a folder."""
    if task.detail.get("column") or is_column_name(column_name(page)):
        return True
    return bool(task.detail.get("index")) and (not is_home(page.url) or is_column_address(page.url))


def _is_report(page: Page) -> bool:
    """Whether what should be a list is a report itself: a document, or a column that prints it."""
    return sniff(page.body) in DOCUMENTS or _prints_form(page)


def _prints_form(page: Page) -> bool:
    return _has_form(page.text) or _has_form(_shown(page))


def _has_form(text: str) -> bool:
    return sum(word in text for word in _FORM_WORDS) >= 3


def _shown(page: Page) -> str:
    """The text without tags and white space: pages out of Word break their labels in two."""
    body = page.tree.body
    return "".join(body.text(deep=True).split()) if body is not None else ""


def _says_little(page: Page) -> bool:
    """Whether a page has no text of its own beside links, choices and scripts."""
    tree = tree_of(page.text)  # its own, to take from
    for node in tree.css("a, select, script, style, title"):
        node.decompose()
    return tree.body is None or len("".join(tree.body.text(deep=True).split())) < _LITTLE


def _is_titled_report(task: Task) -> bool:
    """Whether the link that led here read like a report's, and was taken for a folder for want of an agency."""
    return read_title(task.detail.get("title") or "").kind == "report"


def _own(task: Task, page: Page, found: list[Link]) -> Link | None:
    """The report a list prints itself, beside others it leads to: one of one agency and year among many."""
    own = (link for link in found if link.entry.url in (page.url, task.url))
    return next((link for link in own if link.entry.is_report or _is_report(page)), None)


def _attached(task: Task, page: Page) -> tuple[Child, ...]:
    known = task.detail.get("attachments") or ()
    addresses = dict.fromkeys(known) | dict(attachments(page))
    if not addresses and not _prints_form(page):
        addresses = dict.fromkeys(pictures(page))  # the report may be photographed pages
    return tuple(
        Child("attachment", url, {"found_on": page.url, "title": name or None}) for url, name in addresses.items()
    )


def _detail(page: Page, link: Link, folder: str | None) -> Child:
    """A report; where its link names no body, it is the one of the `folder` it lies in."""
    detail: dict[str, Any] = {"title": link.entry.title, "found_on": page.url}
    if agency := link.title.agency or folder:
        detail["agency"] = agency
    if link.title.year:
        detail["year"] = link.title.year
    if link.entry.date:
        detail["date"] = link.entry.date
    if link.entry.composed:
        detail["composed"] = True
    if link.entry.attachments:
        detail["attachments"] = list(link.entry.attachments)
    return Child("detail", link.entry.url, detail)


def _ask(task: Task, page: Page, ask: Ask, *, column: bool, family: str) -> Child:
    detail: dict[str, Any] = {"found_on": page.url, "column": column, "depth": task.detail.get("depth", 0)}
    detail |= {key: task.detail[key] for key in ("year", "agency") if key in task.detail}  # of the folder
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
    return Child("list", ask.url, detail)


def _columns(task: Task, page: Page, links: list[Link], *, column: bool, family: str) -> Iterator[Child]:
    """Columns of annual reports; below one its years and agencies; from a home page the way to one."""
    depth = task.detail.get("depth", 0)
    here = urlsplit(page.url).netloc
    inside = [link for link in links if urlsplit(link.entry.url).netloc == here]
    columns = [link for link in inside if link.kind == "column"]
    known = {"found_on": page.url, "kin": family} if family else {"found_on": page.url}
    if column:
        below = [link for link in inside if link.kind in ("year", "group", "column")] if depth < MOST_DEPTH else []
        for link in below:
            if _leads_back(task, page, link.entry.url):
                continue
            yield _list(link, known | told(link, task.detail), column=True, depth=depth + 1)
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
        asked = _ask(task, page, ask, column=False, family="")
        yield replace(asked, detail={**asked.detail, "title": "search", "depth": MOST_STEPS, "exploring": LEAST})


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


def _emptiness(task: Task, page: Page, links: list[Link]) -> dict[str, Any]:
    """How a list that gave nothing is recorded: a portal's own column must hold something."""
    if task.detail.get("depth") and links:
        return {"reason": "no report, year or agency among its links"}
    if is_home(page.url) and not task.detail.get("column"):
        return {"problem": "no column of annual reports is linked from here"}
    if not links:
        return {"problem": "the list page yields nothing"}
    return {"problem": f"none of the {len(links)} links of the list page is a report"}
