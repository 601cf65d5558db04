"""Two hosts, network disks, clocks that jump, media that cannot be written: each is told in a line, nothing is lost."""

import json
import os
import sqlite3
import subprocess
from contextlib import closing

import pytest
from click.testing import CliRunner

from archive import keeper as keeping
from archive.blobs import digest_of
from archive.captures import Capture
from archive.cli.filing import recheck
from archive.cli.repairing import repair
from archive.cli.verifying import verify
from archive.database import captures, clocks, connection, network_disks
from archive.database.connection import NAME, create_or_open, open_existing
from archive.errors import ArchiveBusy, ArchiveUnusable
from archive.keeper import Keeper, write_now
from archive.writers import FOLDER, GONE_SECONDS, boot
from tests.archive.proving import CELL, KEY, crawled, proved
from tests.archive.seeing import page


def mark_of_another(archive, age=0.0, **said):
    """The mark another host set that many seconds ago."""
    path = archive / FOLDER / "other.7.00"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"host": "other", "boot": "another boot", "pid": 7, "at": "2026"} | said))
    moment = path.stat().st_mtime - age
    os.utime(path, (moment, moment))
    return path


def test_a_writer_marks_the_archive_and_takes_the_mark_away(archive):
    with Keeper(archive):
        (mark,) = (archive / FOLDER).iterdir()
        told = json.loads(mark.read_text())
        assert (told["host"], told["boot"], told["pid"]) == (os.uname().nodename, boot(), os.getpid())
        with Keeper(archive):  # SQLite keeps those of one host apart
            assert len(list((archive / FOLDER).iterdir())) == 2
    assert list((archive / FOLDER).iterdir()) == []


