"""One crawl: what it is to do, where it keeps things, and how far it is. Knows nothing of Scrapy's engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from archive import __version__
from archive.database import captures, frontier, leases, revisits
from archive.database.connection import open_existing
from archive.database.frontier import Task
from archive.keeper import Keeper
from archive.owner import new_run, owner
from crawler.addresses import AddressRules, slot
from crawler.claims import Claims
from crawler.errors import PortalBusy
from crawler.finding import Seen, titled
from crawler.items import Fetched
from crawler.portals import Portal
from crawler.revisiting import Revisit, conditions, is_later, remember
from crawler.tally import ALONE, Tally
from crawler.unchanged import NOT_MODIFIED
from crawler.unlisted import asks_for_unlisted

BUDGET = 5_000  # requests; the largest portals have some thousands of reports, a trap has no end
PRIORITY = {"robots": 90, "sub": 80, "attachment": 40, "detail": 30, "list": 10}  # what is begun is finished first


@dataclass(frozen=True)
class Options:
    """What a person asked of a crawl.

    `delay` is seconds between requests of one host, `timeout` seconds for one answer; None: the default. A `dry_run`
    fetches no report; a `glance` no further pages either of a list that has named one. `budget` is how many requests
    may be made for each portal; `revisit` says which reports that are kept are asked for again; `portal_list` is the
    list of portals that was named, if one was.
    """

    first_year: int | None = None
    last_year: int | None = None
    limit: int | None = None
    delay: float | None = None
    timeout: float | None = None
    dry_run: bool = False
    glance: bool = False
    budget: int | None = None
    revisit: Revisit = "due"
    portal_list: Path | None = None


@dataclass
class Session:
    """The state of a crawl that outlives a request."""

    directory: Path
    portals: dict[str, Portal]
    options: Options
    keeper: Keeper
    id: str = field(default_factory=lambda: new_run("crawl"))
    owner: str = field(default_factory=owner)
    tally: Tally = field(default_factory=Tally)
    spider: str = "nianbao"
    fresh: list[str] = field(default_factory=list)  # portals to begin from their index page
    found: list[tuple[str, str, str]] = field(default_factory=list)  # dry run: portal, title, address
    seen: list[Seen] = field(default_factory=list)  # glance: the pages of lists
    interrupted: bool = False
    send: Callable[[Task], None] | None = None  # hands a task to the engine, once there is one
    resting: dict[str, float] = field(default_factory=dict)  # hosts that are not asked, and until when (Unix time)

    def __post_init__(self) -> None:
        """Prepare for `begin`."""
        self.rules = AddressRules(portal.index_url for portal in self.portals.values())
        self.view = open_existing(self.directory).conn
        self.claims = Claims(self.directory, self.owner)
        self._asked: dict[bytes, str] = {}  # fingerprints of URLs, each with the portal that asked first

    def begin(self) -> None:
        """Open the crawl in the archive; take over what an interrupted one left."""
        self._claim_portals()
        named = self.options.portal_list and str(self.options.portal_list)
        plan = {"portals": sorted(self.portals), **vars(self.options), "portal_list": named}
        self.keeper.write(lambda c: captures.begin_crawl(c, self.id, self.owner, __version__, plan))
        taken = {}
        for name, portal in list(self.portals.items()):
            called = frontier.portal_called(self.view, name) if portal.is_untitled else None
            if called and called[0]:  # by its site, in an earlier crawl
                self.portals[name] = replace(portal, title=called[0], division=called[1], level=called[2])
        for portal in self.portals.values():
            self.keeper.write(partial(frontier.save_portal, row=portal.row))
            taken[portal.name] = self.keeper.write(partial(frontier.begin_visit, crawl=self.id, portal=portal.name))
        self.keeper.flush()
        for name, future in taken.items():
            if future.result().open:
                self.tally.of(name).take_over(future.result())
            else:
                self.fresh.append(name)
        self._asked = dict(frontier.fingerprints(self.view, self.id))

    def _claim_portals(self) -> None:
        """Two crawls of one portal refuse each other."""
        for name in self.portals:
            if not self.claims.lease(f"portal {name}")[0]:
                holder = leases.holder(self.view, f"portal {name}")
                self.claims.release(())
                msg = f"another crawl ({holder}) is at work on portal {name!r} in this archive"
                raise PortalBusy(msg)

    def budget(self, portal: str) -> int:
        """How many requests may be made for a portal: as its row says, else as the person, else BUDGET."""
        row = self.portals.get(portal)
        stated = row.params.get("budget") if row else None
        return int(stated) if stated else self.options.budget or BUDGET

    def introduce(self, name: str, site: str, site_code: str) -> None:
        """What its own page says of the site of a portal: the title of one that was given by its address alone."""
        portal = self.portals[name]
        if portal.is_untitled and site:
            self.portals[name] = known = titled(portal, site, site_code)
            self.keeper.write(lambda c: frontier.save_portal(c, known.row))

    def task(
        self,
        portal: str,
        kind: str,
        url: str,
        *,
        detail: Mapping[str, Any] | None = None,
        parent: int | None = None,
        again: bool = False,
    ) -> Task | None:
        """A URL to fetch, recorded; None when this crawl already has it. `again` allows a second, rendered go."""
        details = storable(detail or {})
        fingerprint = self._new(portal, kind, url, details, again=again)
        if fingerprint is None:
            if kind == "attachment" and parent is not None:  # the file is this page's, too
                row = (next(self.claims.numbers), self.id, portal, parent, _fingerprint([url, parent]))
                first = _fingerprint([url, None, None, None, again])
                self.keeper.write(lambda c: frontier.share(c, first, *row))
            return None
        look = revisits.known(self.view, fingerprint)
        if look and look.capture and kind != "list" and not details.get("whole"):  # a list is never taken on trust
            details |= self._conditions(look.capture, details)
        task = Task(
            id=next(self.claims.numbers),
            crawl=self.id,
            portal=portal,
            host=slot(url),
            kind=kind,
            url=url,
            fingerprint=fingerprint,
            detail=details,
            parent=parent,
            priority=details.get("exploring") or PRIORITY[kind],
        )
        if look and kind == "detail" and not again and is_later(look, self.options.revisit):
            reason = f"looked at on {look.checked_at[:10]}, due again on {look.due_at[:10]}"
            self.keeper.write(lambda c: revisits.put_off(c, task, look, reason))
            self.tally.of(portal).later += 1
            return None
        self.keeper.write(lambda c: frontier.add(c, task))
        self.tally.of(portal).open += 1
        return task

    def _conditions(self, capture: str, details: Mapping[str, Any]) -> dict[str, Any]:
        """What a request carries so that the server need not send again what is kept."""
        if any(details.get(name) for name in ("method", "form", "json", "render")):
            return {}
        kept = revisits.kept(self.view, capture)
        asked = conditions(kept) if kept and kept.digest in self.keeper.blobs else {}
        return {"known": capture, "conditions": asked} if asked else {}

    def _new(self, portal: str, kind: str, url: str, details: Mapping[str, Any], *, again: bool) -> bytes | None:
        """The fingerprint of what nobody has asked for in this crawl; None where somebody has.

        A page on the way to a column is its portal's own: it leads a portal that begins there elsewhere.
        """
        carried = [details.get(name) for name in ("method", "form", "json")]
        everybody, own = _fingerprint([url, *carried, again]), _fingerprint([url, *carried, again, portal])
        on_the_way = kind == "list" and not details.get("column")
        first = self._asked.get(own) or self._asked.get(everybody)
        if first == portal or (first and not on_the_way and not self.options.glance):
            self.tally.of(portal).shares |= {first} - {portal}
            return None
        fingerprint = own if on_the_way or self.options.glance else everybody
        self._asked[fingerprint] = portal
        return fingerprint

    def finish(self, task: Task, outcome: str, reason: str | None) -> None:
        """Record that a URL brought no bytes, and why."""

        def write(connection: Any) -> None:
            frontier.finish(connection, task.id, outcome, reason, tries=max(task.tries, 1))
            remember(connection, task, outcome, None, None)

        self.keeper.write(write)
        self._done(task, outcome, reason)

    def keep(self, item: Fetched) -> Future[Any]:
        """Keep a fetch and record what came of its URL, in one go."""
        task, capture = item.task, item.capture
        if item.body is not None:
            self.keeper.keep(capture.digest, item.body)

        def write(connection: Any) -> str:
            capture_id, kept = captures.add_capture(connection, capture)
            outcome, reason, tries = kept.outcome, kept.reason, max(task.tries, 1)
            frontier.finish(connection, task.id, outcome, reason, capture_id, tries=tries, unread=item.unread)
            remember(connection, task, outcome, capture_id if kept.status != NOT_MODIFIED else None, item.said)
            return outcome

        future = self.keeper.write(write)
        future.add_done_callback(self._kept)
        self.tally.captures += 1
        self.tally.rendered += capture.rendered
        self._done(task, capture.outcome if item.settled else None, capture.reason)
        return future

    def _kept(self, future: Future[str]) -> None:
        if future.exception() is None:
            self.tally.unchanged += future.result() == "unchanged"
            self.tally.new += future.result() == "stored"

    def _done(self, task: Task, outcome: str | None, reason: str | None) -> None:
        tally = self.tally.of(task.portal)
        self.tally.pages += outcome != "skipped"
        if outcome and task.kind != "robots" and not task.detail.get("exploring"):  # what may not be there is no error
            self.tally.outcome(task.portal, outcome, reason)
            self._weigh(task, outcome, reason)
        tally.open -= 1
        if tally.open == 0:
            self.settle(task.portal)

    def _weigh(self, task: Task, outcome: str, reason: str | None) -> None:
        """What a URL that brought nothing means for its portal."""
        if task.kind == "list" and outcome == "skipped" and task.detail.get("abroad"):
            self.note(task.portal)  # a folder on a host that is nobody's list
        elif task.kind == "list" and outcome not in ("stored", "unchanged"):
            at_the_door = outcome == "blocked" and task.detail.get("index")
            self.note(task.portal, f"{task.url}: {reason}", blocked=bool(at_the_door))
        elif task.detail.get("unlisted"):
            return  # what no list names says nothing of the lists
        elif task.kind == "detail" and outcome not in ("stored", "unchanged") and not task.detail.get("year"):
            self.note(task.portal)  # nobody knows whose report of which year it was
        elif task.kind == "attachment" and outcome in ("blocked", "failed"):
            self.note(task.portal)

    def note(
        self, portal: str, problem: str | None = None, *, blocked: bool = False, remark: str | None = None
    ) -> None:
        """Record that a portal is not read in full, and what went wrong or why; kept for a crawl that takes over."""
        tally = self.tally.of(portal)
        before = (tally.status, tally.said, tally.curtailed)
        tally.curtailed = True
        tally.remark = tally.remark or remark
        if problem and blocked:
            tally.blocked = problem
        elif problem:
            tally.problems.append(problem)
        if (tally.status, tally.said, tally.curtailed) != before and portal in self.portals:
            row = (self.id, portal, tally.status, tally.said)
            self.keeper.write(lambda c: frontier.note_visit(c, *row, curtailed=True))

    def has_reports(self, portal: str) -> bool:
        """Whether lists of a portal have named reports, its own or those another portal had asked for before it."""
        return any(self.tally.of(one).named for one in (portal, *self.tally.of(portal).shares))

    def settle(self, portal: str) -> None:
        """End a portal that has nothing open, and those that shared its pages, once all these pages are there."""
        for name in self.portals:
            tally = self.tally.of(name)
            ready = not tally.finished and not any(self.tally.of(one).open for one in (name, *tally.shares))
            if ready and (name == portal or portal in tally.shares) and not asks_for_unlisted(self, name):
                self._portal_finished(name)

    def _portal_finished(self, name: str) -> None:
        (tally := self.tally.of(name)).finished = True
        for other in map(self.tally.of, sorted(tally.shares)):
            if other.status != "done" or other.curtailed:  # its pages stand for ours, and so does what went wrong
                self.note(name, remark="a portal of this crawl that shares pages with it was not read in full")
        if tally.explored and not self.has_reports(name):
            none = f"{ALONE}, and no column that names it was found around it"
            whence = none if tally.alone else "no annual report was found from the home page"
            self.note(name, f"{whence}, {tally.explored} pages were searched")
        silent = tally.silent and not tally.links and not self.has_reports(name) and not self.options.glance
        if silent and tally.status == "done":
            self.note(name, "none of its lists names an annual report or says that it is empty")
        whole = tally.status == "done" and not tally.curtailed
        self.keeper.write(lambda c: frontier.end_visit(c, self.id, name, tally.status, tally.said, whole_list=whole))

    def end(self, told: Callable[[str], None] = lambda _: None) -> str:
        """Close the crawl: the manifest over its captures. Portals not finished stay for the next run."""
        unfinished = [name for name in self.portals if not self.tally.of(name).finished]
        status = "interrupted" if unfinished or self.interrupted else "finished"
        manifest = self.keeper.write(lambda c: captures.end_crawl(c, self.id, status)).result()
        self.keeper.flush()
        told(status)
        self.view.close()
        self.claims.close()
        return str(manifest)


def _fingerprint(asked: list[Any]) -> bytes:
    text = json.dumps(asked, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def storable(detail: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values as they come back from the archive; half characters, which JSON of portals may hold, replaced."""
    text = json.dumps(detail, ensure_ascii=False).encode("utf-8", "replace")
    made: dict[str, Any] = json.loads(text)
    return made
