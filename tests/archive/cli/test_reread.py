"""`nianbao reread`: many at a time, from where it was stopped, what was withheld left alone."""

import shutil
import subprocess
import sys

import pytest
from support import environment, run_nianbao

from archive.cli.progress import Progress
from archive.clock import now
from archive.database import queries, rereads
from archive.database.connection import create_or_open, open_existing
from archive.reading import RELEASE
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

LISTED = reports("云岭乡人民政府", range(2018, 2024))
KILLED = """
import os, signal, sys
from archive import keeper
from archive.database import readings

keeper.GROUP_SECONDS = 0
real, calls = readings.store, 0

def store(*given):
    global calls
    calls += 1
    if calls == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given)

readings.store = store
from crawler.cli import main
main(sys.argv[1:])
"""
READINGS = "SELECT version, release, packed FROM reading ORDER BY 1, 2"


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    folder = tmp_path_factory.mktemp("added")
    for report in LISTED:
        (folder / f"{report.year}.html").write_text(f"<h1>{report.title}</h1>{html.fragment(report)}", "utf-8")
    assert run_nianbao("add", *sorted(folder.glob("*.html")), "--archive", folder / "archive").code == 0
    return folder / "archive"


@pytest.fixture
def kept(added, archive):
    return shutil.copytree(added, archive)


def rows(archive, statement):
    return queries.rows(open_existing(archive).conn, statement)


def killed(*arguments):
    done = subprocess.run([sys.executable, "-c", KILLED, *map(str, arguments)], env=environment(), capture_output=True)
    assert done.returncode == -9


def test_a_reread_that_was_killed_goes_on_with_the_rest_and_gives_the_same_readings(kept):
    before = rows(kept, READINGS)
    create_or_open(kept).conn.execute("UPDATE reading SET release = '1'")
    killed("reread", "--all", "--archive", kept)
    (done,) = rows(kept, "SELECT count(*) AS number FROM reading WHERE release <> '1'")
    assert done["number"] < len(LISTED)
    ran = run_nianbao("reread", "--all", "--archive", kept)
    assert "going on with the reread begun" in ran.err
    assert f"{len(LISTED) - done['number']} reports read again, 0 could not be read" in ran.err
    assert [row for row in rows(kept, READINGS) if row["release"] != "1"] == before
    view = open_existing(kept).conn
    assert rereads.due(view, RELEASE) == 0
    assert rereads.due(view, RELEASE, since=now()) == len(LISTED)  # the next one begins anew
    assert rows(kept, "SELECT * FROM counter WHERE name = 'reread --all'") == []


def test_versions_are_looked_up_some_at_a_time_and_each_once(kept, monkeypatch):
    monkeypatch.setattr(rereads, "_JOBS", rereads._JOBS.replace("LIMIT 500", "LIMIT 4"))
    view = open_existing(kept).conn
    versions = [job.version for job in rereads.version_jobs(view, None)]
    assert versions == sorted(set(versions))
    assert len(versions) == rereads.due(view, None) == len(LISTED)


def test_who_watches_sees_the_pace_and_the_time_left(capsys):
    seconds = iter([0.0, 1.0, 1.1, 100.0])
    moved = Progress(clock=lambda: next(seconds))
    for done in (5, 6, 400):
        moved(done, 1000)
    assert capsys.readouterr().err.replace("\r", "|").split("|")[1:] == [  # the second came too soon after the first
        f"{line:<60}" for line in ("5/1000  5.0/s  3:19 left", "400/1000  4.0/s  2:30 left")
    ]
