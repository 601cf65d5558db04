"""Copies of the database: all of it as it is, or its public tables as a plain SQLite file that anything can read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from archive.database.exports import UNCLEARED_REPORTS, WITHHELD_VERSIONS
from archive.database.unpacked import rewrite
from archive.database.withheld import tombstones
from archive.errors import CannotExport
from archive.export.tables import Table

_NOT_WRITTEN = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
_PAGES = 2000  # copied between two looks at Ctrl-C
_TYPES = {"integer": "INTEGER", "count": "INTEGER", "boolean": "INTEGER", "number": "NUMERIC"}
_DICTIONARY = """CREATE TABLE [columns] ([table] TEXT NOT NULL, [column] TEXT NOT NULL, position INTEGER NOT NULL,
    type TEXT NOT NULL, unit TEXT, leads_to TEXT, description TEXT NOT NULL, PRIMARY KEY ([table], [column]))"""


@contextmanager
def _new(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database that nobody sees before it is whole, so it needs no journal; raises CannotExport."""
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = OFF")
        made.execute("PRAGMA synchronous = OFF")
        try:
            yield made
        except sqlite3.OperationalError as error:
            if not getattr(error, "sqlite_errorname", "").startswith(_NOT_WRITTEN):  # Python's own have no name
                raise
            msg = f"{path.parent} cannot be written to: {error}"
            raise CannotExport(msg) from error


def copy(connection: sqlite3.Connection, path: Path, moved: Callable[[int, int], None] | None = None) -> None:
    """Copy the whole database, by pages, as it is seen by the connection, whatever others write meanwhile.

    Where anything was withheld, the copy is written anew without the pages that were freed: what stood there is in it
    no more.
    """

    def told(_: int, left: int, pages: int) -> None:
        if moved:
            moved(pages - left, pages)

    with _new(path) as made:
        connection.backup(made, pages=_PAGES, progress=told)
        made.execute("PRAGMA journal_mode = DELETE")  # a single file, also where nothing can be written beside it
        if tombstones(made):
            _clear(made)
            made.execute("VACUUM")


def _clear(made: sqlite3.Connection) -> None:
    """Remove from a copy what was read of withheld documents, where `withhold` has not done so."""
    numbers = made.execute(f"SELECT id FROM report WHERE key IN ({UNCLEARED_REPORTS})").fetchall()
    made.execute(
        "UPDATE reading SET packed = NULL, title = NULL, status = 'withheld'"
        f" WHERE version IN ({WITHHELD_VERSIONS}) AND status <> 'withheld'"
    )
    for (number,) in numbers:
        rewrite(made, number, None)
        made.execute("UPDATE report SET status = 'withheld' WHERE id = ?", (number,))


class Plain:
    """A plain SQLite file in the making: its tables, with keys and indexes, and no view, trigger or setting of ours."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_DICTIONARY)

    def add(self, table: Table, rows: Iterable[tuple[Any, ...]], names: Iterable[str]) -> int:
        """Write a table; foreign keys lead to those of `names` only. How many rows there were."""
        self._connection.execute(_created(table, set(names)))
        marks = ", ".join("?" * len(table.columns))
        before = self._connection.total_changes
        self._connection.execute("BEGIN")
        self._connection.executemany(f"INSERT INTO [{table.name}] VALUES ({marks})", rows)
        self._connection.execute("COMMIT")
        count = self._connection.total_changes - before
        for column in _indexed(table):
            self._connection.execute(f"CREATE INDEX [{table.name}_{column}] ON [{table.name}] ([{column}])")
        self._connection.executemany(
            "INSERT INTO [columns] VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (table.name, c.name, position, c.type, c.unit, table.foreign.get(c.name), c.description)
                for position, c in enumerate(table.columns, 1)
            ],
        )
        return count

    def tell(self, origin: dict[str, Any]) -> None:
        """Write where it comes from into the table `origin`."""
        self._connection.execute("CREATE TABLE origin (name TEXT PRIMARY KEY, value TEXT)")
        self._connection.executemany(
            "INSERT INTO origin VALUES (?, ?)",
            [(name, v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)) for name, v in origin.items()],
        )


@contextmanager
def plain(path: Path) -> Iterator[Plain]:
    """A new plain SQLite file; raises CannotExport where it cannot be written."""
    with _new(path) as made:
        yield Plain(made)
        made.execute("ANALYZE")


def _created(table: Table, names: set[str]) -> str:
    lines = [
        f"[{c.name}] {_TYPES.get(c.type, 'TEXT')}{' NOT NULL' if c.name in table.key else ''}" for c in table.columns
    ]
    if table.key:
        lines.append(f"PRIMARY KEY ({', '.join(f'[{name}]' for name in table.key)})")
    for column, target in table.foreign.items():
        other, _, key = target.partition(".")
        if other in names:
            lines.append(f"FOREIGN KEY ([{column}]) REFERENCES [{other}] ([{key}])")
    return f"CREATE TABLE [{table.name}] ({', '.join(lines)}){' WITHOUT ROWID' if table.key else ''}"


def _indexed(table: Table) -> list[str]:
    """The columns people come by: those named, and the foreign keys, where the key does not begin with them."""
    return [name for name in dict.fromkeys((*table.index, *table.foreign)) if name not in table.key[:1]]
