"""What a page leads to: pure decisions from a page that was read to the URLs that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from archive.database.frontier import Task
from archive.media import DOCUMENTS, HTML, sniff
from archive.placed_names import placed
from archive.titles import read_title
from crawler.attachments import MOST as MOST_FILES
from crawler.attachments import attachments
from crawler.columns import asked, columns_below
from crawler.family import Entry, Listing, Page
from crawler.focus import LEAST, is_home
from crawler.links import Link, classify, is_column_address, is_column_name, reports
from crawler.loose_ends import loose_end, says_empty
from crawler.passages import frames, passages, sent_on
from crawler.pictures import pictures
from crawler.printed import calls_itself_report, prints_form, says_little
from crawler.session import Options
from crawler.steps import Child, Step

MOST_SHELLS = 5  # pages in a row that only send on


def list_steps(task: Task, page: Page, listing: Listing, options: Options, family: str = "") -> Step:
    """The reports, sub-columns and further pages a list page leads to; `family` has read it."""
    column = in_column(task, page)
    links = [classify(entry, in_column=column) for entry in (*listing.entries, *_passages(page))]
    found = reports(links, options.first_year, options.last_year)
    named = {link.entry.url for link in links if link.kind == "report"}
    if sniff(page.body) in DOCUMENTS and not named:
        return Step(children=_attached(task, page), kind="detail", unread=True, named=1)
    own = None if options.dry_run else _own(task, page, found)
    left = _left(task, page, links, options)
    if own or (prints_form(page) and not _is_told(links)) or (not named and _is_given_report(task, page)):
        return replace(_printed(task, page, listing, links, found, options=options, family=family, own=own), left=left)
    children = list(_details(task, page, found))
    tried = 0 if named else task.detail.get("exploring", 0)
    children += [asked(task, page, ask, column=column, family=family, tried=tried) for ask in listing.asks]
    children += columns_below(task, page, links, column=column, family=family)
    if listing.problem:
        return Step(tuple(children), problem=listing.problem, named=len(named), left=left)
    if column and not task.detail.get("framed"):
        children += (_further(task, page, url, column=column, framed=True) for url in frames(page))
    loose = loose_end(task, page, listing, links) if column else ""
    barren = not children and not named and not listing.empty_is_fine
    if barren:
        step = _barren(task, page, links, column=column)
        step = replace(step, silent=not step.named and not says_empty(page))
        return replace(step, reason=loose, curtailed=True) if loose and not step.children else step
    last = bool(children) and not named and all(c.detail.get("exploring") == LEAST for c in children)
    short = options.dry_run or len(found) < len(named) or listing.shortfall > 0 or bool(loose)
    step = Step(tuple(children), reason=loose or None, curtailed=short, named=len(named), barren=last, left=left)
    return replace(step, silent=not named and not says_empty(page))


def _left(task: Task, page: Page, links: list[Link], options: Options) -> tuple[Child, ...]:
    """The reports a list names whose years were not asked for."""
    found = {link.entry.url for link in reports(links, options.first_year, options.last_year)}
    return tuple(_details(task, page, (one for one in reports(links, None, None) if one.entry.url not in found)))


def _barren(task: Task, page: Page, links: list[Link], *, column: bool) -> Step:
    """A page that names nothing: a shell, a report in a file, or a list that is empty or at its end."""
    if onward := _sent_on(task, page):
        return Step(children=(_further(task, page, onward, column=column, shells=task.detail.get("shells", 0) + 1),))
    if (_is_titled_report(task) or calls_itself_report(page)) and (attached := _attached(task, page)):
        return Step(children=attached, kind="detail", unread=True, named=1)
    if not task.detail.get("state"):
        return Step(barren=True, **_emptiness(task, page, links))
    return Step(curtailed=not links)  # a later page of a list, and nothing on it


def _passages(page: Page) -> tuple[Entry, ...]:
    return tuple(passages(page)) if sniff(page.body) == HTML else ()


def _printed(task: Task, page: Page, listing: Listing, links: list[Link], found: list[Link], **known: Any) -> Step:
    """A list that prints a report: this one is read where it stands, the others are where the list leads.

    `own` is the list's own line for it, where it has one. A file the page links as a report is the printed
    one's where that line is of the same year; without a line it is another's.
    """
    own: Link | None = known["own"]
    column, family, options = in_column(task, page), known["family"], known["options"]
    others = [link for link in found if link is not own]
    named = {link.entry.url for link in links if link.kind == "report"}
    ours = {link.entry.url for link in others if own and link.title.year in (None, own.title.year)}
    attached = [child for child in _attached(task, page) if child.url in ours or child.url not in named]
    taken = {child.url for child in attached}
    children = [*attached, *_details(task, page, (link for link in others if link.entry.url not in taken))]
    children += [asked(task, page, ask, column=column, family=family) for ask in listing.asks]
    if column:  # what else a report's page links is the way out of the column
        years = [link for link in links if link.kind == "year"]
        children += columns_below(task, page, years, column=True, family=family)
    return Step(
        tuple(children),
        problem=listing.problem,
        kind="detail",
        title=own.entry.title if own else None,
        unread=True,
        curtailed=options.dry_run or len(found) < len(named) or listing.shortfall > 0,
        named=len(named | {own.entry.url if own else page.url}),
    )


def detail_steps(task: Task, page: Page) -> Step:
    """A report's page: its attachments, and the page itself to be read."""
    if page.url != task.url and (is_home(page.url) or page.url == task.detail.get("found_on")):
        return Step(outcome="missing", reason="the address leads to the home page or back to the list")
    attached = _attached(task, page)
    if task.detail.get("composed") and not attached and not _is_report(page) and says_little(page):
        return Step(outcome="missing", reason="the page holds no report of this agency and year")
    if len(attached) >= MOST_FILES:
        return Step(
            children=attached, unread=True, curtailed=True, reason=f"no more than {MOST_FILES} files are fetched"
        )
    return Step(children=attached, unread=True)


