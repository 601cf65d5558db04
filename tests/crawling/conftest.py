"""Real servers, real crawls, a real browser: crawled once, looked at by many tests."""

import fcntl
import os
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support import run_nianbao, write_portals

from archive.database import captures, queries
from archive.database.connection import open_existing
from crawler.replicas.everything import sites
from crawler.replicas.server import Replicas


@dataclass(frozen=True)
class Visited:
    """A site, which answers no more, and the requests it got."""

    site: object
    visits: list


@dataclass(frozen=True)
class Seen:
    """The sites that were crawled."""

    served: list

    def of(self, name):
        """The site of that name."""
        return next(one for one in self.served if one.site.name == name)


@dataclass(frozen=True)
class Crawled:
    """An archive after two crawls of all replica portals, and what the servers saw."""

    directory: Path
    replicas: Seen
    runs: list
    marks: list  # how many requests each site had got after each run

    def rows(self, statement, *values):
        """The rows of a query."""
        return queries.rows(open_existing(self.directory).conn, statement, values)

    def wire(self, capture):
        """What went over the wire of a capture."""
        return captures.wire(open_existing(self.directory).conn, capture)

    def visits(self, name, run):
        """The requests a site got in one run."""
        start = self.marks[run - 1][name] if run else 0
        return self.replicas.of(name).visits[start : self.marks[run][name]]


def crawl_twice(directory):
    """Serve all replica portals and crawl them twice: how the runs ended, their marks, and what the sites saw."""
    runs, marks = [], []
    with Replicas(sites()) as replicas:
        rows = write_portals(directory / "portals.csv", replicas.portals)
        for _ in range(2):
            runs.append(run_nianbao("crawl", "--portals", rows, "--archive", directory / "archive"))
            marks.append({one.site.name: len(one.visits) for one in replicas.served})
        seen = Seen([Visited(replace(one.site, answer=None), one.visits) for one in replicas.served])
        return Crawled(directory / "archive", seen, runs, marks)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    """All replica portals, crawled twice: once for all the processes the tests run in."""
    base = tmp_path_factory.getbasetemp()
    directory = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "crawled"
    directory.mkdir(exist_ok=True)
    kept = directory / "kept.pickle"
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(crawl_twice(directory)))
        return pickle.loads(kept.read_bytes())


@pytest.fixture
def serve(tmp_path):
    """Serve sites for one test; gives the replicas and the path of their portal list."""
    opened = []

    def start(*chosen):
        replicas = Replicas(chosen)
        replicas.__enter__()
        opened.append(replicas)
        return replicas, write_portals(tmp_path / "portals.csv", replicas.portals)

    yield start
    for replicas in opened:
        replicas.__exit__()
