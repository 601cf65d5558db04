"""Reads what waits to be read: reports fetched but not parsed, now or after a crash."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from sqlite3 import Connection

from archive.database import readings
from archive.jobs import Job, Result
from archive.keeper import Keeper
from archive.reading import RELEASE
from archive.worker import ReadingPool

MOST_AT_ONCE = 32

Told = Callable[[str | None, Result], None]
logger = logging.getLogger(__name__)


class Backlog:
    """Feeds a pool with the archive's unread reports and stores what comes back.

    `poll` hands over what has become ready; `drain` goes on until nothing waits.
    """

    def __init__(self, keeper: Keeper, pool: ReadingPool, view: Connection, told: Told | None = None) -> None:
        """`view` is a connection for looking; `told` hears of every report stored (its key, the result)."""
        self._keeper, self._pool, self._view, self._told = keeper, pool, view, told
        self._changed = threading.Condition()
        self._taken: set[int] = set()  # requests being read
        self._given_up: set[int] = set()  # requests whose reading could not be stored
        self.read = 0

    def poll(self) -> int:
        """Start reading what is ready, up to MOST_AT_ONCE at a time; how many are being read."""
        with self._changed:
            known = self._taken | self._given_up
            room = MOST_AT_ONCE - len(self._taken)
        if room > 0:
            ready = readings.unread_jobs(self._view, MOST_AT_ONCE + len(known))
            for request, job in [r for r in ready if r[0] not in known][:room]:
                with self._changed:
                    self._taken.add(request)
                self._pool.submit(job, partial(self._store, request))
        with self._changed:
            return len(self._taken)

    def drain(self) -> int:
        """Read until nothing waits; how many reports were read."""
        while True:
            self._keeper.flush()
            if not self.poll():
                return self.read
            self._wait_beyond(self.read)

    def _wait_beyond(self, count: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self.read > count or not self._taken)

    def _store(self, request: int, job: Job, result: Result) -> None:
        def write(connection: Connection) -> str | None:
            readings.mark_read(connection, request)
            return readings.store(connection, job, result, RELEASE)

        self._keeper.write(write).add_done_callback(lambda future: self._stored(request, future, result))

    def _stored(self, request: int, future: Future[str | None], result: Result) -> None:
        problem = future.exception()
        if problem is not None:
            logger.error("a reading could not be stored: %s", problem)
            self._given_up.add(request)
        elif self._told is not None:
            self._told(future.result(), result)
        with self._changed:
            self._taken.discard(request)
            self.read += 1
            self._changed.notify_all()
