"""Fixity: whatever is not as it was stored is found and named."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from support import run_nianbao

from archive.database.connection import open_existing
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

LISTED = reports("云岭乡人民政府", range(2021, 2024))


@pytest.fixture(scope="module")
def three_reports(tmp_path_factory):
    """An archive of three reports, made once; each test spoils a copy of its own."""
    folder = tmp_path_factory.mktemp("three")
    files = []
    for report in LISTED:
        path = folder / f"{report.year}.html"
        path.write_text(f"<h1>{report.title}</h1>{html.fragment(report)}", encoding="utf-8")
        files.append(path)
    assert run_nianbao("add", *files, "--archive", folder / "archive").code == 0
    return folder / "archive"


@pytest.fixture
def stored(three_reports, archive):
    return Path(shutil.copytree(three_reports, archive))


def execute(archive, statement):
    connection = sqlite3.connect(archive / "archive.db")
    connection.execute(statement)
    connection.commit()
    connection.close()


def a_blob(archive):
    return next(path for path in (archive / "blobs").rglob("*") if path.is_file())


def test_an_untouched_archive_is_sound(stored):
    ran = run_nianbao("verify", "--archive", stored)
    assert (ran.code, ran.out.strip()[-5:]) == (0, "sound")
    assert "3 blobs" in ran.out


def test_altered_bytes_are_named(stored):
    path = a_blob(stored)
    path.write_bytes(path.read_bytes() + b" ")
    ran = run_nianbao("verify", "--archive", stored)
    assert ran.code == 1
    assert path.name in ran.out
    assert "not what was stored" in ran.out


def test_missing_bytes_are_named(stored):
    path = a_blob(stored)
    path.unlink()
    ran = run_nianbao("verify", "--archive", stored)
    assert ran.code == 1
    assert f"missing: {path}" in ran.out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE capture SET url = 'http://elsewhere/' WHERE position = 2",
        "UPDATE capture SET captured_at = '2020-01-01T00:00:00.000Z' WHERE position = 1",
        "DELETE FROM capture WHERE position = 2",
        "DELETE FROM capture WHERE position = 3",
        "UPDATE crawl SET manifest = json_set(manifest, '$.captures', 2)",
        "UPDATE crawl SET head = 'ff', manifest = json_set(manifest, '$.head', 'ff')",
        "UPDATE capture SET digest = (SELECT digest FROM capture c WHERE c.position = 1) WHERE position = 2",
    ],
)
def test_history_that_was_rewritten_is_found(stored, statement):
    execute(stored, statement)
    assert run_nianbao("verify", "--archive", stored).code == 1


def test_bytes_left_by_a_crash_are_a_note_and_no_fault(stored):
    folder = stored / "blobs" / "ff" / "ff"
    folder.mkdir(parents=True)
    (folder / ("f" * 64)).write_bytes(b"orphan")
    ran = run_nianbao("verify", "--archive", stored)
    assert ran.code == 0
    assert "1 note" in ran.out


def test_verify_changes_nothing(stored):
    before = {p: p.read_bytes() for p in stored.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))}
    run_nianbao("verify", "--archive", stored)
    after = {p: p.read_bytes() for p in stored.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))}
    assert before == after
    assert open_existing(stored)
