"""A damaged archive is put right as far as that is safe; whatever was there before is still there after."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import Ran, run_nianbao

from archive.blobs import Blobs, digest_of
from archive.captures import Capture
from archive.cli.repairing import repair as repair_command
from archive.cli.verifying import verify as verify_command
from archive.database import captures, leases, texts
from archive.database.connection import NAME, open_existing
from archive.keeper import Keeper
from tests.archive.seeing import REPORT, Reader, changed, page

DEAD = f"{os.uname().nodename}:4194999:00"
MANY = 300


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A closed crawl of two versions of a report and of many pages; made once."""
    directory = tmp_path_factory.mktemp("whole") / "archive"
    with Keeper(directory) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        reader = Reader(keeper)
        reader.see(page())
        reader.see(page(changed(REPORT, disclosure__licensing__decisions="77")))
        for number in range(MANY):
            body = b"page %d" % number
            url, digest = f"http://a/{number}", digest_of(body)
            keeper.keep(digest, body)
            capture = Capture("crawl-1", None, "page", url, url, "2026-02-09", 200, "text/html", digest, len(body))
            keeper.write(lambda c, capture=capture: captures.add_capture(c, capture))
        keeper.write(lambda c: captures.end_crawl(c, "crawl-1", "finished"))
    return directory


@pytest.fixture
def stored(whole, archive):
    return Path(shutil.copytree(whole, archive))


def execute(archive, *statements):
    with closing(sqlite3.connect(archive / NAME)) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements][-1]