def test_where_another_host_writes_nobody_else_does(archive):
    create_or_open(archive).close()
    mark = mark_of_another(archive, age=20)
    before = (archive / NAME).read_bytes()
    with pytest.raises(ArchiveBusy, match=r"written to by other, process 7, last seen (19|20|21) seconds ago.*remove"):
        Keeper(archive)
    assert list((archive / FOLDER).iterdir()) == [mark]
    assert (archive / NAME).read_bytes() == before
    assert open_existing(archive).execute("SELECT count(*) FROM reports").fetchone() == (0,)
    ran = CliRunner().invoke(recheck, ["--archive", str(archive)])
    assert (ran.exit_code, ran.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("said", ["", "no JSON", "[]", '{"boot": 7}', '{"pid": "x"}'])
def test_a_mark_that_says_nothing_is_another_hosts_all_the_same(archive, said):
    create_or_open(archive).close()
    mark_of_another(archive).write_text(said)
    with pytest.raises(ArchiveBusy, match="written to by"):
        Keeper(archive)


def test_a_host_that_is_gone_is_waited_for_no_longer_than_that(archive):
    create_or_open(archive).close()
    mark_of_another(archive, age=GONE_SECONDS + 1)
    write_now(archive, lambda _: None)


def test_the_mark_is_renewed_while_somebody_writes(archive, monkeypatch):
    monkeypatch.setattr("archive.writers.RENEW_SECONDS", 0.05)
    with Keeper(archive):
        (mark,) = (archive / FOLDER).iterdir()
        os.utime(mark, (0, 0))
        for _ in range(100):
            if mark.stat().st_mtime > 0:
                break
            subprocess.run(["sleep", "0.05"])
        assert mark.stat().st_mtime > 0


def test_what_a_killed_process_of_this_host_left_is_taken_away(archive):
    create_or_open(archive).close()
    left = mark_of_another(archive, boot=boot(), host=os.uname().nodename, pid=4194999)
    write_now(archive, lambda _: None)
    assert not left.exists()


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """The archive's folder lies on a disk of a type, as the kernel tells it; a folder with a blank in its name."""

    def mount(kind):
        folder = tmp_path / "the disk"
        folder.mkdir(exist_ok=True)
        told = tmp_path / "mountinfo"
        where = str(folder).replace(" ", "\\040")
        told.write_text(
            f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:40 / {where} rw shared:1 - {kind} server:/x rw\n"
        )
        monkeypatch.setattr(network_disks, "_MOUNTS", told)
        return folder / "archive"

    return mount


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_disk_is_refused_with_what_to_do(mounted, kind):
    archive = mounted(kind)
    with pytest.raises(ArchiveUnusable, match=rf"network disk \({kind}\).*NIANBAO_NETWORK_DISK=1"):
        Keeper(archive)
    assert not archive.exists()


@pytest.mark.parametrize("kind", ["ext4", "tmpfs", "overlay", "fuse.encfs"])
def test_a_disk_of_this_machine_is_not(mounted, kind):
    archive = mounted(kind)
    write_now(archive, lambda _: None)
    assert open_existing(archive).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_who_insists_gets_a_database_without_a_log_and_keeps_what_was_there(mounted, monkeypatch):
    archive = mounted("ext4")
    write_now(archive, lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
    archive = mounted("nfs4")
    monkeypatch.setenv(connection.NETWORK_DISK, "1")
    write_now(archive, lambda c: captures.begin_crawl(c, "crawl-2", "me", "test", {}))
    assert not (archive / f"{NAME}-wal").exists()
    with closing(sqlite3.connect(archive / NAME)) as found:
        assert found.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert found.execute("SELECT count(*) FROM crawl").fetchone() == (2,)


def test_a_clock_behind_the_archive_is_said_once_when_a_crawl_begins(archive, caplog):
    write_now(archive, lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
    assert caplog.text == ""
    write_now(archive, lambda c: c.execute("UPDATE crawl SET started_at = '2099-01-01T00:00:00.000Z'"))
    write_now(archive, lambda c: captures.begin_crawl(c, "crawl-2", "me", "test", {}))
    assert caplog.text.count("the archive holds what is dated 2099-01-01") == 1


@pytest.mark.parametrize(("moment", "said"), [("1970-01-01T00:00:07.000Z", "before this program was written"), ("2099-01-01T00:00:00.000Z", "more than ten years after")])  # fmt: skip
def test_a_clock_that_cannot_be_right_is_said(archive, caplog, monkeypatch, moment, said):
    write_now(archive, lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
    monkeypatch.setattr(clocks, "now", lambda: moment)
    write_now(archive, lambda c: captures.begin_crawl(c, "crawl-2", "me", "test", {}))
    assert said in caplog.text


def captured(connection_, moment):
    body = page(chrome=moment)
    capture = Capture(
        "crawl-1", None, "detail", "http://a/", "http://a/", moment, 200, "text/html", digest_of(body), len(body)
    )
    return captures.add_capture(connection_, capture)


def test_a_clock_set_back_during_a_crawl_is_said_once_and_the_chain_keeps_the_order(archive, caplog, monkeypatch):
    db = create_or_open(archive).conn
    captures.begin_crawl(db, "crawl-1", "me", "test", {})
    moments = [
        "2026-02-09T10:00:00.000Z",
        "2026-02-09T09:55:00.000Z",
        "2026-02-01T00:00:00.000Z",
        "2026-01-15T00:00:00.000Z",
    ]
    for moment in moments:
        monkeypatch.setattr(clocks, "now", lambda moment=moment: moment)
        captured(db, moment)
    assert caplog.text.count("the clock was set back") == 1
    assert [capture.captured_at for _, _, _, capture in captures.chain(db, "crawl-1")] == moments


def test_what_was_captured_long_ago_and_is_taken_in_now_says_nothing_of_the_clock(archive, caplog):
    db = create_or_open(archive).conn
    captures.begin_crawl(db, "crawl-1", "me", "test", {})
    clocks._told.discard("crawl-1")
    for moment in ("2019-02-09T10:00:00.000Z", "2017-02-09T10:00:00.000Z"):
        captured(db, moment)
    assert "set back" not in caplog.text


def test_a_log_that_grows_behind_a_long_reader_is_said_once_and_shrinks_after(archive, caplog, monkeypatch):
    monkeypatch.setattr(keeping, "LARGE_LOG_BYTES", 1 << 20)
    monkeypatch.setattr(connection, "MOST_LOG_BYTES", 1 << 16)
    with Keeper(archive) as keeper:
        reader = open_existing(archive)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reports").fetchone()
        for number in range(100):
            keeper.write(
                lambda c, n=number: c.execute("INSERT INTO blob VALUES (?, 1, ?)", (f"{n:064x}", "x" * 100_000))
            )
            keeper.flush()
        assert caplog.text.count("another program has been reading for long") == 1
        assert reader.execute("SELECT count(*) FROM blob").fetchone() == (0,)  # it sees its own moment
        reader.execute("COMMIT")
        reader.close()
        for number in range(100, 103):
            keeper.write(lambda c, n=number: c.execute("INSERT INTO blob VALUES (?, 1, 'x')", (f"{n:064x}",)))
            keeper.flush()
        assert connection.log_size(archive) < 1 << 20
        assert open_existing(archive).execute("SELECT count(*) FROM blob").fetchone() == (103,)


@pytest.fixture
def medium(tmp_path):
    """A disk that can be made read-only, where this machine lets us mount one."""
    folder = tmp_path / "medium"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder])


def test_a_medium_that_cannot_be_written_can_be_looked_at_verified_and_proved_from(medium, tmp_path):
    crawled(medium / "archive")
    with closing(sqlite3.connect(medium / "archive" / NAME)) as found:
        found.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    subprocess.run(["mount", "-o", "remount,ro", medium], check=True)
    assert CliRunner().invoke(verify, ["--archive", str(medium / "archive")]).output.strip().endswith("sound")
    assert proved(medium / "archive", tmp_path / "p", KEY, CELL).code == 0
    for command, *words in ((recheck,), (repair, "--yes")):
        ran = CliRunner().invoke(command, [*words, "--archive", str(medium / "archive")])
        assert (ran.exit_code, ran.stderr.count("\n"), "read-only" in ran.stderr) == (2, 1, True), ran.stderr
    subprocess.run(["mount", "-o", "remount,rw", medium], check=True)
