"""Crawls of another archive: their captures, link by link, and the manifests and seals that close them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from archive.captures import CHAIN
from archive.database import captures, leases
from archive.database.merge.source import Row, Source
from archive.owner import is_dead

AT_ONCE = 500  # captures in one transaction
State = Literal["new", "further", "same", "behind"]


class Conflict(NamedTuple):
    """Something both archives have otherwise; what is here stays."""

    what: str
    why: str


def compared(connection: sqlite3.Connection, source: Source, theirs: Row) -> State | Conflict:
    """How a crawl of theirs stands to ours of that name: new here, further there, the same, or behind."""
    row = connection.execute(
        "SELECT captures, manifest, chain, owner FROM crawl WHERE id = ?", (theirs["id"],)
    ).fetchone()
    name = f"crawl {theirs['id']}"
    if theirs["chain"] not in (1, CHAIN):
        return Conflict(name, f"it is chained in a way this release does not know ({theirs['chain']})")
    if row is None:
        return "new"
    count, manifest, chain, owner = row
    if chain != theirs["chain"]:
        return Conflict(name, "its captures are chained in another way here")
    if owner in leases.owners(connection) and not is_dead(owner):
        return Conflict(name, "it is at work here")
    shorter = min(count, theirs["captures"])
    if _at(connection, theirs["id"], shorter) != _at(source.connection, theirs["id"], shorter):
        return Conflict(name, f"its chain is another one here, by capture {shorter} at the latest")
    if theirs["captures"] == count:
        differ = manifest and theirs["manifest"] and manifest != theirs["manifest"]
        return Conflict(name, "another manifest closes it here") if differ else "same"
    closed = manifest if count < theirs["captures"] else theirs["manifest"]
    if closed:
        return Conflict(name, "a manifest closes it before the end it has in the other archive")
    return "further" if theirs["captures"] > count else "behind"


def _at(connection: sqlite3.Connection, crawl: str, position: int) -> str | None:
    row = connection.execute("SELECT id FROM capture WHERE crawl = ? AND position = ?", (crawl, position)).fetchone()
    return str(row[0]) if row else None


def begin(connection: sqlite3.Connection, theirs: Row) -> None:
    """Open a crawl that is not here yet; it is nobody's, so that nobody closes it before it is whole."""
    kept = {**theirs, "status": "running", "owner": None, "captures": 0, "head": None, "manifest": None}
    insert(connection, "crawl", {**kept, "finished_at": None})


def length(connection: sqlite3.Connection, crawl: str) -> int:
    """How many captures of a crawl are here."""
    return int(connection.execute("SELECT captures FROM crawl WHERE id = ?", (crawl,)).fetchone()[0])


def links(source: Source, crawl: Row) -> Iterator[list[Row]]:
    """The captures of a crawl, some at a time, as far as the chain holds; the rows as they lie."""
    rows = _held(source, crawl)
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _held(source: Source, crawl: Row) -> Iterator[Row]:
    before: str | None = None
    told = source.rows("capture", "crawl = ? ORDER BY position", (crawl["id"],))
    chain = captures.chain(source.connection, crawl["id"])
    try:
        for number, (row, (capture_id, previous, position, capture)) in enumerate(zip(told, chain, strict=False), 1):
            right = (row["id"], position, previous) == (capture_id, number, before)
            if not right or capture.chained(previous, position, crawl["chain"]) != capture_id:
                return
            before = capture_id
            yield row
    except (TypeError, ValueError, RecursionError):
        return  # what was hashed was nothing of the kind


def add(connection: sqlite3.Connection, crawl: str, some: list[Row]) -> None:
    """Append captures to a crawl; the documents they name are on the disk."""
    (count,) = connection.execute("SELECT captures FROM crawl WHERE id = ?", (crawl,)).fetchone()
    for row in some:
        if row["position"] != count + 1:
            continue
        connection.execute(
            "INSERT INTO blob VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO UPDATE SET stored_at = min(stored_at, ?3)",
            (row["digest"], row["size"], row["captured_at"]),
        )
        insert(connection, "capture", row)
        count += 1
        connection.execute(
            "UPDATE crawl SET captures = ?, head = ?, owner = NULL WHERE id = ?", (count, row["id"], crawl)
        )


def close(connection: sqlite3.Connection, source: Source, theirs: Row) -> Conflict | None:
    """Close a crawl whose captures are all here as it was closed there, with its seals; or say why that cannot be."""
    name = f"crawl {theirs['id']}"
    (count, head, manifest) = connection.execute(
        "SELECT captures, head, manifest FROM crawl WHERE id = ?", (theirs["id"],)
    ).fetchone()
    if (count, head) != (theirs["captures"], theirs["head"]):
        return Conflict(name, f"its chain breaks there after capture {count}; what stands behind it was not taken")
    if theirs["manifest"] is not None and manifest is None:
        if not _closes(theirs["manifest"], count, head):
            return Conflict(name, "the manifest it has there does not close its chain, and was not taken")
        connection.execute(
            "UPDATE crawl SET status = ?, finished_at = ?, manifest = ? WHERE id = ?",
            (theirs["status"], theirs["finished_at"], theirs["manifest"], theirs["id"]),
        )
    for seal in source.rows("seal", "crawl = ? ORDER BY kind, signer", (theirs["id"],)):
        same = "crawl = ? AND kind = ? AND signer = ?"
        known = connection.execute(
            f"SELECT value FROM seal WHERE {same}",  # noqa: S608 - the condition above
            (seal["crawl"], seal["kind"], seal["signer"]),
        ).fetchone()
        if known is None:
            insert(connection, "seal", seal)
        elif known[0] != seal["value"]:
            return Conflict(name, f"the seal of {seal['signer']} is another one here")
    return None


def _closes(manifest: str, count: int, head: str | None) -> bool:
    try:
        told = json.loads(manifest)
        return (told["captures"], told["head"]) == (count, head)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Insert a row of the columns this release has; one with that key stays as it is."""
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - names of our schema
        list(row.values()),
    )
