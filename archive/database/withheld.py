"""Bytes that had to go by law: their tombstones, and what says the same as they did."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from archive.clock import now
from archive.database import queries


class Tombstone(NamedTuple):
    """What stands in the place of bytes that were withheld."""

    digest: str
    because: str
    author: str | None
    at: str


def tombstones(connection: sqlite3.Connection) -> dict[str, Tombstone]:
    """Every digest whose bytes were withheld."""
    rows = connection.execute("SELECT digest, because, author, at FROM withheld ORDER BY digest")
    return {row[0]: Tombstone(*row) for row in rows}


def digests(connection: sqlite3.Connection) -> frozenset[str]:
    """The digests alone."""
    return frozenset(row[0] for row in connection.execute("SELECT digest FROM withheld"))


def is_withheld(connection: sqlite3.Connection, digest: str) -> bool:
    """Whether the bytes of a digest were withheld."""
    return connection.execute("SELECT 1 FROM withheld WHERE digest = ?", (digest,)).fetchone() is not None


def bury(connection: sqlite3.Connection, stone: Tombstone) -> None:
    """Set a tombstone; one that stands there already stays."""
    connection.execute("INSERT OR IGNORE INTO withheld VALUES (?, ?, ?, ?)", stone)


def follow(connection: sqlite3.Connection, bodies: Sequence[str], contents: Iterable[str]) -> str | None:
    """Withhold documents that say what withheld ones said, and tell why they were; None where none does.

    `bodies` are the digests of documents, `contents` those of what each says, as far as that is known.
    """
    why: str | None = None
    said = [content[:32] for content in contents]
    for position, digest in enumerate(bodies):
        row = connection.execute("SELECT because, author FROM withheld WHERE digest = ?", (digest,)).fetchone()
        if row is None and position < len(said):
            row = connection.execute(
                "SELECT because, author FROM withheld CROSS JOIN capture ON capture.digest = withheld.digest"
                " CROSS JOIN version_capture vc ON vc.capture = capture.id WHERE vc.content = ? ORDER BY at LIMIT 1",
                (said[position],),
            ).fetchone()
            if row is not None:
                bury(connection, Tombstone(digest, row[0], row[1], now()))
        why = why or (row and row[0])
    return why


def listed(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every tombstone with the type and size of what it stands for, where that was seen, and the reports it was of."""
    return queries.rows(
        connection,
        "SELECT withheld.digest, at, because, author, min(capture.media_type) AS media_type, min(blob.size) AS size,"
        " count(DISTINCT capture.id) AS captures, group_concat(DISTINCT report.key) AS reports,"
        " min(capture.url) AS url FROM withheld JOIN blob ON blob.digest = withheld.digest"
        " LEFT JOIN capture ON capture.digest = withheld.digest"
        " LEFT JOIN version_capture vc ON vc.capture = capture.id LEFT JOIN version ON version.id = vc.version"
        " LEFT JOIN report ON report.id = version.report GROUP BY withheld.digest ORDER BY at, withheld.digest",
    )
