"""`nianbao export sqlite`: copies anything can read."""

import json
import shlex
import sqlite3
import subprocess
from contextlib import closing

import pytest
from support import command, environment

from archive.blobs import Blobs
from archive.database import snapshot
from archive.database.connection import create_or_open, open_existing
from archive.database.exports import one_moment
from archive.export.tables import tables
from archive.keeper import write_now
from archive.verify import Fault, verify
from tests.archive.export.conftest import AGENCY, FORMULA, KEY


def rows(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_a_copy_is_an_archive_of_one_file(run, kept, tmp_path):
    (tmp_path / "new").mkdir()
    copy = tmp_path / "new" / "archive.db"
    assert run("sqlite", copy).code == 0
    assert [path.name for path in copy.parent.iterdir()] == ["archive.db"]
    assert rows(copy, "PRAGMA journal_mode") == [("delete",)]
    connection = open_existing(tmp_path / "new").conn
    assert [found for found in verify(connection, Blobs(kept / "blobs")) if isinstance(found, Fault)] == []
    told = "SELECT * FROM reports ORDER BY id"
    assert connection.execute(told).fetchall() == open_existing(kept).conn.execute(told).fetchall()
    connection.close()


def test_a_copy_is_of_the_moment_at_which_it_began(mine, tmp_path, monkeypatch):
    """SQLite would begin anew whenever another program writes, and never end beside a crawl."""
    monkeypatch.setattr(snapshot, "_PAGES", 1)
    writer, steps = create_or_open(mine).conn, []

    def write_beside(done, pages):
        steps.append((done, pages))
        writer.execute("INSERT INTO counter VALUES (?, ?)", (f"n{len(steps)}", len(steps)))

    connection = open_existing(mine).conn
    with one_moment(connection):
        snapshot.copy(connection, tmp_path / "copy.db", write_beside)
    assert len(steps) == steps[-1][1] == steps[-1][0]  # every page once
    assert rows(tmp_path / "copy.db", "SELECT count(*) FROM counter WHERE name LIKE 'n%'") == [(0,)]
    assert rows(tmp_path / "copy.db", "PRAGMA integrity_check") == [("ok",)]


def test_a_plain_file_has_tables_with_keys_and_says_what_is_in_them(run, kept, tmp_path):
    assert run("sqlite", tmp_path / "plain.db", "--plain").code == 0
    plain = tmp_path / "plain.db"
    kinds = rows(plain, "SELECT DISTINCT type FROM sqlite_master")
    assert sorted(kinds) == [("index",), ("table",)]
    names = {
        name
        for (name,) in rows(plain, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    }
    assert names == {*tables(), "columns", "origin"} - {"attempts"}
    assert rows(plain, "PRAGMA foreign_key_check") == []
    shown = open_existing(kept).conn
    for name in ("reports", "applications", "disclosure", "findings", "coverage"):
        order = "ORDER BY 1, 2, 3, 4, 5, 6, 7"
        assert rows(plain, f"SELECT * FROM {name} {order}") == shown.execute(f"SELECT * FROM {name} {order}").fetchall()
    assert rows(plain, "SELECT link_title FROM captures WHERE link_title LIKE '=%'") == [(FORMULA,)]
    assert rows(
        plain,
        "SELECT unit, leads_to FROM columns WHERE [table] = 'applications' AND position IN (1, 3) ORDER BY position",
    ) == [
        (None, "reports.id"),
        ("件", None),
    ]
    (plan,) = rows(plain, "EXPLAIN QUERY PLAN SELECT * FROM reports WHERE year = 2022")
    assert "INDEX" in plan[3]
    assert json.loads(rows(plain, "SELECT value FROM origin WHERE name = 'archive'")[0][0])["reports"] == 3


def test_a_plain_file_may_be_of_some_reports_only(run, tmp_path):
    assert run("sqlite", tmp_path / "plain.db", "--plain", "--body", AGENCY, "--year", "2022").code == 0
    assert rows(tmp_path / "plain.db", "SELECT id FROM reports") == [(KEY,)]
    assert rows(tmp_path / "plain.db", "SELECT DISTINCT report_id FROM applications") == [(KEY,)]
    assert rows(tmp_path / "plain.db", "PRAGMA foreign_key_check") == []
    ran = run("sqlite", tmp_path / "copy.db", "--year", "2022")
    assert ran.code == 2
    assert "--plain" in ran.err


@pytest.mark.parametrize("how", [[], ["--plain"]], ids=["copy", "plain"])
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_left(kept, tmp_path, how):
    words = [str(word) for word in ("export", "sqlite", tmp_path / "out.db", "--archive", kept, *how)]
    limited = f"ulimit -f 64; exec {shlex.join(command(*words))}"
    ran = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, env=environment())
    assert ran.returncode == 2
    assert f"{tmp_path} cannot be written to" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_text_that_is_none_ends_a_plain_file_with_a_line(run, mine, tmp_path):
    write_now(mine, lambda c: c.execute("UPDATE section SET text = CAST(x'ff41' AS TEXT)"))
    ran = run("sqlite", tmp_path / "out.db", "--plain", archive=mine)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert not (tmp_path / "out.db").exists()


@pytest.mark.parametrize("how", [[], ["--plain"]])
def test_what_was_withheld_is_nowhere_in_a_copy(run, withheld, tmp_path, how):
    """Not even in a page that was freed; its tombstone is there."""
    name = "李四伍的申请"
    write_now(
        withheld,
        lambda c: c.execute(
            "UPDATE section SET text = ? WHERE report = (SELECT id FROM report WHERE key = ?)", (name, KEY)
        ),
    )
    assert name.encode() in b"".join(path.read_bytes() for path in withheld.glob("archive.db*"))
    assert run("sqlite", tmp_path / "copy.db", *how, archive=withheld).code == 0
    assert name.encode() not in (tmp_path / "copy.db").read_bytes()
    assert rows(tmp_path / "copy.db", f"SELECT status, title FROM reports WHERE id = '{KEY}'") == [("withheld", None)]
    assert rows(tmp_path / "copy.db", f"SELECT count(*) FROM applications WHERE report_id = '{KEY}'") == [(0,)]
    assert rows(tmp_path / "copy.db", "SELECT because FROM tombstones") == [("names an applicant",)]
