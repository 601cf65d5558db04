"""What the database knows of the stored bytes, some rows at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple


class BlobRow(NamedTuple):
    """A digest and how many bytes it stands for."""

    digest: str
    size: int


def count(connection: sqlite3.Connection, since: str | None = None, most: int | None = None) -> int:
    """How many blobs were stored since a moment; no more than `most`."""
    (found,) = connection.execute("SELECT count(*) FROM blob WHERE ?1 IS NULL OR stored_at >= ?1", (since,)).fetchone()
    return int(found) if most is None else min(most, int(found))


def pages(connection: sqlite3.Connection, size: int, since: str | None = None) -> Iterator[list[BlobRow]]:
    """All blobs stored since a moment by digest, `size` at a time; between two pages nothing is held open."""
    last = ""
    while True:
        found = connection.execute(
            "SELECT digest, size FROM blob WHERE digest > ?1 AND (?2 IS NULL OR stored_at >= ?2)"
            " ORDER BY digest LIMIT ?3",
            (last, since, size),
        ).fetchall()
        if not found:
            return
        last = found[-1][0]
        yield [BlobRow(*row) for row in found]


def some(connection: sqlite3.Connection, most: int, since: str | None = None) -> list[BlobRow]:
    """That many blobs by chance, or all where there are fewer."""
    rows = connection.execute(
        "SELECT digest, size FROM blob WHERE ?1 IS NULL OR stored_at >= ?1 ORDER BY random() LIMIT ?2", (since, most)
    )
    return [BlobRow(*row) for row in rows]


def is_known(connection: sqlite3.Connection, digest: str) -> bool:
    """Whether there is a row for a digest."""
    return connection.execute("SELECT 1 FROM blob WHERE digest = ?", (digest,)).fetchone() is not None


def lost(connection: sqlite3.Connection) -> list[BlobRow]:
    """The digests captures name of which there is no row, with the size the captures tell."""
    rows = connection.execute(
        "SELECT digest, max(size) FROM capture WHERE digest NOT IN (SELECT digest FROM blob) GROUP BY digest"
    )
    return [BlobRow(*row) for row in rows]


def enter(connection: sqlite3.Connection, row: BlobRow, moment: str) -> None:
    """Write a row for bytes whose row was lost, as of their first capture."""
    connection.execute(
        "INSERT OR IGNORE INTO blob SELECT ?1, ?2, coalesce(min(captured_at), ?3) FROM capture WHERE digest = ?1",
        (*row, moment),
    )
