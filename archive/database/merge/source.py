"""Another archive, looked at as it is at one moment; nothing is written to it, and nothing in it is trusted."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from archive.blobs import Blobs
from archive.database.connection import NAME, SCHEMA_VERSION, open_untouched, translated_errors
from archive.database.migrations import migrations
from archive.errors import ArchiveUnusable

_TYPES: Mapping[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "REAL": (float, int), "BLOB": (bytes,)}
_MOST_VALUE_BYTES = 256 << 20  # of one value; no reading comes near
_TABLES = (
    *("portal", "crawl", "visit", "listed", "request", "blob", "capture", "body", "predecessor", "report", "version"),
    *("version_capture", "reading", "correction", "revisit", "gone", "withheld", "seal"),
)
Row = dict[str, Any]


class Source:
    """The rows of another archive's tables, as dictionaries of the columns this release has.

    `refused` counts rows that hold what no archive of ours would, by table; they are left out.
    """

    def __init__(self, directory: Path, connection: sqlite3.Connection) -> None:
        """`connection` is of this release's schema."""
        self.directory = directory
        self.connection = connection
        self.blobs = Blobs(directory / "blobs")
        self.refused: Counter[str] = Counter()
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_VALUE_BYTES)
        connection.execute("PRAGMA trusted_schema = 0")
        ordinary = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        there = {row[0] for row in connection.execute(ordinary)}
        if missing := [name for name in _TABLES if name not in there]:
            msg = f"{directory / NAME} lacks the tables {', '.join(missing)}; `nianbao verify` says more"
            raise ArchiveUnusable(msg)
        self._columns = {name: columns(connection, name) for name in _TABLES}

    def rows(self, table: str, where: str = "1", values: tuple[Any, ...] = ()) -> Iterator[Row]:
        """The rows of a table; `where` may end with an order and a limit."""
        for made in self.ours(self.connection, table, where, values):
            if all(_fits(made[name], kind) for name, kind in self._columns[table].items()):
                yield made
            else:
                self.refused[table] += 1

    def ours(self, connection: sqlite3.Connection, table: str, where: str, values: tuple[Any, ...]) -> Iterator[Row]:
        """Rows of the same columns of the archive that takes these in."""
        known = self._columns[table]
        found = connection.execute(f"SELECT {', '.join(known)} FROM {table} WHERE {where}", values)  # noqa: S608
        return (dict(zip(known, row, strict=True)) for row in found)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names above


def columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table with their types."""
    return {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}


def _fits(value: object, kind: str) -> bool:
    return value is None or kind not in _TYPES or isinstance(value, _TYPES[kind])


@contextmanager
def opened(directory: Path) -> Iterator[Source]:
    """An archive as it is now; of one of an earlier release a copy of the database is brought up, in another place."""
    with TemporaryDirectory(prefix="nianbao-merge-") as folder, translated_errors(directory):
        db = open_untouched(directory)
        if db.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            with closing(db.conn) as old, closing(sqlite3.connect(Path(folder) / NAME, isolation_level=None)) as copy:
                old.backup(copy)
                migrations.apply(Database(copy))
            db = open_untouched(Path(folder))
        with closing(db.conn) as connection:
            connection.execute("BEGIN")  # what others write from now on is not seen
            yield Source(directory, connection)
