"""A person's own query of the archive: it may look, for as long as it was given, and do nothing else."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from archive.errors import BadQuery

STEPS = 100_000  # of SQLite's machine between two looks at the clock, and at Ctrl-C
MOST_VALUE_BYTES = 100_000_000  # of one value of a query
_LOOKING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)


def _only_looking(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's question whether a statement may do something; a person's query may read, nothing else."""
    if action == sqlite3.SQLITE_PRAGMA:  # table_info and the like, but no setting
        allowed = second is None or (first or "").endswith(("_info", "_list", "_xinfo"))
    else:
        allowed = action in _LOOKING and second != "load_extension"
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def select(
    db: Database, statement: str, seconds: float | None = None
) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    """Run a person's query: column names and rows. Anything but reading is refused by SQLite itself.

    Raises BadQuery when it is wrong, also in the middle of the rows, or takes longer than `seconds`.
    """
    db.conn.set_authorizer(_only_looking)
    end = time.monotonic() + seconds if seconds else math.inf
    db.conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES)
    db.conn.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    with _plainly(end):
        cursor = db.execute(statement)
    if cursor.description is None:
        return [], iter(())
    return [column[0] for column in cursor.description], _rows(cursor, end)


def _rows(cursor: sqlite3.Cursor, end: float) -> Iterator[tuple[object, ...]]:
    with _plainly(end):
        yield from cursor


@contextmanager
def _plainly(end: float) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        late = time.monotonic() > end
        msg = "the query took too long" if late else f"SQLite says: {error}"
        raise BadQuery(msg) from error
    except sqlite3.Warning as error:
        msg = f"one statement at a time: {error}"
        raise BadQuery(msg) from error
