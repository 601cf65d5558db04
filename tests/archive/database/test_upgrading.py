"""Archives of every earlier schema are brought up whole, and kept beside as they were."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from support import environment, run_nianbao

from archive.blobs import digest_of
from archive.captures import Capture
from archive.database import upgrading
from archive.database.connection import APPLICATION_ID, NAME, SCHEMA_VERSION, create_or_open
from archive.database.migrations import migrations
from archive.database.public import NAMES
from archive.errors import DiskFull

BODY = b"<p>\xe5\x85\xac\xe5\xbc\x80</p>"
CRAWL = "20210101T000000Z-crawl-00000000"


def earlier(directory, schema):
    """An archive as a release of that schema left it: one crawl with two captures of chain 1, one report."""
    directory.mkdir(exist_ok=True)
    with closing(sqlite3.connect(directory / NAME, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db = Database(connection)
        names = [migration.name for migration in migrations.pending(db)]
        migrations.apply(db, stop_before=names[schema] if schema < len(names) else None)
        connection.execute(f"PRAGMA user_version = {schema}")
        connection.execute("PRAGMA journal_mode = WAL")
        _fill(connection)
    path = directory / "blobs" / digest_of(BODY)[:2] / digest_of(BODY)[2:4] / digest_of(BODY)
    path.parent.mkdir(parents=True)
    path.write_bytes(BODY)
    return directory


def _fill(connection):
    digest, before, ids = digest_of(BODY), None, []
    connection.execute("INSERT INTO blob VALUES (?, ?, '2021-01-01T00:00:00.000Z')", (digest, len(BODY)))
    for position in (1, 2):
        capture = Capture(
            CRAWL,
            None,
            "own",
            "http://a/",
            "http://a/",
            "2021-01-01T00:00:00.000Z",
            200,
            "text/html",
            digest,
            len(BODY),
        )
        made = capture.chained(before, position, chain=1)
        connection.execute(
            "INSERT INTO capture VALUES (?, ?, ?, ?, NULL, 'own', 'http://a/', 'http://a/', NULL, NULL,"
            " '2021-01-01T00:00:00.000Z', 200, 'text/html', ?, ?, 0, 'stored', NULL, NULL, '', '{}')",
            (made, before, CRAWL, position, digest, len(BODY)),
        )
        before = made
        ids.append(made)
    manifest = json.dumps({"crawl": CRAWL, "captures": 2, "head": before})
    connection.execute(
        "INSERT INTO crawl (id, started_at, status, version, captures, head, manifest)"
        " VALUES (?, '2021-01-01T00:00:00.000Z', 'finished', '', 2, ?, ?)",
        (CRAWL, before, manifest),
    )
    connection.execute("INSERT INTO body (id, name) VALUES ('甲局', '甲局')")
    connection.execute("INSERT INTO report (id, key, body, year, status) VALUES (1, '甲局:2020', '甲局', 2020, 'read')")
    connection.execute("INSERT INTO version VALUES ('v', 1, '2021-01-01', '2021-01-01')")
    connection.execute("INSERT INTO version_capture (capture, version, position) VALUES (?, 'v', 0)", (ids[0],))


@pytest.mark.parametrize("schema", range(1, SCHEMA_VERSION))
def test_every_earlier_schema_is_brought_up_and_kept(archive, schema, caplog):
    earlier(archive, schema)
    db = create_or_open(archive)
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    for name in NAMES:
        db.execute(f"SELECT * FROM {name}").fetchall()
    assert db.execute("SELECT count(*), count(DISTINCT id) FROM captures").fetchone() == (2, 2)
    assert db.execute("SELECT id, year FROM reports").fetchall() == [("甲局:2020", 2020)]
    db.close()
    copy = archive / f"{NAME}.schema-{schema}.bak"
    assert copy.name in caplog.text
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (schema,)
        assert kept.execute("SELECT count(*) FROM capture").fetchone() == (2,)
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again = create_or_open(archive)
    again.close()
    assert [path.name for path in archive.glob("*.bak")] == [copy.name]


def test_what_was_brought_up_is_sound_and_the_copy_is_an_archive(archive):
    earlier(archive, 1)
    ran = run_nianbao("verify", "--archive", archive)
    assert (ran.code, ran.out.strip()[-5:]) == (0, "sound")
    assert "schema-1.bak" in ran.err
    for path in archive.glob(f"{NAME}*"):
        if not path.name.endswith(".bak"):
            path.unlink()
    (archive / f"{NAME}.schema-1.bak").rename(archive / NAME)
    assert run_nianbao("reports", "--archive", archive).code == 0


def test_a_migration_that_fails_leaves_everything_as_it_was(archive, monkeypatch):
    earlier(archive, 2)
    before = _dump(archive)
    last = migrations.pending(Database(memory=True))[-1].name

    def fail(db, name):
        if name == last:
            msg = "it breaks in the last step"
            raise RuntimeError(msg)
        return record(db, name)

    record = migrations._record_applied
    monkeypatch.setattr(migrations, "_record_applied", fail)
    with pytest.raises(RuntimeError):
        create_or_open(archive)
    assert _dump(archive) == before
    assert list(archive.glob("*.bak")) == []


def _dump(archive):
    with closing(sqlite3.connect(archive / NAME)) as connection:
        return list(connection.iterdump()), connection.execute("PRAGMA user_version").fetchone()


def test_without_room_for_the_copy_nothing_is_changed(archive, monkeypatch):
    earlier(archive, 3)
    before = _dump(archive)
    monkeypatch.setattr(upgrading.shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    with pytest.raises(DiskFull, match="Nothing was changed"):
        create_or_open(archive)
    assert _dump(archive) == before
    assert list(archive.glob("*.bak*")) == []


def test_a_copy_that_is_there_is_never_written_over(archive):
    earlier(archive, 4)
    (archive / f"{NAME}.schema-4.bak").write_bytes(b"an older one")
    create_or_open(archive).close()
    assert (archive / f"{NAME}.schema-4.bak").read_bytes() == b"an older one"
    assert (archive / f"{NAME}.schema-4.2.bak").stat().st_size > 4096


KILLED = """
import os, signal, sys
from pathlib import Path
from archive.database.connection import create_or_open
from archive.database.migrations import migrations
steps, record = [], migrations._record_applied
def die(db, name):
    record(db, name)
    steps.append(name)
    if len(steps) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
migrations._record_applied = die
create_or_open(Path(sys.argv[1]))
"""


def test_a_kill_between_two_steps_leaves_the_earlier_schema(archive):
    earlier(archive, 1)
    before = _dump(archive)
    ran = subprocess.run([sys.executable, "-c", KILLED, archive, "2"], env=environment(), capture_output=True)
    assert ran.returncode == -signal.SIGKILL
    assert _dump(archive) == before
    db = create_or_open(archive)
    assert db.execute("SELECT count(*) FROM captures").fetchone() == (2,)


def test_two_programs_may_bring_it_up_at_once(archive):
    earlier(archive, 1)
    ran = [
        subprocess.Popen(
            [sys.executable, "-c", "import sys; from pathlib import Path; from archive.database.connection import"
             " create_or_open; create_or_open(Path(sys.argv[1])).close()", archive],
            env=environment(), stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [(one.communicate(timeout=60)[1] and 0, one.returncode)[1] for one in ran] == [0, 0]
    assert len(list(archive.glob("*.bak"))) == 1
