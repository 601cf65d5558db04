"""Seals over manifests of crawls: signatures, and tokens of time-stamping authorities."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["ed25519", "rfc3161"]


class Seal(NamedTuple):
    """`signer` is the public key in hex of a signature, the digest of a token; `value` the signature, the token."""

    crawl: str
    kind: Kind
    signer: str
    value: bytes
    made_at: str


def seals(connection: sqlite3.Connection, crawl: str | None = None) -> Iterator[Seal]:
    """The seals of a crawl, or all, by crawl."""
    rows = connection.execute(
        "SELECT crawl, kind, signer, CAST(value AS BLOB), made_at FROM seal WHERE ?1 IS NULL OR crawl = ?1"
        " ORDER BY crawl, kind, signer",
        (crawl,),
    )
    return (Seal(*row) for row in rows)


def keep(connection: sqlite3.Connection, seal: Seal) -> bool:
    """Keep a seal; whether it was not there before."""
    made = connection.execute("INSERT OR IGNORE INTO seal VALUES (?, ?, ?, ?, ?)", seal)
    return made.rowcount > 0


def manifest(connection: sqlite3.Connection, crawl: str) -> bytes | None:
    """The manifest of a crawl, byte for byte what is sealed; None where there is no such crawl, or it is not closed."""
    row = connection.execute("SELECT CAST(manifest AS BLOB) FROM crawl WHERE id = ?", (crawl,)).fetchone()
    return row[0] if row else None


def closed(connection: sqlite3.Connection) -> Iterator[str]:
    """The crawls that have a manifest, the oldest first."""
    rows = connection.execute("SELECT id FROM crawl WHERE manifest IS NOT NULL ORDER BY started_at, id")
    return (row[0] for row in rows)


def unsigned(connection: sqlite3.Connection, signer: str) -> list[str]:
    """The closed crawls that bear no signature of a key, the oldest first."""
    rows = connection.execute(
        "SELECT id FROM crawl WHERE manifest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM seal"
        " WHERE seal.crawl = crawl.id AND kind = 'ed25519' AND signer = ?) ORDER BY started_at, id",
        (signer,),
    )
    return [row[0] for row in rows]
