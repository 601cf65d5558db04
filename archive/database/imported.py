"""What an import asks of the archive, and how it takes captures in: none that is there already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from archive.captures import Capture


class Known(NamedTuple):
    """Bytes that are kept: digest, size and type."""

    digest: str
    size: int
    media_type: str


def same(connection: sqlite3.Connection, capture: Capture) -> str | None:
    """The id of the capture that is this one: the same address at the same moment with the same bytes and outcome."""
    row = connection.execute(
        "SELECT id FROM capture WHERE url = ? AND captured_at = ? AND digest = ? AND rendered = ? AND status IS ?"
        " AND final_url = ? LIMIT 1",
        (capture.url, capture.captured_at, capture.digest, capture.rendered, capture.status, capture.final_url),
    ).fetchone()
    return row[0] if row else None


def same_bytes(connection: sqlite3.Connection, url: str, digest: str) -> str | None:
    """The id of a capture of an address with these bytes, whenever it was made."""
    row = connection.execute("SELECT id FROM capture WHERE url = ? AND digest = ? LIMIT 1", (url, digest)).fetchone()
    return row[0] if row else None


def at(connection: sqlite3.Connection, url: str, second: str) -> Iterator[Known]:
    """What was had from an address at a second (`2020-01-01T00:00:00`), or else, latest first, before it."""
    rows = connection.execute(
        "SELECT DISTINCT digest, size, media_type FROM capture WHERE url = ?1 AND outcome IN ('stored', 'unchanged')"
        " ORDER BY substr(captured_at, 1, 19) = ?2 DESC, captured_at <= ?2 || '~' DESC, captured_at DESC LIMIT 50",
        (url, second),
    )
    return (Known(*row) for row in rows)


def of_digest(connection: sqlite3.Connection, digest: str) -> Known | None:
    """Bytes by their digest."""
    row = connection.execute(
        "SELECT digest, size, media_type FROM capture WHERE digest = ? LIMIT 1", (digest,)
    ).fetchone()
    return Known(*row) if row else None


def request_of(connection: sqlite3.Connection, capture: str) -> int | None:
    """The request that brought a capture."""
    row = connection.execute("SELECT min(id) FROM request WHERE capture = ?", (capture,)).fetchone()
    return row[0] if row else None


def read_anew(connection: sqlite3.Connection, request: int) -> None:
    """Let a report wait to be read: something of it has come since."""
    connection.execute("UPDATE request SET unread = 1 WHERE id = ?", (request,))


def has_portal(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the archive knows a portal."""
    return connection.execute("SELECT 1 FROM portal WHERE name = ?", (name,)).fetchone() is not None