def refused_steps(task: Task, outcome: str) -> Step:
    """A request the server refuses: what its family wants asked in its place."""
    instead = task.detail.get("otherwise")
    if not instead or outcome == "stored":
        return Step()
    return Step(children=(Child("list", instead["url"], instead["detail"]),))


def in_column(task: Task, page: Page) -> bool:
    """Whether a page of a list is a column of annual reports, or one below it: there a bare year means a folder."""
    if task.detail.get("column") or is_column_name(page.column_name):
        return True
    return bool(task.detail.get("index")) and (not is_home(page.url) or is_column_address(page.url))


def _sent_on(task: Task, page: Page) -> str:
    """Where a shell sends on; a chain of shells is left after some."""
    return sent_on(page) if task.detail.get("shells", 0) < MOST_SHELLS else ""


def _further(task: Task, page: Page, url: str, *, column: bool, **more: Any) -> Child:
    """A page that stands for this one: as deep, of the same column."""
    kept = ("title", "year", "framed", "kin")
    detail: dict[str, Any] = {key: task.detail[key] for key in kept if key in task.detail}
    detail |= {"found_on": page.url, "column": column, "depth": task.detail.get("depth", 0), **more}
    return Child("list", url, detail)


def _is_report(page: Page) -> bool:
    """Whether what should be a list is a report itself: a document, or a column that prints it."""
    return sniff(page.body) in DOCUMENTS or prints_form(page)


def _is_titled_report(task: Task) -> bool:
    """Whether the link that led here read like a report's, and was taken for a folder for want of an agency."""
    return read_title(task.detail.get("title") or "").kind == "report"


def _is_given_report(task: Task, page: Page) -> bool:
    """Whether the address somebody gave is that of a report without a form, as there were until 2018."""
    return bool(task.detail.get("index")) and calls_itself_report(page) and not says_little(page)


def _own(task: Task, page: Page, found: list[Link]) -> Link | None:
    """The report a list prints itself, beside others it leads to: one of one agency and year among many."""
    own = (link for link in found if link.entry.url in (page.url, task.url))
    return next((link for link in own if link.entry.is_report or _is_report(page)), None)


def _is_told(links: list[Link]) -> bool:
    """Whether the family knows where each report stands: what this page prints beside is then one of another list."""
    return any(link.entry.is_report for link in links)


def _attached(task: Task, page: Page) -> tuple[Child, ...]:
    known = task.detail.get("attachments") or ()
    addresses = dict.fromkeys(known) | dict(attachments(page))
    if not addresses and not prints_form(page):
        addresses = dict.fromkeys(pictures(page))  # the report may be photographed pages
    return tuple(
        Child("attachment", url, {"found_on": page.url, "title": name or None}) for url, name in addresses.items()
    )


def _details(task: Task, page: Page, links: Iterable[Link]) -> Iterator[Child]:
    """Reports: where a link names no body, of the folder it lies in; where no place, of the folder's or the list's."""
    folder = task.detail.get("agency")
    place = folder or page.column_name
    for link in links:
        yield _detail(page, link, placed(link.title.agency, place) if link.title.agency else folder)


def _detail(page: Page, link: Link, agency: str | None) -> Child:
    detail: dict[str, Any] = {"title": link.entry.title, "found_on": page.url}
    if agency:
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


def _emptiness(task: Task, page: Page, links: list[Link]) -> dict[str, Any]:
    """How a list that gave nothing is recorded: a portal's own column must hold something."""
    if task.detail.get("depth") and links:
        return {"reason": "no report, year or agency among its links"}
    if is_home(page.url) and not task.detail.get("column"):
        return {"problem": "no column of annual reports is linked from here"}
    if not links:
        return {"problem": "the list page yields nothing"}
    return {"problem": f"none of the {len(links)} links of the list page is a report"}
