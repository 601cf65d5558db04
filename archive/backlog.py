"""Reads what waits to be read: reports fetched but not parsed, now or after a crash."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from sqlite3 import Connection

from archive.database import readings, withheld
from archive.jobs import Job, Result
from archive.keeper import Keeper
from archive.reading import RELEASE
from archive.worker import ReadingPool

MOST_AT_ONCE = 200  # being read, or read and not yet committed

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
        self.done = 0  # stored, or known already
        self.read = 0  # of these, how many had to be read; the others were known

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
                version = readings.recognise(self._view, job)
                gone = withheld.is_withheld(self._view, job.sources[0].digest)
                if not gone and (version is None or job.is_told):
                    self._pool.submit(replace(job, version=version), partial(self._store, request))
                else:
                    self._see_again(request, job, version)
        with self._changed:
            return len(self._taken)

    def drain(self, moved: Callable[[], None] = lambda: None) -> int:
        """Read until nothing waits; how many reports were read. `moved` is called whenever some are stored."""
        while True:
            if not self.poll():
                self._keeper.flush()  # what was fetched a moment ago may be ready now
                if not self.poll():
                    return self.read
            self._wait(moved)

    def _wait(self, moved: Callable[[], None]) -> None:
        """Sleep until half of what is being read is stored, so that there is room worth asking for."""
        with self._changed:
            seen, enough = self.done, self.done + max(1, len(self._taken) // 2)
        while seen < enough:
            with self._changed:
                self._changed.wait_for(lambda seen=seen: self.done > seen or not self._taken)  # type: ignore[misc]
                seen = self.done if self._taken else enough
            moved()

    def _see_again(self, request: int, job: Job, version: str | None) -> None:
        def write(connection: Connection) -> None:
            readings.mark_read(connection, request)
            if version is not None:
                readings.see_again(connection, job, version)

        self._keeper.write(write).add_done_callback(partial(self._stored, request, None))

    def _store(self, request: int, job: Job, result: Result) -> None:
        def write(connection: Connection) -> str | None:
            readings.mark_read(connection, request)
            return readings.store(connection, job, result, RELEASE)

        self._keeper.write(write).add_done_callback(partial(self._stored, request, result))

    def _stored(self, request: int, result: Result | None, future: Future[str | None]) -> None:
        problem = future.exception()
        if problem is not None:
            logger.error("a reading could not be stored: %s", problem)
            self._given_up.add(request)
        elif self._told is not None and result is not None:
            self._told(future.result(), result)
        with self._changed:
            self._taken.discard(request)
            self.done += 1
            self.read += result is not None
            self._changed.notify_all()
