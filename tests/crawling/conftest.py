"""Real servers, real crawls, a real browser: crawled once, looked at by many tests."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support import run_nianbao, write_portals

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas.everything import sites
from crawler.replicas.server import Replicas


@dataclass
class Crawled:
    """An archive after two crawls of all replica portals, and what the servers saw."""

    directory: Path
    replicas: Replicas
    runs: list = field(default_factory=list)
    marks: list = field(default_factory=list)  # how many requests each site had got after each run

    def rows(self, statement, *values):
        """The rows of a query."""
        return queries.rows(open_existing(self.directory).conn, statement, values)

    def visits(self, name, run):
        """The requests a site got in one run."""
        start = self.marks[run - 1][name] if run else 0
        return self.replicas.of(name).visits[start : self.marks[run][name]]


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    """All replica portals, crawled twice."""
    directory = tmp_path_factory.mktemp("crawled")
    with Replicas(sites()) as replicas:
        rows = write_portals(directory / "portals.csv", replicas.portals)
        made = Crawled(directory / "archive", replicas)
        for _ in range(2):
            made.runs.append(run_nianbao("crawl", "--portals", rows, "--archive", made.directory))
            made.marks.append({one.site.name: len(one.visits) for one in replicas.served})
        yield made


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
