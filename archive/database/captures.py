"""Crawls, their captures and the chain that holds these together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.captures import Capture
from archive.clock import now
from archive.database import lists
from archive.database.withheld import is_withheld
from archive.owner import is_dead

_COLUMNS = [
    "portal",
    "kind",
    "url",
    "final_url",
    "found_on",
    "link_title",
    "captured_at",
    "status",
    "media_type",
    "digest",
    "size",
    "rendered",
    "outcome",
    "reason",
    "spider",
    "version",
]


def begin_crawl(
    connection: sqlite3.Connection, crawl: str, owner: str, version: str, options: Mapping[str, Any]
) -> None:
    """Open a crawl; its captures will form one chain. Crawls whose process was killed are closed as they are."""
    for other, running in connection.execute("SELECT id, owner FROM crawl WHERE status = 'running'").fetchall():
        if running and is_dead(running):
            end_crawl(connection, other, "interrupted")
    connection.execute(
        "INSERT INTO crawl (id, started_at, status, owner, version, options) VALUES (?, ?, 'running', ?, ?, ?)",
        (crawl, now(), owner, version, json.dumps(options, ensure_ascii=False, sort_keys=True)),
    )


def end_crawl(connection: sqlite3.Connection, crawl: str, status: str) -> str:
    """Close a crawl with its manifest and return that."""
    row = connection.execute("SELECT captures, head, started_at, version FROM crawl WHERE id = ?", (crawl,)).fetchone()
    captures, head, started, version = row
    lists.keep_unfinished(connection, crawl)
    finished = now()
    manifest = json.dumps(
        {
            "crawl": crawl,
            "captures": captures,
            "head": head,
            "started_at": started,
            "finished_at": finished,
            "status": status,
            "version": version,
        },
        sort_keys=True,
    )
    connection.execute(
        "UPDATE crawl SET status = ?, finished_at = ?, manifest = ?, owner = NULL WHERE id = ?",
        (status, finished, manifest, crawl),
    )
    return manifest


def add_capture(connection: sqlite3.Connection, capture: Capture) -> tuple[str, Capture]:
    """Append a capture to its crawl's chain; its id, and the capture with its final outcome.

    A capture with the bytes of the last one of the same URL is `unchanged`; so is one with bytes the crawl before
    got from that URL, which gives other bytes for other forms sent to it, and so is one whose bytes were withheld.
    """
    if capture.outcome == "stored" and is_withheld(connection, capture.digest):
        capture = replace(capture, outcome="unchanged", reason="its bytes were withheld, and are not kept again")
    elif capture.outcome == "stored" and _is_known(connection, capture):
        capture = replace(capture, outcome="unchanged")
    position, head = connection.execute("SELECT captures, head FROM crawl WHERE id = ?", (capture.crawl,)).fetchone()
    capture_id = capture.chained(head, position + 1)
    connection.execute(
        "INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", (capture.digest, capture.size, capture.captured_at)
    )
    values = [getattr(capture, name) for name in _COLUMNS]
    marks = ", ".join("?" * (len(values) + 5))
    connection.execute(
        f"INSERT INTO capture (id, previous, crawl, position, {', '.join(_COLUMNS)}, wire) VALUES ({marks})",  # noqa: S608
        (
            capture_id,
            head,
            capture.crawl,
            position + 1,
            *values,
            json.dumps(capture.wire, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        ),
    )
    connection.execute(
        "UPDATE crawl SET captures = ?, head = ? WHERE id = ?", (position + 1, capture_id, capture.crawl)
    )
    return capture_id, capture


def _is_known(connection: sqlite3.Connection, capture: Capture) -> bool:
    """Whether the last capture of the URL, or one of the last crawl before this that has it, has these bytes."""
    same = "url = ? AND rendered = ? AND outcome IN ('stored', 'unchanged')"
    asked = (capture.url, capture.rendered)
    last = connection.execute(
        f"SELECT digest FROM capture WHERE {same} ORDER BY captured_at DESC LIMIT 1",  # noqa: S608
        asked,
    ).fetchone()
    if last is None or last[0] == capture.digest:
        return last is not None
    before = connection.execute(
        f"SELECT crawl FROM capture WHERE {same} AND crawl <> ? ORDER BY captured_at DESC LIMIT 1",  # noqa: S608
        (*asked, capture.crawl),
    ).fetchone()
    return before is not None and bool(
        connection.execute(
            f"SELECT 1 FROM capture WHERE {same} AND crawl = ? AND digest = ? LIMIT 1",  # noqa: S608
            (*asked, before[0], capture.digest),
        ).fetchone()
    )


def chain(connection: sqlite3.Connection, crawl: str) -> Iterator[tuple[str, str | None, int, Capture]]:
    """The captures of a crawl in order, with stored id, previous id and position."""
    columns = ", ".join(_COLUMNS)
    rows = connection.execute(
        f"SELECT id, previous, position, wire, crawl, {columns} FROM capture WHERE crawl = ? ORDER BY position",  # noqa: S608
        (crawl,),
    )
    for capture_id, previous, position, wire, name, *values in rows:
        facts = dict(zip(_COLUMNS, values, strict=True))
        facts["rendered"] = bool(facts["rendered"])
        yield capture_id, previous, position, Capture(crawl=name, wire=json.loads(wire), **facts)


def crawls(connection: sqlite3.Connection) -> list[tuple[str, str, int, str | None, str | None]]:
    """Every crawl: id, status, number of captures, head of its chain, manifest."""
    return connection.execute(
        "SELECT id, status, captures, head, manifest FROM crawl ORDER BY started_at, id"
    ).fetchall()


def stored_digests(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Digest and size of every blob the database knows."""
    return iter(connection.execute("SELECT digest, size FROM blob ORDER BY digest"))


def captures_without_blob(connection: sqlite3.Connection) -> list[str]:
    """Captures whose digest the blob table does not know."""
    rows = connection.execute(
        "SELECT id FROM capture WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.digest = capture.digest)"
    )
    return [row[0] for row in rows]


def counts(connection: sqlite3.Connection) -> tuple[int, int, int, int]:
    """How many blobs with how many bytes, captures and crawls there are."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM blob), (SELECT coalesce(sum(size), 0) FROM blob),"
        " (SELECT count(*) FROM capture), (SELECT count(*) FROM crawl)"
    ).fetchone()
    return (row[0], row[1], row[2], row[3])
