"""Bytes that had to go by law: their tombstones."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


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
