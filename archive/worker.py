"""Reading in processes of their own: a document that hangs or eats memory costs itself alone."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import resource
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Self

from archive.blobs import Blobs
from archive.cache import DocumentCache
from archive.confinement import die_with_parent
from archive.jobs import Compared, Comparison, Job, Result
from archive.office.service import remove_left
from archive.patience import whoever_waits

SECONDS = 120.0  # for one report; a long PDF takes ten
PAGE_SECONDS, MOST_SECONDS = 20.0, 1800.0  # more for each page of a picture, and never more than
MEMORY = 3 << 30  # bytes of address space a worker may use; the libraries that read pictures reserve one at once
logger = logging.getLogger(__name__)
_STARTING = 1.0  # seconds a worker takes to start; what is read sooner needs no second one
_SLOWLY = 5  # times that: it still starts, on a busy machine, or reads a long document
_NICE = 10  # a crawl beside it goes first
_LENGTH = struct.Struct(">I")
_PAGE = "a slow page"  # what a worker sends before its answer, while it gets on


def processors() -> int:
    """How many documents are read at the same time: one a processor this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


class ReadingPool:
    """A few worker processes; `submit` gives a future whose result is always a Result, `compare` a Compared."""

    def __init__(self, directory: Path, workers: int = 1, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """Prepare up to `workers` processes for the archive in `directory`, the first started with the first job.

        The others start when jobs have waited for longer than that takes.

        A document may take `seconds` and `memory` bytes of address space.
        """
        self._jobs: queue.SimpleQueue[tuple[Job | Comparison, Future[Any]] | None] = queue.SimpleQueue()
        self._directory = directory
        self._seconds = seconds
        self._memory = memory
        self._stopped = False
        self._workers: set[_Worker | None] = set()
        self._starting = threading.Lock()
        self._closing = threading.Event()
        self._answered = threading.Event()
        first = threading.Thread(target=self._run, daemon=True)
        others = [threading.Thread(target=self._assist, daemon=True) for _ in range(workers - 1)]
        self._threads = [first, *others]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.stop()

    def submit(self, job: Job, done: Callable[[Job, Result], None] | None = None) -> Future[Result]:
        """Read a job in a worker; `done` is called with the result from a thread of the pool, unless it was stopped."""
        future: Future[Result] = Future()
        if done is not None:
            future.add_done_callback(lambda f: None if f.cancelled() else done(job, f.result()))
        self._jobs.put((job, future))
        return future

    def compare(self, asked: Comparison) -> Future[Compared]:
        """Compare two pages in a worker; what costs it its life or its time says nothing of either."""
        future: Future[Compared] = Future()
        self._jobs.put((asked, future))
        return future

    def close(self) -> None:
        """Finish what was submitted and end the workers."""
        self._closing.set()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """Give up what was submitted: kill the workers in the middle of it; what is not read yet is cancelled."""
        with self._starting:
            self._stopped = True
            for worker in filter(None, self._workers):
                worker.interrupt()
        self.close()

    def _assist(self) -> None:
        """Work beside the first worker, once it is seen to have more than it gets done at once."""
        waited = 0
        while not self._closing.wait(_STARTING):
            waited = waited + 1 if self._jobs.qsize() else 0
            if waited > (1 if self._answered.is_set() else _SLOWLY):
                self._run()
                return

    def _run(self) -> None:
        worker: _Worker | None = None
        while (taken := self._jobs.get()) is not None:
            job, future = taken
            if worker is None or not worker.alive():
                worker = self._started(worker)
            result = worker.read(job, self._seconds) if worker else self._unread(job)
            self._answered.set()
            if result is None or self._stopped:  # what a worker was killed over says nothing of the document
                future.cancel()
            else:
                lost = isinstance(job, Comparison) and isinstance(result, Result)
                future.set_result(Compared(None, None) if lost else result)
        if worker is not None:
            worker.stop()

    def _unread(self, job: Job | Comparison) -> Result | None:
        """What comes of a job no worker could be started for; nothing where the pool was stopped."""
        nothing = tuple(source.digest for source in job.sources)
        return None if self._stopped else Result(nothing, None, "no reader could be started on this machine")

    def _started(self, before: _Worker | None) -> _Worker | None:
        """A worker in place of one that is gone; none once the pool was stopped."""
        with self._starting:
            self._workers.discard(before)
            if self._stopped:
                return None
            try:
                worker = _Worker(self._directory, self._memory)
            except OSError as error:  # no room for its folder, no memory for its process: the next job tries again
                logger.warning("no reader could be started: %s", error)
                return None
            self._workers.add(worker)
            return worker


class _Worker:
    def __init__(self, directory: Path, memory: int) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="nianbao-reader-"))
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "archive.worker", str(directory), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries grumble there; what matters comes back as the result
            start_new_session=True,  # Ctrl-C is for whoever started it, which lets it finish or kills it
            env={**os.environ, "TMPDIR": str(self._folder)},
        )

    def alive(self) -> bool:
        return self._process.poll() is None

    def read(self, job: Job | Comparison, seconds: float) -> Result | Compared:
        """The result of a job, or one that says how the worker was lost."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        nothing = tuple(source.digest for source in job.sources)
        try:
            began, limit = time.monotonic(), seconds
            self._hand_over(job, seconds)
            answer: object = _PAGE
            while answer == _PAGE:
                if not _readable(self._process.stdout, began + limit - time.monotonic()):
                    self._kill()
                    return Result(nothing, None, f"reading took longer than {limit:.0f} seconds")
                answer = _receive(self._process.stdout)
                limit = min(limit + PAGE_SECONDS, max(seconds, MOST_SECONDS))
        except (OSError, EOFError, pickle.UnpicklingError):
            self._kill()
            return Result(nothing, None, f"the reader died ({_how(self._process.returncode)})")
        assert isinstance(answer, Result | Compared)
        return answer

    def _hand_over(self, job: Job | Comparison, seconds: float) -> None:
        """Send a job; one that is not taken in time costs the process its life, and this ends in an OSError."""
        assert self._process.stdin is not None
        watch = threading.Timer(seconds, self.interrupt)
        watch.daemon = True
        watch.start()
        try:
            _send(self._process.stdin, job)
        finally:
            watch.cancel()

    def stop(self) -> None:
        """Let the process end by itself; it does when there is nothing more to read."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._kill()
        self._close()

    def interrupt(self) -> None:
        """End the process and the programs it started, from another thread; whoever waits for it tidies up."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _kill(self) -> None:
        self.interrupt()
        self._process.wait()
        self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what could not be sent is of no use any more
                    pipe.close()
        remove_left(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)


def _how(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"


def _readable(stream: IO[bytes], seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(max(seconds, 0)))


def _send(stream: IO[bytes], thing: object) -> None:
    data = pickle.dumps(thing)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> object:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - from our own process


def main() -> None:
    """Read jobs from standard input until it ends, or whoever sends them does."""
    from archive.comparing import compare  # the readers are of no use to whoever starts a worker
    from archive.database.packing import pack
    from archive.reading import read_job

    die_with_parent()
    os.nice(_NICE)
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not mix with answers
    blobs = Blobs(Path(sys.argv[1]) / "blobs")
    cache = DocumentCache(Path(sys.argv[1]) / "cache")
    whoever_waits(lambda: _send(target, _PAGE))
    while True:
        try:
            job = _receive(source)
        except EOFError:
            return
        assert isinstance(job, Job | Comparison)
        result: Result | Compared
        try:
            result = compare(blobs, job) if isinstance(job, Comparison) else read_job(blobs, job, cache)
            if isinstance(result, Result) and result.report is not None:  # the archive's one writer has enough to do
                result = replace(result, packed=pack(result.report))
        except MemoryError:
            nothing = tuple(s.digest for s in job.sources)
            result = Result(nothing, None, f"reading took more than {memory >> 20} MB of memory")
        _send(target, result)


if __name__ == "__main__":
    main()
