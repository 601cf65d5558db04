import sqlite3

import pytest
from sqlite_utils import Database

from archive.database import connection
from archive.database.connection import APPLICATION_ID, NAME, SCHEMA_VERSION, create_or_open, open_existing
from archive.database.migrations import migrations
from archive.database.public import NAMES
from archive.errors import ArchiveUnusable


def first_release(directory):
    """An archive as the first release made it."""
    connection = sqlite3.connect(directory / NAME, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db = Database(connection)
    migrations.apply(db, stop_before="m002_what_is_checked")
    db.execute("CREATE VIEW findings AS SELECT check_id FROM finding")
    db.execute("INSERT INTO body VALUES ('甲局', '甲局', NULL, NULL, NULL)")
    db.execute("INSERT INTO report VALUES (1, '甲局:2020', '甲局', 2020, NULL, NULL, 'read', NULL, NULL)")
    db.execute("INSERT INTO finding VALUES (1, 1, 'A1', 'fail', 'hard', '[]', '[]', 'it does not', NULL, NULL)")
    db.execute("PRAGMA user_version = 1")
    connection.close()


def test_an_archive_of_the_first_release_is_brought_up_and_keeps_what_it_holds(tmp_path):
    first_release(tmp_path)
    db = create_or_open(tmp_path)
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert db.execute("SELECT report_id, check_id, stage FROM findings").fetchall() == [("甲局:2020", "A1", "document")]
    assert db.execute("SELECT checked FROM report").fetchall() == [(None,)]
    for name in NAMES:
        db.execute(f"SELECT * FROM {name}").fetchall()


def test_a_new_archive_has_all_public_names(tmp_path):
    db = create_or_open(tmp_path)
    for name in NAMES:
        assert db.execute(f"SELECT * FROM {name}").fetchall() == []


def test_looking_into_an_archive_of_the_first_release_brings_it_up(tmp_path):
    first_release(tmp_path)
    db = open_existing(tmp_path)
    assert db.execute("SELECT report_id, stage FROM findings").fetchall() == [("甲局:2020", "document")]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM finding")


def test_an_old_archive_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    first_release(tmp_path)

    def refuse(directory):
        msg = f"the archive is read-only: {directory}"
        raise ArchiveUnusable(msg)

    monkeypatch.setattr(connection, "create_or_open", refuse)
    with pytest.raises(ArchiveUnusable, match="earlier release"):
        open_existing(tmp_path)
