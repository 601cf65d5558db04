"""Crawls of a portal as the crawler records them, at times of one's choice, without fetching anything."""

from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache
from unittest.mock import patch

from archive.captures import Capture
from archive.database import captures, frontier, readings
from archive.database.connection import create_or_open
from archive.database.frontier import Task
from archive.jobs import Job, Result, Source
from archive.models import Hints
from archive.parser import parse
from archive.readers.registry import read
from archive.reading import RELEASE
from tests.archive.seeing import page


@lru_cache
def _report():
    return parse([read(page())])


class History:
    """An archive and what happened to it; every crawl is a day's work."""

    def __init__(self, directory):
        self.connection = create_or_open(directory).conn
        self.requests = 0
        self.crawls = 0

    def portal(self, name, title="", division="330411", level="county"):
        frontier.save_portal(
            self.connection, (name, title or name, division, level, "static", f"http://{name}/nb/", "", "", "")
        )

    def crawl(
        self,
        portal,
        day,
        named=(),
        *,
        status="done",
        reason=None,
        whole=True,
        finished=True,
        pages=1,
        left=(),
        found_on=None,
        **options,
    ):
        """A crawl on a day: `named` are (agency, year, what came of it), `left` those nobody asked for before the end.

        What came of it is `read`, or the outcome of its URL. The crawl's id.
        """
        self.crawls += 1
        crawl = f"{day.replace('-', '')}T000000Z-crawl-{self.crawls}"
        with ExitStack() as clocks:
            for module in (frontier, captures):
                clocks.enter_context(patch.object(module, "now", lambda: f"{day}T00:00:00.000Z"))
            captures.begin_crawl(self.connection, crawl, "", "test", options)
            frontier.begin_visit(self.connection, crawl, portal)
            for number in range(pages):
                self._ask(crawl, portal, day, "list", f"http://{portal}/nb/{number or ''}", "stored")
            for agency, year, outcome in named:
                detail = {"agency": agency, "year": year} if agency else {"year": year}
                detail |= {"found_on": found_on} if found_on else {}
                url = f"http://{portal}/{agency}/{year}.html"
                capture = self._ask(
                    crawl, portal, day, "detail", url, "stored" if outcome == "read" else outcome, detail
                )
                if outcome == "read":
                    self._read(portal, agency, year, url, capture, day)
            for agency, year in left:
                self._add(
                    crawl, portal, "detail", f"http://{portal}/{agency}/{year}.html", {"agency": agency, "year": year}
                )
            if finished:
                frontier.end_visit(self.connection, crawl, portal, status, reason, whole_list=whole)
            captures.end_crawl(self.connection, crawl, "finished" if finished else "interrupted")
        return crawl

    def _add(self, crawl, portal, kind, url, detail=None):
        self.requests += 1
        task = Task(self.requests, crawl, portal, portal, kind, url, self.requests.to_bytes(12), detail=detail or {})
        frontier.add(self.connection, task)
        return task

    def _ask(self, crawl, portal, day, kind, url, outcome, detail=None):
        task = self._add(crawl, portal, kind, url, detail)
        capture = None
        if outcome in ("stored", "unchanged"):
            capture, _ = captures.add_capture(
                self.connection,
                Capture(
                    crawl=crawl,
                    portal=portal,
                    kind=kind,
                    url=url,
                    final_url=url,
                    captured_at=f"{day}T00:00:00.000Z",
                    status=200,
                    media_type="text/html",
                    digest=f"{task.id:064x}",
                    size=1,
                ),
            )
        frontier.finish(self.connection, task.id, outcome, None if capture else f"it is {outcome}", capture)
        return capture

    def _read(self, portal, agency, year, url, capture, day):
        (place,) = self.connection.execute("SELECT division FROM portal WHERE name = ?", (portal,)).fetchone()
        report = replace(_report(), agency=agency, year=year)
        job = Job((Source(capture, capture, "text/html"),), Hints(), portal, url, place, f"{day}T00:00:00.000Z")
        readings.store(self.connection, job, Result((capture,), report, None), RELEASE)

    def rows(self, statement, *values):
        cursor = self.connection.execute(statement, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def status(self, agency, year):
        """The one status of a body and year."""
        (row,) = self.rows("SELECT status FROM coverage WHERE agency = ? AND year = ?", agency, year)
        return row["status"]

    def why(self, agency, year):
        (row,) = self.rows("SELECT * FROM coverage WHERE agency = ? AND year = ?", agency, year)
        return row
