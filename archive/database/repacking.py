"""An archive of an earlier release is brought into the packed tables, row by row."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from archive.database import texts
from archive.database.packing import pack, unpacked_report
from archive.database.schema_packed import INDEXES, STEPS, TERMS, WORDS
from archive.database.script import statements
from archive.database.wire import Told, pack_wire
from archive.errors import DamagedReading

MANY = 50_000  # rows that take so long that a person wants to hear how far it is
logger = logging.getLogger(__name__)


def repack(connection: sqlite3.Connection) -> None:
    """Move all rows into the tables of today; within the transaction of a migration, and never all at once in memory.

    A reading that cannot be unpacked any more is kept as it is: what is wrong with it will be said where it is read.
    """
    (rows,) = connection.execute("SELECT (SELECT count(*) FROM capture) + (SELECT count(*) FROM reading)").fetchone()
    told = _Progress(rows)
    connection.create_function("packed_wire", 6, told(_wire))
    connection.create_function("repacked", 1, told(_reading))
    for statement in statements(TERMS):
        connection.execute(statement)
    for table, script in STEPS.items():
        for statement in statements(script):
            connection.execute(statement)
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"ALTER TABLE {table}_packed RENAME TO {table}")
    for statement in statements(WORDS + INDEXES):
        connection.execute(statement)
    texts.index_all(connection)


def _wire(wire: str, url: str, final_url: str, found_on: str | None, captured_at: str, size: int) -> bytes:
    return pack_wire(json.loads(wire), Told(url, final_url, found_on, captured_at, size))


def _reading(packed: bytes | None) -> bytes | None:
    try:
        return pack(unpacked_report(packed)) if packed else packed
    except DamagedReading:
        return packed


class _Progress:
    """Says how far a long move has come, by the calls of what packs a row."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._done = 0

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*values: Any) -> Any:
            self._done += 1
            if self._done % MANY == 0:
                logger.warning("bringing the archive up to this release: %d of %d rows", self._done, self._rows)
            return function(*values)

        return counted