def run(command, archive, *options):
    """A command in this process, which saves starting one for each."""
    ran = CliRunner().invoke(command, ["--archive", str(archive), *map(str, options)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def repair(archive, *options):
    return run(repair_command, archive, *options)


def is_sound(archive):
    ran = run(verify_command, archive)
    return ran.code == 0, ran.out


def contents(folder):
    """Every file but SQLite's own log and index of it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {path.relative_to(folder): path.read_bytes() for path in found}


def damage_pages(archive, table, count=1):
    """Overwrite leaf pages of a table as a dying disk does."""
    with closing(sqlite3.connect(archive / NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    raw = bytearray((archive / NAME).read_bytes())
    start = (root - 1) * size
    kind = raw[start]
    assert kind in (2, 5), "the table is of one page only"
    cells = int.from_bytes(raw[start + 3 : start + 5], "big")
    for number in range(min(count, cells)):
        at = start + int.from_bytes(raw[start + 12 + 2 * number :][:2], "big")
        child = int.from_bytes(raw[at : at + 4], "big")
        raw[(child - 1) * size : child * size] = b"\xee" * size
    (archive / NAME).write_bytes(raw)


def test_a_sound_archive_needs_none_and_is_left_as_it_is(stored):
    before = contents(stored)
    for options in ((), ("--yes",)):
        ran = repair(stored, *options)
        assert (ran.code, ran.out.strip()) == (0, "nothing to repair")
    assert contents(stored) == before


def test_without_yes_nothing_is_changed(stored):
    Blobs(stored / "blobs").path(digest_of(b"page 7")).write_bytes(b"altered")
    execute(stored, "UPDATE disclosure_cell SET value = 78 WHERE value = 77", "DELETE FROM blob WHERE size < 7")
    before = contents(stored)
    ran = repair(stored)
    assert ran.code == 1
    assert "would  write the figures to query anew" in ran.out
    assert contents(stored) == before


def test_figures_are_written_anew_from_the_reading(stored):
    before = execute(stored, "SELECT * FROM disclosure_cell ORDER BY 1, 2, 3")
    findings = execute(stored, "SELECT * FROM finding ORDER BY 1, 2")
    execute(stored, "UPDATE disclosure_cell SET value = 78 WHERE value = 77", "DELETE FROM review_row")
    assert repair(stored, "--yes").code == 0
    assert execute(stored, "SELECT * FROM disclosure_cell ORDER BY 1, 2, 3") == before
    assert {row[2] for row in findings} <= {row[0] for row in execute(stored, "SELECT check_id FROM finding")}
    assert is_sound(stored)[0]


def test_crawls_and_leases_of_dead_processes_are_closed_and_others_left(stored):
    with Keeper(stored) as keeper:
        for crawl, owner in (
            ("dead", DEAD),
            ("elsewhere", "another-host:7:00"),
            ("alive", f"{os.uname().nodename}:{os.getpid()}:00"),
        ):
            keeper.write(lambda c, crawl=crawl: captures.begin_crawl(c, crawl, "", "test", {}))
            keeper.write(
                lambda c, crawl=crawl, owner=owner: c.execute("UPDATE crawl SET owner = ? WHERE id = ?", (owner, crawl))
            )
        keeper.write(lambda c: leases.acquire(c, "portal:a", DEAD))
    assert repair(stored, "--yes").code == 0
    found = dict(execute(stored, "SELECT id, status FROM crawl"))
    assert found == {"crawl-1": "finished", "dead": "interrupted", "elsewhere": "running", "alive": "running"}
    assert execute(stored, "SELECT count(*) FROM lease WHERE until > 0") == [(0,)]
    assert is_sound(stored)[0]


def test_missing_and_altered_documents_come_from_another_archive(stored, whole):
    blobs = Blobs(stored / "blobs")
    lost, wrong = blobs.path(digest_of(b"page 1")), blobs.path(digest_of(b"page 2"))
    lost.unlink()
    wrong.write_bytes(b"altered")
    alone = repair(stored, "--yes")
    assert alone.code == 1
    assert alone.out.count("no archive given with --from has them") == 2
    assert wrong.read_bytes() == b"altered"
    ran = repair(stored, "--yes", "--from", whole)
    assert ran.code == 0, ran.out
    assert (lost.read_bytes(), wrong.read_bytes()) == (b"page 1", b"page 2")
    assert (stored / "orphans" / f"{wrong.name}.altered").read_bytes() == b"altered"
    assert is_sound(stored)[0]


def test_a_copy_that_is_damaged_itself_is_not_taken(stored, whole, tmp_path):
    other = Path(shutil.copytree(whole, tmp_path / "other"))
    for archive in (stored, other):
        Blobs(archive / "blobs").path(digest_of(b"page 1")).write_bytes(b"altered")
    assert repair(stored, "--yes", "--from", other).code == 1
    assert Blobs(stored / "blobs").path(digest_of(b"page 1")).read_bytes() == b"altered"


def test_withheld_bytes_are_not_brought_back(stored, whole):
    digest = digest_of(b"page 1")
    execute(stored, f"INSERT INTO withheld VALUES ('{digest}', 'a name', NULL, '2026')")
    Blobs(stored / "blobs").path(digest).unlink()
    assert repair(stored, "--yes", "--from", whole).out.strip() == "nothing to repair"
    assert digest not in Blobs(stored / "blobs")


def test_rows_of_documents_that_captures_name_are_entered_again(stored):
    execute(stored, "DELETE FROM blob WHERE size < 7")
    assert repair(stored, "--yes").code == 0
    assert is_sound(stored)[0]


def test_unfinished_files_go_where_they_belong_and_no_byte_is_lost(stored):
    blobs = Blobs(stored / "blobs")
    whole_one, part, digest = b"page 1", b"half a pa", digest_of(b"page 1")
    blobs.path(digest).rename(blobs.path(digest).with_name(f".{digest}.4194999"))
    blobs.path(digest_of(b"page 2")).with_name(f".{digest_of(b'page 2')}.4194999").write_bytes(part)
    orphan = digest_of(b"nobody's")
    blobs.keep([(orphan, b"nobody's")])
    (stored / ".archive.db.schema-1.bak.partial").write_bytes(b"half a copy")
    ran = repair(stored, "--yes")
    assert ran.code == 0, ran.out
    assert blobs.read(digest) == whole_one
    assert [path.read_bytes() for path in (stored / "orphans").iterdir()] == [part]
    assert orphan in blobs
    assert not (stored / ".archive.db.schema-1.bak.partial").exists()
    assert is_sound(stored)[0]


def test_a_damaged_page_costs_at_most_its_rows_and_the_damaged_file_is_kept(stored):
    damage_pages(stored, "capture")
    damage_pages(stored, "blob")
    damaged = (stored / NAME).read_bytes()
    assert is_sound(stored)[0] is False
    assert repair(stored).code == 1
    assert (stored / NAME).read_bytes() == damaged
    ran = repair(stored, "--yes")
    assert "lost   table capture" in ran.out
    (kept,) = stored.glob(f"{NAME}.damaged-*Z")
    assert kept.read_bytes() == damaged
    assert execute(stored, "PRAGMA integrity_check") == [("ok",)]
    (rows,) = execute(stored, "SELECT count(*) FROM capture")
    lost = ran.out.count("of capture\n")
    assert rows[0] + lost == MANY + 2
    assert 0 < lost < 60
    assert open_existing(stored).execute("SELECT count(*) FROM reports").fetchone() == (1,)
    assert texts.find(open_existing(stored).conn, ["公开"])  # the index of words is made anew
    faults = is_sound(stored)[1]
    assert "the chain of crawl-1 is broken" in faults  # what was lost is not hidden
    assert "names a blob that is not there" not in faults


def test_a_damaged_index_costs_nothing(stored):
    before = {table: execute(stored, f"SELECT * FROM {table} ORDER BY 1") for table in ("capture", "blob", "reading")}
    damage_pages(stored, "capture_url", 2)
    ran = repair(stored, "--yes")
    assert ran.code == 0, ran.out
    assert {table: execute(stored, f"SELECT * FROM {table} ORDER BY 1") for table in before} == before
    assert is_sound(stored)[0]


def test_a_database_of_which_nothing_can_be_read_is_left(stored):
    raw = b"\xee" * 4096 + (stored / NAME).read_bytes()[4096:]
    (stored / NAME).write_bytes(raw)
    ran = repair(stored, "--yes")
    assert ran.code == 2
    assert "blobs/ do not depend on it" in ran.err
    assert (stored / NAME).read_bytes() == raw
    assert list(stored.glob("*damaged*")) == list(stored.glob(".*partial")) == []


def test_a_database_in_use_is_not_replaced(stored):
    damage_pages(stored, "capture")
    with closing(sqlite3.connect(stored / NAME)):
        ran = run_nianbao("repair", "--yes", "--archive", stored)
    assert ran.code == 2
    assert f"process {os.getpid()}" in ran.err


@pytest.mark.parametrize("pragma", ["application_id = 7", "user_version = 999"])
def test_a_damaged_database_that_is_not_this_releases_is_left(stored, pragma):
    execute(stored, f"PRAGMA {pragma}")
    damage_pages(stored, "capture")
    before = (stored / NAME).read_bytes()
    assert repair(stored, "--yes").code == 2
    assert (stored / NAME).read_bytes() == before


def spoilt_at_random(archive, seed):
    """Overwrite pages and bytes anywhere behind the first page, as disks, cables and people do."""
    dice = random.Random(seed)
    with closing(sqlite3.connect(archive / NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray((archive / NAME).read_bytes())
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(4096, len(raw))
        length = dice.choice((1, 40, 4096))
        raw[start : start + length] = dice.choice((bytes, dice.randbytes))(min(length, len(raw) - start))
    if dice.random() < 0.2:
        del raw[len(raw) - 4096 * dice.randint(1, 5) :]
    (archive / NAME).write_bytes(raw)
    return bytes(raw)


def spoil_and_repair(whole, folder, seed):
    """Whatever was damaged is kept, what is there after is whole, and nobody sees a traceback."""
    archive = folder / f"archive-{seed}"
    archive.mkdir()
    shutil.copy(whole / NAME, archive)
    (archive / "blobs").symlink_to(whole / "blobs")
    damaged = spoilt_at_random(archive, seed)
    documents = contents(whole / "blobs")
    ran = repair(archive, "--yes")
    assert ran.code in (0, 1, 2), (seed, ran)
    kept = list(archive.glob(f"{NAME}.damaged-*Z"))
    if kept:
        assert kept[0].read_bytes() == damaged, seed
        assert execute(archive, "PRAGMA integrity_check") == [("ok",)], seed
    assert contents(whole / "blobs") == documents, seed
    assert run(verify_command, archive).code in (0, 1, 2), seed
    shutil.rmtree(archive)


def test_databases_damaged_anywhere_are_put_right_or_left(whole, tmp_path):
    for seed in range(4):
        spoil_and_repair(whole, tmp_path, seed)


@pytest.mark.nightly
def test_hundreds_of_databases_damaged_anywhere_are_put_right_or_left(whole, tmp_path):
    for seed in range(120):
        spoil_and_repair(whole, tmp_path, seed)
