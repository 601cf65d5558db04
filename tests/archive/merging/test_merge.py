"""`nianbao merge`: what is taken, what is in conflict, what is damaged or hostile, and what a kill leaves."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database
from support import environment

from archive import keeper
from archive.blobs import Blobs, digest_of
from archive.cli.merging import merge
from archive.database import captures, leases
from archive.database.connection import APPLICATION_ID, NAME, open_existing
from archive.database.merge import crawls
from archive.database.migrations import migrations
from archive.keeper import Keeper
from tests.archive.merging.crawled import CELL, Crawled, checked, empty, faults, merged, public

KILLED = """
import os, signal, sys
from archive import keeper

keeper.GROUP_SECONDS = 0
left, real = int(sys.argv.pop(1)), keeper.Keeper.write

def write(self, given):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, given)

keeper.Keeper.write = write
from crawler.cli import main
main(sys.argv[1:])
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(keeper, "GROUP_SECONDS", 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two archives that went their own ways from one: `ours` and `theirs`."""
    folder = tmp_path_factory.mktemp("made")
    begun = Crawled(folder / "begun")
    begun.portal("p1", "甲县")
    begun.see("p1", "2024-03-01", "甲县教育局", 2021, 1)
    ours, theirs = begun.copy(folder / "ours", 100), begun.copy(folder / "theirs", 200)
    ours.see("p1", "2024-03-09", "甲县教育局", 2021, 2)
    theirs.portal("p1", "甲县人民政府")
    theirs.portal("p2", "乙县")
    theirs.see("p1", "2024-03-05", "甲县教育局", 2021, 3)
    theirs.see("p2", "2024-03-06", "乙县民政局", 2022, 4)
    theirs.correct("2024-03-07", "乙县民政局", 2022, 5)
    for one in (ours, theirs):
        one.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        one.connection.close()
        checked(one.directory)
    return folder


@pytest.fixture
def ours(made, tmp_path):
    return Path(shutil.copytree(made / "ours", tmp_path / "ours"))


@pytest.fixture
def theirs(made, tmp_path):
    return Path(shutil.copytree(made / "theirs", tmp_path / "theirs"))


def run(archive, *others, answer=None):
    return CliRunner().invoke(merge, [*map(str, others), "--archive", str(archive)], input=answer)


def rows(archive, statement):
    return open_existing(archive).conn.execute(statement).fetchall()


def alter(archive, statement, *values):
    connection = sqlite3.connect(archive / NAME, isolation_level=None)
    connection.execute(statement, values)
    connection.close()


def test_what_was_missing_is_there_and_the_ledger_tells_all_three_figures(ours, theirs):
    ran = run(ours, theirs)
    assert (ran.exit_code, ran.stdout.partition(";")[0]) == (0, "kept      portal p1: other title"), ran.output
    assert "2 crawls, 4 documents, 4 captures, 2 versions, 1 correction new here" in ran.stderr
    assert faults(ours) == []
    ledger = rows(ours, f"SELECT old, new, after, seen FROM changes WHERE item = '{CELL}' ORDER BY seen")
    assert [(old, new, after[8:10], seen[8:10]) for old, new, after, seen in ledger] == [
        (1, 3, "01", "05"),
        (3, 2, "05", "09"),
    ]
    assert rows(ours, "SELECT total FROM applications WHERE row = 'applications.new' ORDER BY report_id") == [
        (4,),
        (2,),
    ]
    assert rows(ours, "SELECT corrected, standing FROM corrections") == [(5, "in_force")]
    assert rows(ours, "SELECT status FROM coverage WHERE agency = '乙县民政局' AND year = 2022") == [("read",)]
    assert "nothing new here" in run(ours, theirs).stderr


def test_an_archive_that_is_not_there_yet_is_made_of_the_others(ours, theirs, tmp_path):
    assert run(tmp_path / "new", ours, theirs).exit_code == 0
    assert run(theirs, ours).exit_code == 0
    assert public(tmp_path / "new") == public(theirs)


def test_a_crawl_that_is_another_one_here_is_named_and_nothing_of_it_is_taken(ours, theirs):
    other = Crawled(theirs, 100)
    other.see("p1", "2024-03-09", "甲县教育局", 2022, 7)  # the name of the crawl ours made that day
    other.connection.close()
    before = rows(ours, "SELECT id, head, manifest FROM crawl ORDER BY id")
    ran = run(ours, theirs)
    assert ran.exit_code == 1
    assert "conflict  crawl 20240309T000000Z-crawl-101: its chain is another one here" in ran.stdout
    assert set(before) <= set(rows(ours, "SELECT id, head, manifest FROM crawl"))
    assert rows(ours, "SELECT count(*) FROM reports WHERE year = 2022") == [(1,)]  # 乙县's
    assert faults(ours) == []


def test_a_crawl_merged_in_the_middle_is_merged_to_its_end_later(ours, tmp_path):
    running = Crawled(tmp_path / "running", 300)
    running.portal("p1", "甲县")
    captures.begin_crawl(running.connection, "20240401T000000Z-crawl-301", "elsewhere:1:ab", "test", {})
    running._ask("20240401T000000Z-crawl-301", "p1", "2024-04-01", "list", "http://p1/nb/", "stored")
    assert run(ours, running.directory).exit_code == 0
    assert rows(ours, "SELECT status, captures FROM crawls WHERE id LIKE '202404%'") == [("running", 1)]
    running._ask("20240401T000000Z-crawl-301", "p1", "2024-04-01", "list", "http://p1/nb/2", "stored")
    older = Path(shutil.copytree(ours, tmp_path / "older"))
    copied = Path(shutil.copytree(running.directory, tmp_path / "copied"))  # while it was at work
    captures.end_crawl(running.connection, "20240401T000000Z-crawl-301", "finished")
    assert run(ours, running.directory).exit_code == 0
    assert rows(ours, "SELECT status, captures FROM crawls WHERE id LIKE '202404%'") == [("finished", 2)]
    assert run(ours, older).exit_code == 0  # what is behind changes nothing
    assert run(copied, ours).exit_code == 0
    assert rows(copied, "SELECT status, captures FROM crawls WHERE id LIKE '202404%'") == [("finished", 2)]
    assert faults(ours) == []


def test_documents_and_links_that_are_not_as_they_were_stored_are_named(ours, theirs, tmp_path):
    blobs = Blobs(theirs / "blobs")
    gone, altered, linked, *_ = (
        row[0] for row in rows(theirs, "SELECT digest FROM capture WHERE captured_at > '2024-03-02'")
    )
    blobs.path(gone).unlink()
    blobs.path(altered).write_bytes(b"x" * blobs.path(altered).stat().st_size)
    shutil.move(blobs.path(linked), tmp_path / "elsewhere")
    blobs.path(linked).symlink_to(tmp_path / "elsewhere")
    ran = run(ours, theirs)
    assert ran.exit_code == 1
    for digest in (gone, altered, linked):
        assert f"damage    document {digest}" in ran.stdout
        assert digest not in Blobs(ours / "blobs")
    assert list(Path(ours).rglob(".*")) == []
    for digest in (gone, altered):
        blobs.path(digest).unlink(missing_ok=True)
    blobs.path(linked).unlink()
    whole = Path(shutil.copytree(theirs, tmp_path / "whole"))
    mended = [(d, b) for d, b in _bodies() if d in (gone, altered, linked)]
    Blobs(whole / "blobs").keep(mended)
    assert run(ours, whole).exit_code == 0  # a copy that has them heals it
    assert faults(ours) == []


def _bodies():
    for portal, agency, year in (("p1", "甲县教育局", 2021), ("p2", "乙县民政局", 2022)):
        for variant in range(5):
            body = f"http://{portal}/{agency}/{year}.html {variant}".encode()
            yield digest_of(body), body
        for day in range(1, 10):
            body = f"http://{portal}/nb/ 2024-03-{day:02}".encode()
            yield digest_of(body), body


def test_a_chain_that_breaks_there_is_taken_as_far_as_it_holds(ours, theirs):
    alter(theirs, "UPDATE capture SET url = 'http://elsewhere/' WHERE portal = 'p2' AND kind = 'detail'")
    ran = run(ours, theirs)
    assert ran.exit_code == 1
    assert "its chain breaks there after capture 1" in ran.stdout
    assert rows(ours, "SELECT captures FROM crawls WHERE id LIKE '20240306%'") == [(1,)]
    assert rows(ours, "SELECT * FROM reports WHERE year = 2022") == []
    assert faults(ours) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE report SET year = 'never'", "rows of report"),
        ("UPDATE reading SET packed = x'00'", "rows of reading"),
        ("UPDATE reading SET packed = zeroblob(1000)", "rows of reading"),
        ("UPDATE correction SET value = 99", "it was changed after it was made"),
        ("UPDATE crawl SET manifest = '{}' WHERE id LIKE '20240306%'", "does not close its chain"),
        ("UPDATE capture SET wire = '[[[[' WHERE portal = 'p2'", "its chain breaks there after capture 0"),
    ],
)
def test_what_no_archive_of_ours_holds_is_left_out_and_named(ours, theirs, statement, said):
    alter(theirs, statement)
    ran = run(ours, theirs)
    assert ran.exit_code == 1
    assert said in ran.stdout
    assert faults(ours) == []


def test_what_is_no_archive_of_ours_is_refused_in_a_line(ours, theirs, tmp_path):
    (tmp_path / "none").mkdir()
    alter(theirs, "DROP TABLE seal")
    alter(theirs, "CREATE VIEW seal AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n")
    newer = empty(tmp_path / "newer")
    alter(newer, "PRAGMA user_version = 99")
    before = public(ours)
    for other, said in (
        (tmp_path / "none", "there is no archive in"),
        (ours, "is the archive itself"),
        (theirs, "lacks the tables seal"),
        (newer, "newer nianbao"),
    ):
        ran = run(ours, other)
        assert (ran.exit_code, said in ran.stderr) == (2, True), ran.output
        assert len(ran.stderr.splitlines()) == 1
    assert public(ours) == before


def test_an_archive_of_an_earlier_release_is_brought_up_in_a_copy(ours, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    connection = sqlite3.connect(old / NAME, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(Database(connection), stop_before="m006_what_happens_over_time")
    connection.execute("INSERT INTO portal (name, title, index_url, seen_at) VALUES ('p9', '丙县', '', '2024-01-01')")
    connection.execute("PRAGMA user_version = 5")
    connection.close()
    before = (old / NAME).read_bytes()
    assert run(ours, old).exit_code == 0
    assert (old / NAME).read_bytes() == before
    assert rows(ours, "SELECT title FROM portals WHERE name = 'p9'") == [("丙县",)]


def test_what_was_withheld_there_goes_here_once_a_person_says_so_and_never_comes_back(ours, theirs):
    other = Crawled(theirs)
    other.withhold("2024-04-01", "甲县教育局", 2021, 1)
    other.connection.close()
    Keeper(theirs).close()
    digest = digest_of("http://p1/甲县教育局/2021.html 1".encode())
    before = public(ours)
    assert run(ours, theirs, answer="n\n").exit_code == 2
    assert public(ours) == before
    ran = run(ours, theirs, answer="y\n")
    assert ran.exit_code == 0
    assert f"withheld there: {digest}  an order" in ran.stderr
    assert digest not in Blobs(ours / "blobs")
    assert faults(ours) == []
    merged(theirs, ours)
    assert digest not in Blobs(theirs / "blobs")
    assert public(theirs)["tombstones"] == public(ours)["tombstones"]


def test_a_merge_killed_at_any_moment_and_begun_again_gives_the_same(ours, theirs, tmp_path):
    whole = Path(shutil.copytree(ours, tmp_path / "whole"))
    assert run(whole, theirs).exit_code == 0
    for moment in (17,):
        killed(ours, theirs, moment)
        assert [one for one in faults(ours) if "no manifest" not in one.what] == []
    assert run(ours, theirs).exit_code == 0
    assert public(ours) == public(whole)
    assert faults(ours) == []


def killed(archive, other, moment):
    command = [sys.executable, "-c", KILLED, str(moment), "merge", str(other), "--archive", str(archive)]
    done = subprocess.run(command, env=environment(), capture_output=True, check=False)
    assert done.returncode in (-9, 0), done.stderr


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_a_merge_killed_at_every_moment_gives_the_same(ours, theirs, tmp_path):
    whole = Path(shutil.copytree(ours, tmp_path / "whole"))
    assert run(whole, theirs).exit_code == 0
    for moment in range(1, 45):
        here = Path(shutil.copytree(ours, tmp_path / str(moment)))
        killed(here, theirs, moment)
        assert run(here, theirs).exit_code == 0
        assert public(here) == public(whole)


def test_a_crawl_that_is_at_work_here_is_left_alone(ours, tmp_path):
    running = Crawled(tmp_path / "running", 300)
    captures.begin_crawl(running.connection, "20240401T000000Z-crawl-301", "elsewhere:1:ab", "test", {})
    leases.acquire(running.connection, "portal p1", "elsewhere:1:ab")
    shutil.copytree(running.directory, tmp_path / "copied")
    running._ask("20240401T000000Z-crawl-301", "p1", "2024-04-01", "list", "http://p1/nb/", "stored")
    ran = run(tmp_path / "copied", running.directory)
    assert (ran.exit_code, "conflict  crawl 20240401T000000Z-crawl-301: it is at work here" in ran.stdout) == (1, True)


def test_captures_come_some_at_a_time_whatever_a_crawl_holds(ours, theirs, monkeypatch):
    monkeypatch.setattr(crawls, "AT_ONCE", 1)
    assert run(ours, theirs).exit_code == 0
    assert faults(ours) == []


def test_an_archive_that_cannot_be_written_to_is_read_from(ours, theirs):
    for path in (*theirs.rglob("*"), theirs):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert run(ours, theirs).exit_code == 0
    finally:
        for path in (theirs, *theirs.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert rows(ours, "SELECT count(*) FROM reports") == [(2,)]
