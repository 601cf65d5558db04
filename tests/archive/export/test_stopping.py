"""An export that is stopped, as a person stops it, leaves nothing; one beside a crawl hinders nobody."""

import os
import signal
import subprocess
import time

import pytest
from support import command, environment

from archive.database.connection import create_or_open


@pytest.fixture
def long(mine):
    """An archive of which an export takes its time: sections that fill 200 MB."""
    connection = create_or_open(mine).conn
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO section (report, position, key, heading, text) SELECT 1, i, 'other', NULL, replace(hex(zeroblob(1600)), '0', '文') FROM n"
    )
    connection.close()
    return mine


@pytest.mark.nightly
@pytest.mark.parametrize(
    "words", [["csv"], ["parquet"], ["package", "--gzip"], ["sqlite", "--plain"], ["bag"]], ids=" ".join
)
def test_ctrl_c_in_the_middle_leaves_nothing(long, tmp_path, words):
    going = subprocess.Popen(
        command("export", *words, tmp_path / "out", "--archive", long), stderr=subprocess.PIPE, env=environment()
    )
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".out.*.part")) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)
    writer = create_or_open(long).conn
    writer.execute("INSERT INTO counter VALUES ('beside', 1)")  # nobody waits for a reader
    going.send_signal(signal.SIGINT)
    _, said = going.communicate(timeout=60)
    assert (going.returncode, said.decode()) == (130, "nianbao: stopped\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.nightly
@pytest.mark.parametrize("words", [["csv"], ["parquet", "--table", "sections"], ["sqlite", "--plain"]], ids=" ".join)
def test_a_large_archive_is_written_in_little_memory(long, tmp_path, words):
    going = subprocess.Popen(command("export", *words, tmp_path / "out", "--archive", long), env=environment())
    _, status, used = os.wait4(going.pid, 0)
    going.returncode = os.waitstatus_to_exitcode(status)
    assert going.returncode == 0
    assert used.ru_maxrss < 400_000  # KB; the interpreter and pyarrow are half of it
