"""A document that hangs the reader, eats memory or kills it costs itself alone."""

import os
import subprocess
import sys

import psutil
import pytest
from support import ROOT

from archive.blobs import Blobs, digest_of
from archive.jobs import Compared, Comparison, Job, Source
from archive.media import sniff
from archive.models import Hints
from archive.worker import ReadingPool
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

(GOOD,) = reports("云岭乡人民政府", [2023])


def job(*sources):
    return Job(sources, Hints(link_title=GOOD.title), "somewhere", "http://a/", "a", "2026-01-01T00:00:00.000Z")


def keep(archive, body):
    digest = digest_of(body)
    Blobs(archive / "blobs").keep([(digest, body)])
    return Source("capture", digest, sniff(body))


@pytest.fixture
def pool(archive):
    with ReadingPool(archive, workers=1, seconds=3) as made:
        yield made


def good(archive):
    return job(keep(archive, f"<h1>{GOOD.title}</h1>{html.fragment(GOOD)}".encode()))


def test_a_good_document_is_read(archive, pool):
    result = pool.submit(good(archive)).result(timeout=60)
    assert (result.report.agency, result.report.year, result.report.template) == ("云岭乡人民政府", 2023, "t2021")


def test_a_document_that_never_ends_is_given_up(archive, pool):
    digest = "ab" * 32
    path = Blobs(archive / "blobs").path(digest)
    path.parent.mkdir(parents=True)
    os.mkfifo(path)  # reading it waits for ever
    result = pool.submit(job(Source("capture", digest, "text/html"))).result(timeout=60)
    assert result.report is None
    assert result.problem == "reading took longer than 3 seconds"
    assert result.contents == (digest,)
    assert pool.submit(good(archive)).result(timeout=60).report is not None


def test_a_reader_that_takes_nothing_any_more_is_given_up(archive, pool):
    source = keep(archive, b"<p>kept</p>")
    assert not pool.compare(Comparison(source.digest, b"<p>other</p>")).result(timeout=60).is_alike
    (reader,) = (one for one in psutil.Process().children() if "archive.worker" in one.cmdline())
    reader.suspend()
    compared = pool.compare(Comparison(source.digest, b"<p>" + b"x" * 2_000_000)).result(timeout=60)
    assert compared == Compared(None, None)
    assert pool.submit(good(archive)).result(timeout=60).report is not None


def test_a_reader_that_cannot_be_started_holds_nothing_up(archive, pool, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("tempfile.mkdtemp", lambda prefix: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        result = pool.submit(good(archive)).result(timeout=60)
        assert result.problem == "no reader could be started on this machine"
    assert pool.submit(good(archive)).result(timeout=60).report is not None


def test_a_document_that_wants_all_memory_costs_itself_alone(archive):
    with ReadingPool(archive, workers=1, seconds=60, memory=500 << 20) as pool:
        result = pool.submit(job(keep(archive, b"<p>x" * 4_000_000))).result(timeout=120)
        assert result.report is None
        assert result.problem
        assert pool.submit(good(archive)).result(timeout=60).report is not None


def test_missing_bytes_are_said(archive, pool):
    result = pool.submit(job(Source("capture", "cd" * 32, "text/html"))).result(timeout=60)
    assert result.report is None
    assert "no longer in the archive" in result.problem


def test_an_attachment_that_cannot_be_read_leaves_the_page(archive, pool):
    page, broken = good(archive).sources[0], keep(archive, b"%PDF-1.4 nothing")
    result = pool.submit(job(page, broken)).result(timeout=60)
    assert result.report.template == "t2021"
    assert "PDF" in result.problem


def test_a_reading_process_ends_with_whoever_started_it(archive):
    reads, writes = os.pipe()  # its input stays open: it does not end for want of jobs
    script = (
        "import subprocess, sys\n"
        f"made = subprocess.Popen([sys.executable, '-P', '-m', 'archive.worker', {str(archive)!r}, str(2 << 30)],"
        f" stdin={reads}, stdout=subprocess.PIPE, start_new_session=True)\n"
        "print(made.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    line = [sys.executable, "-c", script]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, pass_fds=[reads]) as parent:
        worker = psutil.Process(int(parent.stdout.readline()))
        children_start(worker)
        parent.kill()
    assert psutil.wait_procs([worker], timeout=60)[1] == []
    os.close(reads)
    os.close(writes)


def children_start(worker):
    """Wait until the process has begun: it is niced when it has asked to end with its parent."""
    while worker.nice() == os.getpriority(os.PRIO_PROCESS, 0):
        os.sched_yield()
