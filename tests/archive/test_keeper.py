"""The archive's one writer: what it has said to be stored is stored, whatever happens after."""

import os
import resource
import signal
import subprocess
import sys
import threading

import pytest

from archive.blobs import digest_of
from archive.database.connection import open_existing
from archive.errors import ArchiveBusy, ArchiveError, DiskFull
from archive.keeper import Keeper


def add_blob(keeper, body):
    digest = digest_of(body)
    keeper.keep(digest, body)
    return keeper.write(lambda c: c.execute("INSERT OR IGNORE INTO blob VALUES (?, ?, 'now')", (digest, len(body))))


def blobs_in(directory):
    return {row[0] for row in open_existing(directory).conn.execute("SELECT digest FROM blob")}


def test_what_was_handed_over_is_there_after_a_flush(archive):
    with Keeper(archive) as keeper:
        for number in range(50):
            add_blob(keeper, b"body %d" % number)
        keeper.flush()
        assert len(blobs_in(archive)) == 50
        assert all(keeper.blobs.verify(digest) for digest in blobs_in(archive))


def test_closing_stores_what_is_left(archive):
    with Keeper(archive) as keeper:
        add_blob(keeper, b"last")
    assert blobs_in(archive) == {digest_of(b"last")}


def test_a_bad_write_fails_alone(archive):
    with Keeper(archive) as keeper:
        good = add_blob(keeper, b"one")
        bad = keeper.write(lambda _: 1 / 0)
        after = add_blob(keeper, b"two")
        keeper.flush()
        assert isinstance(bad.exception(), ZeroDivisionError)
        assert good.exception() is None
        assert after.exception() is None
    assert len(blobs_in(archive)) == 2


def test_writes_are_made_in_the_order_they_were_handed_over(archive):
    with Keeper(archive) as keeper:
        seen = []
        for number in range(100):
            keeper.write(lambda _, number=number: seen.append(number))
        keeper.flush()
    assert seen == list(range(100))


def test_many_threads_may_hand_over(archive):
    with Keeper(archive) as keeper:
        threads = [
            threading.Thread(target=lambda t=t: [add_blob(keeper, b"%d %d" % (t, i)) for i in range(40)])
            for t in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        keeper.flush()
    assert len(blobs_in(archive)) == 320


CRASH = """
import sys, os
from pathlib import Path
from archive.keeper import Keeper
from archive.blobs import digest_of
keeper = Keeper(Path(sys.argv[1]))
number = 0
while True:
    body = os.urandom(3000)
    digest = digest_of(body)
    keeper.keep(digest, body)
    keeper.write(lambda c, d=digest, n=len(body): c.execute("INSERT INTO blob VALUES (?, ?, 'now')", (d, n)))
    number += 1
    if number % 50 == 0:
        keeper.flush()
        print(number, flush=True)
"""


def test_no_row_points_to_missing_bytes_after_a_kill(archive):
    child = subprocess.Popen([sys.executable, "-c", CRASH, str(archive)], stdout=subprocess.PIPE, text=True)
    flushed = 0
    for line in child.stdout:
        flushed = int(line)
        if flushed >= 150:
            break
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    with Keeper(archive) as keeper:
        known = blobs_in(archive)
        assert len(known) >= flushed
        assert all(keeper.blobs.verify(digest) for digest in known)


def limited(size):
    """Let this process write files of `size` bytes at most, as a full disk would."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder])


def test_a_full_disk_is_said_and_costs_nothing_that_was_stored(small_disk):
    archive = small_disk / "archive"
    keeper = Keeper(archive)
    add_blob(keeper, b"before")
    keeper.flush()
    future = add_blob(keeper, os.urandom(4 << 20))
    with pytest.raises(DiskFull, match="is full"):
        keeper.flush()
    assert isinstance(future.exception(), DiskFull)
    later = keeper.write(lambda _: None)
    assert isinstance(later.exception(), DiskFull)
    keeper.close()
    assert blobs_in(archive) == {digest_of(b"before")}
    with Keeper(archive) as again:
        assert again.blobs.verify(digest_of(b"before"))
        assert list(again.blobs.all_digests()) == [digest_of(b"before")]


def test_a_database_locked_for_too_long_is_said(archive, monkeypatch):
    monkeypatch.setattr("archive.database.connection.BUSY_SECONDS", 0.1)
    with Keeper(archive) as keeper:
        other = open_existing(archive, read_only=False).conn
        other.execute("BEGIN IMMEDIATE")
        future = add_blob(keeper, b"x")
        with pytest.raises(ArchiveBusy, match="locked by another program"):
            keeper.flush()
        assert isinstance(future.exception(), ArchiveError)
        other.execute("ROLLBACK")
