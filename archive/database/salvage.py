"""A damaged database read row by row into a new one: past what cannot be read, and by other ways to the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.database import texts
from archive.database.references import NAMED
from archive.database.schema_packed import WORDS
from archive.database.script import statements

_OWN = (  # what holds the index of words is made anew from the texts
    "type IN ('table', 'index', 'view') AND sql IS NOT NULL AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'words\\_%' ESCAPE '\\'"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT GLOB '*[^a-z0-9_]*'"
)
_MOST_NAMED = 200  # lost rows of a table that are named one by one


@dataclass(slots=True)
class Table:
    """What came over of a table: `lost` names rows that are known to have been there and could not be read."""

    name: str
    rows: int = 0
    lost: dict[str, None] = field(default_factory=dict)
    problem: str | None = None  # what SQLite said where reading it in order ended before its end

    def loses(self, key: str) -> None:
        """Note a row that was there and cannot be read."""
        if len(self.lost) < _MOST_NAMED:
            self.lost[key] = None


def salvage(damaged: Path, fresh: Path, schema: Database) -> list[Table]:
    """Copy every row that can be read of a database into a new file; what came of each table.

    `schema` is an empty database of this release: where the damaged one is of the same schema, its own list of tables
    is not asked for. The damaged file is only read. Raises sqlite3.DatabaseError where nothing can be read.
    """
    with closing(sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)) as old:
        old.execute("PRAGMA writable_schema = 1")  # a list of tables that is damaged itself is read as far as it can be
        old.execute("PRAGMA cell_size_check = 1")
        made = _schema(old, schema)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as new:
            for pragma in ("application_id", "user_version"):
                new.execute(f"PRAGMA {pragma} = {old.execute(f'PRAGMA {pragma}').fetchone()[0]}")
            new.execute("PRAGMA synchronous = OFF")  # whoever calls puts the whole file on the disk
            new.execute("BEGIN")
            tables = [_Copy(old, new, name, sql) for kind, name, sql in made if kind == "table"]
            for table in tables:
                table.in_order()
            while sum([table.by_other_ways() for table in tables]):
                continue  # what came over of one table may hold keys of another
            for kind, _, sql in made:
                if kind != "table":
                    new.execute(sql)
            if any(name == "section" and "id INTEGER PRIMARY KEY" in sql for _, name, sql in made):
                for statement in statements(WORDS):
                    new.execute(statement)
                texts.index_all(new)
            new.execute("COMMIT")
            return [table.told for table in tables]


def _schema(old: sqlite3.Connection, schema: Database) -> list[tuple[str, str, str]]:
    """Tables, indices and views to make: kind, name, statement."""
    same = old.execute("PRAGMA user_version").fetchone() == schema.execute("PRAGMA user_version").fetchone()
    source = schema.conn if same else old
    return source.execute(f"SELECT type, name, sql FROM sqlite_master WHERE {_OWN}").fetchall()  # noqa: S608


class _Copy:
    """One table on its way from the old database to the new one."""

    def __init__(self, old: sqlite3.Connection, new: sqlite3.Connection, name: str, sql: str) -> None:
        self.told = Table(name)
        self._old, self._new, self._name = old, new, name
        new.execute(sql)
        columns = new.execute(f"PRAGMA table_info({name})").fetchall()
        keys = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
        names = [row[1] for row in columns]
        has_rowid = not sql.rstrip().upper().endswith("WITHOUT ROWID")
        is_rowid = len(keys) == 1 and any(row[1] == keys[0] and row[2].upper() == "INTEGER" for row in columns)
        self._keys = ["rowid"] if has_rowid else keys
        self._ways = [self._keys[0], *(keys[:1] if has_rowid and not is_rowid else [])]
        self._columns = ["rowid", *names] if has_rowid and not is_rowid else names
        marks = ", ".join("?" * len(self._columns))
        self._into = f"INSERT OR IGNORE INTO {name} ({', '.join(self._columns)}) VALUES ({marks})"  # noqa: S608
        self._select = f"SELECT {', '.join(self._columns)} FROM {name}"  # noqa: S608

    def in_order(self) -> None:
        """From the first row on, and where that ends too soon from the last row back."""
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{key} {direction}" for key in self._keys)
            try:
                for row in self._old.execute(f"{self._select} NOT INDEXED ORDER BY {order}"):
                    self._keep(row)
            except sqlite3.DatabaseError as error:
                self.told.problem = str(error)
            else:
                return

    def by_other_ways(self) -> int:
        """One by one, by keys that stand in indices of the table and in other tables; how many rows that gave."""
        if self.told.problem is None:
            return 0
        before = self.told.rows
        for key in self._ways:  # of the last, which is what people call a row, what is lost is named
            named, self.told.lost = self.told.lost, {}
            for value in self._known_keys(key):
                self._look_for(key, value)
            self.told.lost = self.told.lost or named
        return self.told.rows - before

    def _look_for(self, key: str, value: object) -> None:
        """Copy the rows with a value in the first column of a key, unless they are there."""
        here = self._new.execute(f"SELECT 1 FROM {self._name} WHERE {key} = ?", (value,)).fetchone()  # noqa: S608
        if here and len(self._keys) == 1:
            return
        try:
            rows = self._old.execute(f"{self._select} WHERE {key} = ?", (value,)).fetchall()
        except sqlite3.DatabaseError:
            if not here:
                self.told.loses(str(value))
            return
        for row in rows:
            self._keep(row)

    def _known_keys(self, key: str) -> Iterator[object]:
        """Values of the first column of the key that are, or were, in the table."""
        asked = [(self._old, f"SELECT {key} FROM {self._name} INDEXED BY {name}") for name in self._indices()]  # noqa: S608
        for table, _, column, other, other_key in NAMED:
            if (table, column) == (self._name, key):
                asked.append((self._new, f"SELECT {other_key} FROM {other}"))  # noqa: S608
            if (other, other_key) == (self._name, key):
                asked.append((self._new, f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"))  # noqa: S608
        for connection, statement in asked:
            with suppress(sqlite3.DatabaseError):
                yield from _first(connection.execute(statement))

    def _indices(self) -> list[str]:
        rows = self._old.execute(f"PRAGMA index_list({self._name})")
        return [row[1] for row in rows if not row[4] and (self._keys == ["rowid"] or row[3] != "pk")]

    def _keep(self, row: tuple[object, ...]) -> None:
        try:
            self.told.rows += self._new.execute(self._into, row).rowcount
        except sqlite3.IntegrityError:
            self.told.loses(str(row[: len(self._keys)]))


def _first(rows: Iterable[tuple[object, ...]]) -> Iterator[object]:
    return (row[0] for row in rows)
