"""Readings by the release of the parser that made them: which there are, where two differ, which may go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.releases import age

_AT_ONCE = 200  # pairs of readings in memory
_BOTH = (
    "FROM version JOIN reading a ON a.version = version.id AND a.release = :a AND a.status <> 'withheld'"
    " JOIN reading b ON b.version = version.id AND b.release = :b AND b.status <> 'withheld'"
    " LEFT JOIN report ON report.id = version.report"
)


class Used(NamedTuple):
    """A release as an archive knows it: when it first and last read something, how much, for how many it speaks."""

    release: str
    first_read: str
    last_read: str
    versions: int
    unread: int
    reports: int


class Pair(NamedTuple):
    """The packed readings of one version by two releases; None where one could not read it."""

    version: str
    report: str | None
    old: bytes | None
    new: bytes | None


class Scope(NamedTuple):
    """Which versions are meant: those of a report by its key, of a body by its key, of a year; None: all."""

    report: str | None = None
    body: str | None = None
    year: int | None = None

    def where(self) -> tuple[str, dict[str, object]]:
        """The condition, and the values in it."""
        columns = {"report": "report.key", "body": "report.body", "year": "report.year"}
        meant = {name: value for name, value in self._asdict().items() if value is not None}
        return " AND ".join(["1", *(f"{columns[name]} = :{name}" for name in meant)]), meant


def used(connection: sqlite3.Connection) -> list[Used]:
    """Every release of which there are readings, the oldest first."""
    speaks = dict(connection.execute("SELECT release, count(*) FROM report WHERE release IS NOT NULL GROUP BY 1"))
    rows = connection.execute(
        "SELECT release, min(read_at), max(read_at), count(*), sum(status = 'unread') FROM reading GROUP BY release"
    )
    made = [Used(name, first, last, of, unread, speaks.get(name, 0)) for name, first, last, of, unread in rows]
    return sorted(made, key=lambda one: age(one.release))


def has_read(connection: sqlite3.Connection, release: str) -> bool:
    """Whether there is a reading of a release; at once where there are many."""
    return connection.execute("SELECT 1 FROM reading WHERE release = ? LIMIT 1", (release,)).fetchone() is not None


def compared(connection: sqlite3.Connection, old: str, new: str, scope: Scope) -> int:
    """How many versions both releases have read."""
    where, values = scope.where()
    counted = f"SELECT count(*) {_BOTH} WHERE {where}"
    return int(connection.execute(counted, {"a": old, "b": new, **values}).fetchone()[0])


def pairs(connection: sqlite3.Connection, old: str, new: str, scope: Scope) -> Iterator[Pair]:
    """The readings of every version that both releases have read and that are not the same, some at a time."""
    where, meant = scope.where()
    statement = (
        f"SELECT version.id, report.key, a.packed, b.packed {_BOTH}"
        f" WHERE a.packed IS NOT b.packed AND version.id > :after AND {where} ORDER BY version.id LIMIT {_AT_ONCE}"
    )
    after = ""
    while rows := connection.execute(statement, {"a": old, "b": new, "after": after, **meant}).fetchall():
        yield from (Pair(*row) for row in rows)
        after = rows[-1][0]


def superseded(connection: sqlite3.Connection, kept: Sequence[str], limit: int = -1) -> list[tuple[str, str, int]]:
    """Readings by other releases than those `kept` that are needed no more: version, release, bytes of each.

    Needed is what speaks for its report, what the ledger of edits compared, and what no kept release could read.
    """
    marks = ", ".join("?" * len(kept))
    return connection.execute(
        "SELECT version, release, length(coalesce(packed, '')) FROM reading"  # noqa: S608 - question marks
        f" WHERE release NOT IN ({marks}) AND EXISTS (SELECT 1 FROM reading later WHERE later.version = reading.version"
        f"    AND later.release IN ({marks}) AND (later.packed IS NOT NULL OR reading.packed IS NULL))"
        " AND NOT EXISTS (SELECT 1 FROM version JOIN report ON report.id = version.report WHERE"
        "    version.id = reading.version AND report.version = version.id AND report.release = reading.release)"
        " AND NOT EXISTS (SELECT 1 FROM version JOIN edit ON edit.report = version.report WHERE"
        "    version.id = reading.version AND edit.release = reading.release"
        "    AND reading.version IN (edit.previous, edit.version)) LIMIT ?",
        (*kept, *kept, limit),
    ).fetchall()


def drop(connection: sqlite3.Connection, kept: Sequence[str], limit: int) -> int:
    """Remove up to `limit` readings that are needed no more; how many there were."""
    gone = superseded(connection, kept, limit)
    connection.executemany(
        "DELETE FROM reading WHERE version = ? AND release = ?", [(version, release) for version, release, _ in gone]
    )
    return len(gone)
