"""Leases on hosts and portals: whoever holds one is the only one at work there, across processes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable

from archive.owner import is_dead

SECONDS = 60.0  # a lease not renewed for this long is free again: its holder has died


def acquire(connection: sqlite3.Connection, name: str, owner: str) -> tuple[bool, float]:
    """Take a lease if it is free or ours. Whether it was taken, and when the next request may go (Unix time)."""
    moment = time.time()
    row = connection.execute("SELECT owner, until, next_at FROM lease WHERE name = ?", (name,)).fetchone()
    if row and row[0] != owner and row[1] > moment and not is_dead(row[0]):
        return False, row[1]
    next_at = (row[2] if row else None) or 0.0
    connection.execute("INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?)", (name, owner, moment + SECONDS, next_at))
    return True, next_at


def holder(connection: sqlite3.Connection, name: str) -> str | None:
    """Who holds a lease now."""
    row = connection.execute("SELECT owner FROM lease WHERE name = ? AND until > ?", (name, time.time())).fetchone()
    return row[0] if row else None


def renew(connection: sqlite3.Connection, owner: str) -> None:
    """Prolong all leases of an owner."""
    connection.execute("UPDATE lease SET until = ? WHERE owner = ?", (time.time() + SECONDS, owner))


def rest(connection: sqlite3.Connection, name: str, moment: float) -> None:
    """Let nobody ask a host before a moment (Unix time), whoever holds its lease, in this crawl or a later one."""
    connection.execute(
        "INSERT INTO lease VALUES (?, '', 0, ?)"
        " ON CONFLICT (name) DO UPDATE SET next_at = max(coalesce(next_at, 0), excluded.next_at)",
        (name, moment),
    )


def release(connection: sqlite3.Connection, owner: str, next_at: Iterable[tuple[str, float]] = ()) -> None:
    """Give all leases of an owner back; `next_at` says when each host may be asked again."""
    connection.executemany(
        "UPDATE lease SET next_at = max(coalesce(next_at, 0), ?) WHERE name = ? AND owner = ?",
        [(moment, name, owner) for name, moment in next_at],
    )
    connection.execute("UPDATE lease SET until = 0 WHERE owner = ?", (owner,))


def owners(connection: sqlite3.Connection) -> list[str]:
    """Who holds leases that have not run out."""
    rows = connection.execute("SELECT DISTINCT owner FROM lease WHERE until > ? ORDER BY owner", (time.time(),))
    return [row[0] for row in rows]
