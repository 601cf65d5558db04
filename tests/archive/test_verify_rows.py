"""Every reference of one row to another, every chain and every file is looked at; one test a way to break it."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from support import run_nianbao

from archive.blobs import Blobs, digest_of
from archive.captures import Capture
from archive.database import captures
from archive.database.connection import NAME, open_existing
from archive.fixity.faults import Fault
from archive.fixity.stored_bytes import Scope
from archive.keeper import Keeper
from archive.verify import verify
from tests.archive.seeing import REPORT, Reader, changed, page


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory):
    """A crawl of two versions of a report, closed; made once."""
    directory = tmp_path_factory.mktemp("two") / "archive"
    with Keeper(directory) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        reader = Reader(keeper)
        reader.see(page())
        reader.see(page(changed(REPORT, disclosure__licensing__decisions="77")))
        keeper.write(lambda c: captures.end_crawl(c, "crawl-1", "finished"))
    return directory


@pytest.fixture
def stored(two_versions, archive):
    return Path(shutil.copytree(two_versions, archive))


def found(archive, **scope):
    connection = open_existing(archive).conn
    return [one for one in verify(connection, Blobs(archive / "blobs"), Scope(**scope)) if isinstance(one, Fault)]


def spoil(archive, *statements):
    connection = sqlite3.connect(archive / NAME)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("reference", "DELETE FROM blob"),
        ("reference", "DELETE FROM body"),
        ("reference", "DELETE FROM reading"),
        ("reference", "DELETE FROM version_capture"),
        ("reference", "DELETE FROM version WHERE id = (SELECT version FROM report)"),
        ("reference", "UPDATE version SET report = 77"),
        ("reference", "UPDATE report SET version = 'gone'"),
        ("reference", "UPDATE edit SET previous = 'gone'"),
        ("reference", "DELETE FROM edit"),
        ("reference", "UPDATE change SET capture = 'gone'"),
        ("reference", "UPDATE disclosure_cell SET report = 77"),
        ("reference", "INSERT INTO blob VALUES ('00', 1, '2020')"),
        ("reference", "INSERT INTO gone VALUES ('u', '2020', 77, NULL, '2021', 3, 3, NULL)"),
        ("reference", "INSERT INTO visit (crawl, portal, started_at) VALUES ('gone', 'p', '2020')"),
        ("reference", "INSERT INTO seal VALUES ('gone', 'ed25519', 'x', x'00', '2020')"),
        ("withheld", "INSERT INTO withheld VALUES ('/etc/passwd', 'a name', NULL, '2020')"),
        ("reference", "INSERT INTO withheld VALUES ('00', 'a name', NULL, '2020')"),
        ("blob", "INSERT INTO blob VALUES ('../../../etc/passwd', 1, '2020')"),
        ("blob", "INSERT INTO blob VALUES (x'00', 'x', '2020')"),
        ("figures", "UPDATE reading SET packed = 'text'"),
        ("manifest", "UPDATE crawl SET manifest = x'ff'"),
        (
            "reference",
            "INSERT INTO request (crawl, portal, host, kind, url, fingerprint, capture)"
            " VALUES ('crawl-1', '', '', 'detail', 'u', x'00', 'gone')",
        ),
        ("figures", "UPDATE disclosure_cell SET value = 78 WHERE value = 77"),
        ("chain", "UPDATE capture SET wire = '{' WHERE position = 1"),
        ("chain", "UPDATE capture SET wire = x'00' WHERE position = 1"),
        ("chain", "UPDATE capture SET status = x'00' WHERE position = 2"),
        ("chain", "UPDATE capture SET reason = 'because' WHERE position = 2"),
        ("chain", "UPDATE capture SET reason = CAST(x'ff' AS TEXT) WHERE position = 2"),
        ("chain", "UPDATE crawl SET chain = 1, manifest = json_set(manifest, '$.chain', 1)"),
        ("chain", "UPDATE crawl SET chain = 3"),
        ("chain", "UPDATE crawl SET captures = 3, manifest = json_set(manifest, '$.captures', 3)"),
        ("manifest", "UPDATE crawl SET manifest = NULL"),
        ("manifest", "UPDATE crawl SET manifest = 'no JSON'"),
        ("manifest", "UPDATE crawl SET manifest = '[]'"),
        ("manifest", "UPDATE crawl SET manifest = json_remove(manifest, '$.head')"),
        ("manifest", "UPDATE crawl SET finished_at = '2020-01-01T00:00:00.000Z'"),
        ("manifest", "UPDATE crawl SET version = '99'"),
    ],
)
def test_what_was_changed_in_the_rows_is_a_fault_of_its_kind(stored, kind, statement):
    assert found(stored) == []
    spoil(stored, statement)
    faults = found(stored)
    assert kind in {fault.kind for fault in faults if not fault.harmless}, faults


def test_bytes_that_were_withheld_must_not_be_there(stored):
    digest = digest_of(page())
    spoil(stored, f"INSERT INTO withheld VALUES ('{digest}', 'a name', NULL, '2026')")
    assert [fault.kind for fault in found(stored, sample=0)] == ["withheld"]
    Blobs(stored / "blobs").path(digest).unlink()
    assert found(stored) == []
    kept = stored / "cache" / digest[:2] / f"{digest}-0123456789abcdef"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"what it said")
    assert [(fault.kind, fault.where) for fault in found(stored)] == [("withheld", str(kept))]
    kept.unlink()
    (stored / "archive.db.schema-3.bak").write_bytes(b"what was read from it")
    assert [(fault.kind, fault.harmless) for fault in found(stored)] == [("withheld", True)]


def test_files_left_by_a_crash_are_notes_and_those_of_a_living_writer_are_nothing(stored):
    folder = stored / "blobs" / "ab" / "cd"
    folder.mkdir(parents=True)
    (folder / f".{'ab' * 32}.{os.getpid()}").write_bytes(b"being written")
    assert found(stored) == []
    (folder / f".{'ab' * 32}.4194999").write_bytes(b"left")
    (folder / "notes.txt").write_bytes(b"not ours")
    (folder / ("0" * 64)).write_bytes(b"in the wrong folder")
    (stored / ".archive.db.schema-1.bak.partial").write_bytes(b"left")
    faults = found(stored)
    assert sorted(fault.kind for fault in faults) == ["orphan", "orphan", "temporary", "temporary"]
    assert all(fault.harmless for fault in faults)


def test_what_is_no_ordinary_file_is_no_document_and_is_not_waited_for(stored):
    path = Blobs(stored / "blobs").path(digest_of(page()))
    path.unlink()
    os.mkfifo(path)
    assert [fault.what for fault in found(stored)] == ["here is no ordinary file"]


def test_a_crawl_whose_process_is_gone_is_a_note(stored):
    spoil(stored, f"UPDATE crawl SET status = 'running', manifest = NULL, owner = '{os.uname().nodename}:4194999:00'")
    assert [(fault.kind, fault.harmless) for fault in found(stored)] == [("interrupted", True)]


def test_a_sample_or_a_moment_bounds_what_is_read_again(stored):
    blobs = Blobs(stored / "blobs")
    for digest in blobs.all_digests():
        blobs.path(digest).write_bytes(b"altered")
    assert len(found(stored)) == 2
    assert len(found(stored, sample=1)) == 1
    assert len(found(stored, since="2026-02-02")) == 1
    assert found(stored, since="2026-02-03") == []


def test_a_writer_goes_on_while_an_archive_is_verified(stored):
    spoil(stored, "UPDATE crawl SET status = 'running', manifest = NULL, finished_at = NULL")
    looked = verify(open_existing(stored).conn, Blobs(stored / "blobs"))
    kinds, seen = [], []
    with Keeper(stored) as keeper:
        for number, one in enumerate(looked):
            kinds += [one.kind] if isinstance(one, Fault) else []
            body = page(chrome=str(number))
            url, digest = f"http://a/{number}", digest_of(body)
            capture = Capture("crawl-1", None, "page", url, url, "2026-02-09", 200, "text/html", digest, len(body))
            keeper.keep(digest, body)
            seen.append(keeper.write(lambda c, capture=capture: captures.add_capture(c, capture)))
            keeper.flush()
    assert kinds == []
    assert all(future.result()[1].outcome == "stored" for future in seen)
    assert len(seen) > 5


def test_json_gives_a_line_for_each_fault_and_one_in_the_end(stored):
    Blobs(stored / "blobs").path(digest_of(page())).unlink()
    ran = run_nianbao("verify", "--json", "--since", "2026-02-01", "--archive", stored)
    fault, summary = map(json.loads, ran.out.splitlines())
    assert (ran.code, fault["kind"], fault["what"]) == (1, "blob", "these bytes are missing")
    assert fault["where"].endswith(digest_of(page()))
    assert (summary["sound"], summary["faults"], summary["captures"], summary["crawls"]) == (False, 1, 2, 1)
    assert run_nianbao("verify", "--since", "yesterday", "--archive", stored).code == 2
