"""Killed at any moment, however often: the next runs finish the work, and the archive is that of a quiet day."""

import os
import random
import signal
import subprocess

import pytest
from support import command, environment, run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas import everything, static, trs, vsb
from crawler.replicas.places import FEW

# What two archives of the same portals have in common, whenever and in how many runs they were made.
SAME = {
    "reports": "id, portal, agency, division, level, year, template, title, published_on, url, digest, status",
    "applications": "*",
    "disclosure": "*",
    "review": "*",
    "statistics": "*",
    "fields": "*",
    "sections": "*",
    "findings": "report_id, check_id, status, severity, cells, message, stage",
    "claims": "*",
    "estimates": "*",
    "changes": "*",
    "coverage": "body_id, agency, year, status, report_id",
    "version": "id",
    "blob": "digest, size",
}
LONGEST = 8.0  # seconds a run is let alone; all of one takes longer where many portals are crawled


def rows(archive, statement):
    return queries.rows(open_existing(archive).conn, statement)


def contents(archive):
    made = {}
    for table, columns in SAME.items():
        found = rows(archive, f"SELECT {columns} FROM {table}")
        made[table] = sorted(tuple(map(str, row.values())) for row in found)
    return made


def killed(arguments, seconds):
    """Run a command and kill it and all it started after so many seconds; whether it was still at work."""
    process = subprocess.Popen(
        command(*arguments),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def disturb(portals, archive, kills, seed):
    """Crawl and reread, killed at random so many times; how often each was."""
    dice = random.Random(seed)
    crawl = ("crawl", "--portals", portals, "--archive", archive)
    reread = ("reread", "--all", "--archive", archive)
    count = {"crawl": 0, "reread": 0}
    while sum(count.values()) < kills:
        what = reread if (archive / "archive.db").exists() and dice.random() < 0.25 else crawl
        count[what[0]] += killed(what, dice.uniform(0.4, LONGEST))
    return count


def assert_equal_after_kills(serve, directory, sites, kills, seed):
    _, portals = serve(*sites)
    quiet, disturbed = directory / "quiet", directory / "disturbed"
    first = run_nianbao("crawl", "--portals", portals, "--archive", quiet)
    count = disturb(portals, disturbed, kills, seed)
    last = run_nianbao("crawl", "--portals", portals, "--archive", disturbed)
    assert last.code == first.code, last.err
    assert run_nianbao("reread", "--archive", disturbed).code == 0
    calm, shaken = contents(quiet), contents(disturbed)
    for table, want in calm.items():
        assert shaken[table] == want, (table, count)
    twice = rows(
        disturbed,
        "SELECT url, count(*) AS n FROM captures WHERE NOT rendered"
        " AND (kind = 'detail' OR kind = 'attachment' AND found_on NOT IN (SELECT url FROM requests WHERE kind = 'list'))"
        " AND outcome IN ('stored', 'unchanged') AND url NOT IN (SELECT url FROM requests WHERE kind = 'list')"
        " GROUP BY url HAVING n > 1",
    )
    assert twice == []
    sound = run_nianbao("verify", "--archive", disturbed)
    assert sound.code == 0, sound.out


def test_an_archive_that_was_killed_again_and_again_is_that_of_a_quiet_day(serve, tmp_path):
    sites = [*static.sites(FEW)[:2], *trs.sites(FEW)[:1], *vsb.sites(FEW)[:1]]
    assert_equal_after_kills(serve, tmp_path, sites, kills=3, seed=1)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_two_hundred_kills(serve, tmp_path):
    assert_equal_after_kills(serve, tmp_path, everything.sites(FEW), kills=200, seed=2)
