"""Archives that crawls filled at times of one's choice, with documents on the disk, for joining them with others."""

import hashlib
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from archive.blobs import Blobs, digest_of
from archive.captures import Capture
from archive.corrections import Correction
from archive.database import captures, corrections, frontier, readings, revisits
from archive.database.connection import create_or_open, open_existing
from archive.database.frontier import Task
from archive.database.merge.source import opened
from archive.database.public import NAMES
from archive.database.revisits import Look
from archive.database.withheld import Tombstone
from archive.database.withholding import withhold
from archive.jobs import Job, Result, Source
from archive.keeper import Keeper
from archive.merging import Merge
from archive.models import Hints
from archive.reading import RELEASE
from archive.rechecking import recheck
from archive.verify import Fault, verify
from tests.archive.histories import History, _report

CELL = "applications.new[total]"


@lru_cache
def report(agency, year, variant):
    """A report; variants differ in one figure."""
    cells = tuple(c._replace(value=variant, text=str(variant)) if c.id == CELL else c for c in _report().cells)
    return replace(_report(), agency=agency, year=year, cells=cells)


class Crawled(History):
    """An archive; `number` keeps the crawls of one apart from those of another."""

    def __init__(self, directory, number=0):
        super().__init__(directory)
        self.directory = Path(directory)
        self.blobs = Blobs(self.directory / "blobs")
        self.crawls = number
        self.variant, self.release = 0, RELEASE

    def copy(self, directory, number):
        """A copy that goes its own way from here."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.directory, directory)
        return Crawled(directory, number)

    def see(self, portal, day, agency, year, variant=0, outcome="read", release=RELEASE, **more):
        """A crawl on a day that finds one report, with that figure in it."""
        self.variant, self.release = variant, release
        return self.crawl(portal, day, [(agency, year, outcome)], **more)

    def _add(self, crawl, portal, kind, url, detail=None):
        number = frontier.reserve(self.connection, 1)
        fingerprint = hashlib.blake2b(url.encode(), digest_size=12).digest()
        task = Task(number, crawl, portal, portal, kind, url, fingerprint, detail=detail or {})
        frontier.add(self.connection, task)
        return task

    def _ask(self, crawl, portal, day, kind, url, outcome, detail=None):
        task = self._add(crawl, portal, kind, url, detail)
        capture = None
        moment = f"{day}T00:00:00.000Z"
        if outcome in ("stored", "unchanged"):
            body = f"{url} {self.variant if kind == 'detail' else day}".encode()
            self.blobs.keep([(digest_of(body), body)])
            made = Capture(
                *(crawl, portal, kind, url, url, moment, 200, "text/html", digest_of(body), len(body)),
                wire={"response_headers": [["Date", day]]},
            )
            capture, _ = captures.add_capture(self.connection, made)
        with patch.object(frontier, "now", lambda: moment):
            frontier.finish(self.connection, task.id, outcome, None if capture else f"it is {outcome}", capture)
        if kind == "detail" and capture:
            look = Look(task.fingerprint, portal, kind, url, None, capture, None, moment, None, None, 7.0, moment)
            known = revisits.known(self.connection, task.fingerprint)
            if known is None or known.checked_at < moment:
                revisits.note(self.connection, look)
        return capture

    def _read(self, portal, agency, year, url, capture, day):
        (place,) = self.connection.execute("SELECT division FROM portal WHERE name = ?", (portal,)).fetchone()
        digest = self.connection.execute("SELECT digest FROM capture WHERE id = ?", (capture,)).fetchone()[0]
        moment = f"{day}T00:00:00.000Z"
        job = Job((Source(capture, digest, "text/html"),), Hints(), portal, url, place, moment)
        content = digest_of(f"{agency} {year} {self.variant}".encode())
        told = Result((content,), report(agency, year, self.variant), None)
        with patch.object(readings, "now", lambda: moment):
            readings.store(self.connection, job, told, self.release)

    def correct(self, day, agency, year, value):
        """A person's word on the figure, where the report is there."""
        row = self.connection.execute(
            "SELECT reports.id, reports.url, version, digest FROM reports JOIN report ON report.key = reports.id"
            " WHERE agency = ? AND reports.year = ? AND digest IS NOT NULL",
            (agency, year),
        ).fetchone()
        if row:
            said = Correction(
                row[0],
                agency,
                year,
                row[1],
                CELL,
                value,
                "number",
                None,
                "a letter",
                None,
                f"{day}T00:00:00.000Z",
                row[2],
                row[3],
            )
            corrections.take(self.connection, [said])

    def withhold(self, day, agency, year, variant):
        """What was fetched of a report with that figure goes."""
        for portal in ("p1", "p2"):
            digest = digest_of(f"http://{portal}/{agency}/{year}.html {variant}".encode())
            if self.connection.execute("SELECT 1 FROM blob WHERE digest = ?", (digest,)).fetchone():
                stone = Tombstone("", "an order", None, f"{day}T00:00:00.000Z")
                withhold(self.connection, [digest], stone, keep_figures=False)


def merged(target, *others):
    """Take others into an archive and check it again; the merges."""
    made = []
    for other in others:
        with opened(other) as source, Keeper(target) as keeper:
            made.append(Merge(source, keeper, lambda kind, one: None))
            made[-1].run()
            recheck(keeper, open_existing(target).conn)
    return made


def checked(directory):
    """An archive whose reports are all checked, as every command leaves it."""
    with Keeper(directory) as keeper:
        recheck(keeper, open_existing(directory).conn)


def public(directory):
    """What people can query, table by table, in an order that does not depend on how it came in."""
    connection = open_existing(directory).conn
    return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in NAMES}


def faults(directory):
    found = verify(open_existing(directory).conn, Blobs(Path(directory) / "blobs"))
    return [one for one in found if isinstance(one, Fault) and not one.harmless]


def empty(directory):
    """An archive without anything."""
    create_or_open(directory).close()
    return directory
