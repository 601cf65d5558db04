"""Stored reports read again by this release of the parser: many at a time, and after a stop on from there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from sqlite3 import Connection

from archive.backlog import MOST_AT_ONCE
from archive.database import readings, rereads
from archive.jobs import Job, Result
from archive.keeper import Keeper
from archive.reading import RELEASE
from archive.worker import ReadingPool

logger = logging.getLogger(__name__)
Moved = Callable[[int, int], None]


@dataclass
class Reread:
    """Reads what is due and stores each reading as it comes, up to MOST_AT_ONCE on the way.

    `read` were stored, of these `problems` without a report; `lost` could not be stored. Use `run` once.
    """

    keeper: Keeper
    pool: ReadingPool
    view: Connection
    moved: Moved
    read: int = 0
    problems: int = 0
    lost: int = 0
    _of: int = 0
    _room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_AT_ONCE))

    def run(self, since: str = "") -> None:
        """Read every version this release has not read since that moment; raises what keeps the archive from storing.

        What is stored stays stored: whoever runs it again after it was killed reads the rest only.
        """
        self._of = rereads.due(self.view, RELEASE, since)
        for job in rereads.version_jobs(self.view, RELEASE, since=since):
            self._room.acquire()
            if self.keeper.failure:
                break
            self.pool.submit(job, self._store)
        else:
            for _ in range(MOST_AT_ONCE):
                self._room.acquire()
        if self.keeper.failure:
            raise self.keeper.failure

    def _store(self, job: Job, result: Result) -> None:
        written = self.keeper.write(lambda c: readings.store(c, job, result, RELEASE))
        written.add_done_callback(partial(self._stored, job, result))

    def _stored(self, job: Job, result: Result, future: Future[str | None]) -> None:
        if problem := future.exception():
            self.lost += 1
            logger.error("the reading of version %s could not be stored: %s", job.version, problem)
        else:
            self.read += 1
            self.problems += result.report is None
        self.moved(self.read + self.lost, self._of)
        self._room.release()
