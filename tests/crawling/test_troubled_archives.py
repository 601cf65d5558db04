"""Crawls into archives that cannot be written: one clear line, nothing kept is lost, the next run goes on."""

import os
import sqlite3
import subprocess
import threading

import pytest
from support import run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas.figures import reports
from crawler.replicas.site import Answer, Site, page


class Heavy:
    """A site whose pages are large and each different, so that a small disk soon is full."""

    def __init__(self, count):
        self.listed = reports("云岭乡人民政府", range(2024 - count, 2024))

    def site(self):
        return Site("heavy", "云岭乡", "static", "/nb/", self.answer, self.listed)

    def answer(self, asked):
        if asked.path == "/robots.txt":
            return Answer(b"", 404)
        if asked.path == "/nb/":
            rows = "".join(f'<li><a href="/nb/{r.year}.html">{r.title}</a></li>' for r in self.listed)
            return page(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")
        year = int(asked.path.removeprefix("/nb/").removesuffix(".html"))
        report = next(r for r in self.listed if r.year == year)
        ballast = bytes.hex(os.urandom(300_000))
        return page(f"<html><!-- {ballast} --><body><h1>{report.title}</h1><p>{report.agency}</p></body></html>")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of five megabytes, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # a connection may still be open


def test_a_full_disk_stops_the_crawl_and_the_next_one_goes_on(serve, small_disk):
    archive = small_disk / "archive"
    replicas, portals = serve(Heavy(20).site())
    first = run_nianbao("crawl", "--portals", portals, "--archive", archive)
    assert first.code == 2, first.err
    assert "full" in first.err
    assert "Traceback" not in first.err
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    stored = {r["url"] for r in queries.rows(open_existing(archive).conn, "SELECT url FROM captures")}
    before = len(replicas.served[0].visits)
    second = run_nianbao("crawl", "--portals", portals, "--archive", archive)
    assert second.code == 0, second.err
    again = {replicas.served[0].address + v.path for v in replicas.served[0].visits[before:]} & stored
    assert {url for url in again if "robots" not in url} == set()
    captures = queries.rows(open_existing(archive).conn, "SELECT DISTINCT url FROM captures WHERE outcome = 'stored'")
    assert len(captures) == 1 + 20
    assert run_nianbao("verify", "--archive", archive).code == 0


def test_a_foreign_database_is_not_touched(serve, archive):
    archive.mkdir()
    database = archive / "archive.db"
    with sqlite3.connect(database) as other:
        other.execute("CREATE TABLE diary (entry TEXT)")
    other.close()
    before = database.read_bytes()
    _, portals = serve(Heavy(1).site())
    ran = run_nianbao("crawl", "--portals", portals, "--archive", archive)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert database.read_bytes() == before


def test_a_database_somebody_else_writes_to_is_waited_for(serve, archive):
    _, portals = serve(Heavy(2).site())
    assert run_nianbao("crawl", "--portals", portals, "--archive", archive, "--limit", 1).code == 0
    other = sqlite3.connect(archive / "archive.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(2, lambda: other.execute("COMMIT")).start()
    ran = run_nianbao("crawl", "--portals", portals, "--archive", archive)
    other.close()
    assert ran.code == 0, ran.err
