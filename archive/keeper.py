"""The archive's one writer: a thread that stores bytes first and rows after, many at a time.

What is handed over is on the disk within GROUP_SECONDS. A crash may cost what was handed over since the
last group; rows never point to bytes that are not there, but where these were withheld: those are never stored.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from archive.blobs import Blobs
from archive.cache import DocumentCache
from archive.database import withheld
from archive.database.connection import create_or_open, immediate, log_size, translated_errors
from archive.errors import ArchiveError
from archive.writers import Mark

GROUP_SECONDS = 0.5
LARGE_LOG_BYTES = 256 << 20  # of the database's log, which is written over when it has a few MB
MOST_WAITING_BYTES = 64 << 20  # beyond this, whoever hands over more has to wait
logger = logging.getLogger(__name__)

Write = Callable[[sqlite3.Connection], Any]


@dataclass
class _Group:
    writes: list[tuple[Write, Future[Any]]] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def __bool__(self) -> bool:
        return bool(self.writes or self.bodies)


class Keeper:
    """Use as a context manager; `write` and `keep` may be called from any thread."""

    def __init__(self, directory: Path) -> None:
        """Open the archive in `directory`, making it where there is none."""
        self.directory = directory
        self.blobs = Blobs(directory / "blobs")
        self.failure: ArchiveError | None = None
        self._withheld: frozenset[str] = frozenset()
        self._db = create_or_open(directory)
        try:
            with translated_errors(directory):
                self._mark = Mark(directory)
        except ArchiveError:
            self._db.close()
            raise
        with translated_errors(directory):
            self._leave_out()
        self._told_of_log = False
        self._group = _Group()
        self._storing = False
        self._hurried = 0
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, digest: str, body: bytes) -> None:
        """Hand over bytes; they are stored before any write handed over after them."""
        with self._changed:
            self._changed.wait_for(lambda: self._group.size < MOST_WAITING_BYTES or self.failure)
            if digest not in self._group.bodies:
                self._group.bodies[digest] = body
                self._group.size += len(body)
            self._changed.notify_all()

    def write(self, write: Write) -> Future[Any]:
        """Hand over a change of the database; the future holds what it returns, once committed."""
        future: Future[Any] = Future()
        with self._changed:
            if self.failure:
                future.set_exception(self.failure)
            else:
                self._group.writes.append((write, future))
                self._changed.notify_all()
        return future

    def flush(self) -> None:
        """Wait until all that was handed over is on the disk; raises what went wrong."""
        with self._changed:
            self._hurried += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.failure or not (self._group or self._storing))
            self._hurried -= 1
        if self.failure:
            raise self.failure

    def close(self) -> None:
        """Store what is left and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        self._db.close()
        self._mark.close()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._group or self._closing)
                self._changed.wait_for(self._is_due, timeout=GROUP_SECONDS)
                group, self._group = self._group, _Group()
                self._storing = True
            if group:
                self._store(group)
                self._look_at_log()
            with self._changed:
                self._storing = False
                self._changed.notify_all()
                if self._closing and not self._group:
                    return

    def _look_at_log(self) -> None:
        """Say once that the log grows, which it does while a program reads in one go; it shrinks when that ends."""
        size = log_size(self.directory)
        if size > LARGE_LOG_BYTES and not self._told_of_log:
            self._told_of_log = True
            logger.warning("archive.db-wal has grown to %d MB: another program has been reading for long", size >> 20)

    def _is_due(self) -> bool:
        return bool(self._hurried or self._closing or self._group.size >= MOST_WAITING_BYTES // 2)

    def _store(self, group: _Group) -> None:
        """Bytes, then rows in one transaction, then the news to whoever waits."""
        try:
            if self.failure:
                raise self.failure
            with translated_errors(self.directory):
                self._leave_out()
                self.blobs.keep((d, body) for d, body in group.bodies.items() if d not in self._withheld)
                with immediate(self._db.conn):
                    outcomes = [_attempt(self._db.conn, write) for write, _ in group.writes]
                self._leave_out()
        except ArchiveError as error:
            self.failure = error
            for _, future in group.writes:
                future.set_exception(error)
            return
        for (_, future), (result, problem) in zip(group.writes, outcomes, strict=True):
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

    def _leave_out(self) -> None:
        """Remove what lies here of bytes that have been withheld since we last looked, by whichever program."""
        known = withheld.digests(self._db.conn)
        for digest in known - self._withheld:
            self.blobs.remove(digest)
            DocumentCache(self.directory / "cache").forget(digest)
        self._withheld = known


def write_now(directory: Path, write: Write) -> Any:
    """One change of an archive's database, on the disk when this returns; what `write` returned."""
    with Keeper(directory) as keeper:
        outcome = keeper.write(write)
        keeper.flush()
        return outcome.result()


def _attempt(connection: sqlite3.Connection, write: Write) -> tuple[Any, Exception | None]:
    """One write in its own savepoint: a bad one fails alone."""
    connection.execute("SAVEPOINT write")
    try:
        result = write(connection)
    except sqlite3.OperationalError:
        raise  # disk full, locked: the group's trouble
    except Exception as problem:  # noqa: BLE001 - handed to whoever waits for this write
        connection.execute("ROLLBACK TO write")
        connection.execute("RELEASE write")
        return None, problem
    connection.execute("RELEASE write")
    return result, None
