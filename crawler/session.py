"""One crawl: what it is to do, where it keeps things, and how far it is. Knows nothing of Scrapy's engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from archive import __version__
from archive.blobs import digest_of
from archive.captures import Capture
from archive.database import captures, frontier, leases
from archive.database.connection import immediate, open_existing
from archive.database.frontier import Task
from archive.keeper import Keeper
from archive.owner import new_run, owner
from crawler.addresses import AddressRules, slot
from crawler.errors import PortalBusy
from crawler.finding import Seen
from crawler.portals import Portal
from crawler.tally import Tally

IDS_AT_ONCE = 10_000
BUDGET = 5_000  # requests; the largest portals have some thousands of reports, a trap has no end
PRIORITY = {"robots": 90, "sub": 80, "attachment": 40, "detail": 30, "list": 10}  # what is begun is finished first


@dataclass(frozen=True)
class Options:
    """What a person asked of a crawl.

    `delay` is seconds between requests of one host, `timeout` seconds for one answer; None: the default. A `dry_run`
    fetches no report; a `glance` no further pages either of a list that has named one. `budget` is how many requests
    may be made for each portal.
    """

    first_year: int | None = None
    last_year: int | None = None
    limit: int | None = None
    delay: float | None = None
    timeout: float | None = None
    dry_run: bool = False
    glance: bool = False
    budget: int | None = None


@dataclass
class Session:
    """The state of a crawl that outlives a request."""

    directory: Path
    portals: Mapping[str, Portal]
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

    def __post_init__(self) -> None:
        """Prepare for `begin`."""
        self.rules = AddressRules(portal.index_url for portal in self.portals.values())
        self.view = open_existing(self.directory).conn
        self._leases = open_existing(self.directory, read_only=False).conn
        self._seen: set[bytes] = set()
        self._ids = self._numbers()

    def begin(self) -> None:
        """Open the crawl in the archive; take over what an interrupted one left."""
        self._claim_portals()
        plan = {"portals": sorted(self.portals), **vars(self.options)}
        self.keeper.write(lambda c: captures.begin_crawl(c, self.id, self.owner, __version__, plan))
        taken = {}
        for portal in self.portals.values():
            self.keeper.write(partial(frontier.save_portal, row=portal.row))
            taken[portal.name] = self.keeper.write(partial(frontier.begin_visit, crawl=self.id, portal=portal.name))
        self.keeper.flush()
        for name, future in taken.items():
            if future.result().open:
                self.tally.of(name).take_over(future.result())
            else:
                self.fresh.append(name)
        self._seen = set(frontier.fingerprints(self.view, self.id))

    def _claim_portals(self) -> None:
        """Two crawls of one portal refuse each other."""
        for name in self.portals:
            if not self.lease(f"portal {name}")[0]:
                holder = leases.holder(self.view, f"portal {name}")
                self.release(())
                msg = f"another crawl ({holder}) is at work on portal {name!r} in this archive"
                raise PortalBusy(msg)

    def budget(self, portal: str) -> int:
        """How many requests may be made for a portal: as its row says, else as the person, else BUDGET."""
        row = self.portals.get(portal)
        stated = row.params.get("budget") if row else None
        return int(stated) if stated else self.options.budget or BUDGET

    def lease(self, name: str) -> tuple[bool, float]:
        """Take a lease at once; whether we hold it, and the Unix time before which the host wants no request."""
        with immediate(self._leases):
            return leases.acquire(self._leases, name, self.owner)

    def _numbers(self) -> Iterator[int]:
        """Ids for requests, which no other process at work in this archive uses."""
        while True:
            with immediate(self._leases):
                first = frontier.reserve(self._leases, IDS_AT_ONCE)
            yield from range(first, first + IDS_AT_ONCE)

    def renew_leases(self) -> None:
        """Keep the leases while we are alive."""
        with immediate(self._leases):
            leases.renew(self._leases, self.owner)

    def release(self, next_at: Sequence[tuple[str, float]]) -> None:
        """Give all leases back."""
        with immediate(self._leases):
            leases.release(self._leases, self.owner, next_at)

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
        details = _storable(detail or {})
        carried = [details.get(name) for name in ("method", "form", "json")]
        asked = json.dumps([url, *carried, again], sort_keys=True)
        fingerprint = hashlib.blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if fingerprint in self._seen:
            return None
        self._seen.add(fingerprint)
        task = Task(
            id=next(self._ids),
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
        self.tally.of(portal).open += 1
        self.keeper.write(lambda c: frontier.add(c, task))
        return task

    def finish(self, task: Task, outcome: str, reason: str | None) -> None:
        """Record that a URL brought no bytes, and why."""
        self.keeper.write(lambda c: frontier.finish(c, task.id, outcome, reason, tries=max(task.tries, 1)))
        self._done(task, outcome, reason)

    def keep(
        self, task: Task, capture: Capture, body: bytes, *, unread: bool = False, settled: bool = True
    ) -> Future[Any]:
        """Keep a fetch and record what came of its URL, in one go."""
        self.keeper.keep(capture.digest, body)

        def write(connection: Any) -> str:
            capture_id, kept = captures.add_capture(connection, capture)
            frontier.finish(
                connection,
                task.id,
                kept.outcome,
                kept.reason,
                capture_id,
                tries=max(task.tries, 1),
                unread=unread,
            )
            return kept.outcome

        future = self.keeper.write(write)
        future.add_done_callback(self._kept)
        self.tally.captures += 1
        self.tally.rendered += capture.rendered
        self._done(task, capture.outcome if settled else None, capture.reason)
        return future

    def _kept(self, future: Future[str]) -> None:
        if future.exception() is None:
            self.tally.unchanged += future.result() == "unchanged"
            self.tally.new += future.result() == "stored"

    def _done(self, task: Task, outcome: str | None, reason: str | None) -> None:
        tally = self.tally.of(task.portal)
        self.tally.pages += 1
        if outcome and task.kind != "robots":  # to have no robots.txt is no error
            self.tally.outcome(task.portal, outcome, reason)
            self._weigh(task, outcome, reason)
        tally.open -= 1
        if tally.open == 0 and not tally.finished and task.portal in self.portals:
            self._portal_finished(task.portal)

    def _weigh(self, task: Task, outcome: str, reason: str | None) -> None:
        """What a URL that brought nothing means for its portal."""
        if task.detail.get("exploring"):
            return  # one of many ways that were tried
        if task.kind == "list" and outcome == "skipped" and task.detail.get("abroad"):
            self.note(task.portal)  # a folder on a host that is nobody's list
        elif task.kind == "list" and outcome not in ("stored", "unchanged"):
            at_the_door = outcome == "blocked" and task.detail.get("index")
            self.note(task.portal, f"{task.url}: {reason}", blocked=bool(at_the_door))
        elif task.kind == "detail" and outcome not in ("stored", "unchanged") and not task.detail.get("year"):
            self.note(task.portal)  # nobody knows whose report of which year it was
        elif task.kind == "attachment" and outcome in ("blocked", "failed"):
            self.note(task.portal)

    def note(self, portal: str, problem: str | None = None, *, blocked: bool = False) -> None:
        """Record that a portal is not read in full, and what went wrong; kept for a crawl that takes over."""
        tally = self.tally.of(portal)
        before = (tally.status, tally.reason, tally.curtailed)
        tally.curtailed = True
        if problem and blocked:
            tally.blocked = problem
        elif problem:
            tally.problems.append(problem)
        if (tally.status, tally.reason, tally.curtailed) != before and portal in self.portals:
            row = (self.id, portal, tally.status, tally.reason)
            self.keeper.write(lambda c: frontier.note_visit(c, *row, curtailed=True))

    def _portal_finished(self, name: str) -> None:
        tally = self.tally.of(name)
        tally.finished = True
        if tally.explored and not tally.named:
            self.note(name, f"no annual report was found from the home page, {tally.explored} pages were searched")
        if tally.silent and not tally.named and not tally.links and tally.status == "done" and not self.options.glance:
            self.note(name, "none of its lists names an annual report or says that it is empty")
        whole = tally.status == "done" and not tally.curtailed
        self.keeper.write(lambda c: frontier.end_visit(c, self.id, name, tally.status, tally.reason, whole_list=whole))

    def end(self, told: Callable[[str], None] = lambda _: None) -> str:
        """Close the crawl: the manifest over its captures. Portals not finished stay for the next run."""
        unfinished = [name for name in self.portals if not self.tally.of(name).finished]
        status = "interrupted" if unfinished or self.interrupted else "finished"
        manifest = self.keeper.write(lambda c: captures.end_crawl(c, self.id, status)).result()
        self.keeper.flush()
        told(status)
        self.view.close()
        self._leases.close()
        return str(manifest)


def _storable(detail: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values as they come back from the archive; half characters, which JSON of portals may hold, replaced."""
    text = json.dumps(detail, ensure_ascii=False).encode("utf-8", "replace")
    made: dict[str, Any] = json.loads(text)
    return made


def capture_of(task: Task, body: bytes, **facts: Any) -> Capture:
    """The capture of a task's answer; `facts` are the fields only the answer knows."""
    detail = task.detail
    return Capture(
        crawl=task.crawl,
        portal=task.portal,
        kind=task.kind,
        url=task.url,
        digest=digest_of(body),
        size=len(body),
        found_on=detail.get("found_on"),
        link_title=detail.get("title"),
        version=__version__,
        **facts,
    )
