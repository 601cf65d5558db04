"""Opening an archive: ours is opened, anything else is left alone with a clear word."""

import sqlite3

import pytest

from archive.database.asking import select
from archive.database.connection import NAME, create_or_open, open_existing
from archive.errors import ArchiveUnusable, BadQuery, ForeignDatabase, NewerArchive


def test_a_new_archive_is_made_and_opened_again(archive):
    create_or_open(archive).close()
    assert open_existing(archive).execute("SELECT count(*) FROM reports").fetchone() == (0,)


def test_a_missing_archive_is_said_with_what_makes_one(archive):
    with pytest.raises(ArchiveUnusable, match="nianbao crawl"):
        open_existing(archive)
    assert not archive.exists()


def test_a_database_of_another_program_is_left_as_it_is(archive):
    archive.mkdir()
    foreign = sqlite3.connect(archive / NAME)
    foreign.execute("CREATE TABLE theirs (x)")
    foreign.commit()
    foreign.close()
    before = (archive / NAME).read_bytes()
    for way in (create_or_open, open_existing):
        with pytest.raises(ForeignDatabase, match="another program"):
            way(archive)
    assert (archive / NAME).read_bytes() == before


def test_a_file_that_is_no_database_is_left_as_it_is(archive):
    archive.mkdir()
    (archive / NAME).write_bytes(b"certainly not SQLite" * 100)
    for way in (create_or_open, open_existing):
        with pytest.raises(ForeignDatabase, match="not an SQLite database"):
            way(archive)
    assert (archive / NAME).read_bytes() == b"certainly not SQLite" * 100


def test_an_archive_of_a_newer_version_is_refused(archive):
    db = create_or_open(archive)
    db.execute("PRAGMA user_version = 999")
    db.close()
    for way in (create_or_open, open_existing):
        with pytest.raises(NewerArchive, match="newer nianbao"):
            way(archive)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveUnusable):
        create_or_open(tmp_path / "file" / "archive")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM report",
        "DROP VIEW reports",
        "INSERT INTO body VALUES ('a', 'b', '', '', '')",
        "UPDATE capture SET url = ''",
        "CREATE TABLE x (y)",
        "SELECT * FROM nothing",
        "SELEC 1",
        "SELECT 1; SELECT 2",
    ],
)
def test_queries_can_only_look(archive, statement):
    create_or_open(archive).close()
    db = open_existing(archive)
    with pytest.raises(BadQuery):
        select(db, statement)
    assert db.execute("SELECT count(*) FROM report").fetchone() == (0,)


def test_a_query_cannot_reach_other_files(archive, tmp_path):
    create_or_open(archive).close()
    other = tmp_path / "made.db"
    with pytest.raises(BadQuery):
        select(open_existing(archive), f"ATTACH DATABASE '{other}' AS other")
    assert not other.exists()
    with pytest.raises(BadQuery):
        select(open_existing(archive), f"VACUUM INTO '{other}'")
    assert not other.exists()
