"""Crawls, their captures and the chain that holds these together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from archive.captures import CHAIN, Capture
from archive.clock import now
from archive.database import clocks, lists
from archive.database.wire import Told, pack_wire, unpack_wire
from archive.database.withheld import is_withheld
from archive.errors import NoSuchCapture
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
    for other, running_owner in running(connection):
        if running_owner and is_dead(running_owner):
            end_crawl(connection, other, "interrupted")
    clocks.compare(connection)
    connection.execute(
        "INSERT INTO crawl (id, started_at, status, owner, version, options, chain)"
        " VALUES (?, ?, 'running', ?, ?, ?, ?)",
        (crawl, now(), owner, version, json.dumps(options, ensure_ascii=False, sort_keys=True), CHAIN),
    )


def running(connection: sqlite3.Connection) -> list[tuple[str, str | None]]:
    """The crawls that are not closed, each with its owner."""
    return connection.execute("SELECT id, owner FROM crawl WHERE status = 'running' ORDER BY id").fetchall()


def end_crawl(connection: sqlite3.Connection, crawl: str, status: str) -> str:
    """Close a crawl with its manifest and return that."""
    captures, head, started, version, chain = connection.execute(
        "SELECT captures, head, started_at, version, chain FROM crawl WHERE id = ?", (crawl,)
    ).fetchone()
    lists.keep_unfinished(connection, crawl)
    finished = now()
    manifest = json.dumps(
        {
            "crawl": crawl,
            "chain": chain,
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
    position, head, chain, before = connection.execute(
        "SELECT captures, head, chain, (SELECT captured_at FROM capture WHERE id = head) FROM crawl WHERE id = ?",
        (capture.crawl,),
    ).fetchone()
    clocks.follow(capture.crawl, before, capture.captured_at)
    capture_id = capture.chained(head, position + 1, chain)
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
            pack_wire(capture.wire, told(capture)),
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


class Latest(NamedTuple):
    """What came of an address last; `outcome` is `stored` also where it was unchanged."""

    digest: str
    outcome: str


def latest(connection: sqlite3.Connection, kind: str, url: str, since: str) -> Latest | None:
    """What an address gave last, where that was between a moment and now; not what files of others say it gave."""
    row = connection.execute(
        "SELECT digest, outcome FROM capture WHERE url = ? AND kind = ? AND captured_at BETWEEN ? AND ?"
        " AND crawl NOT GLOB '*-import-*' ORDER BY captured_at DESC LIMIT 1",
        (url, kind, since, now()),
    ).fetchone()
    return Latest(row[0], "stored" if row[1] == "unchanged" else row[1]) if row else None


def chain(connection: sqlite3.Connection, crawl: str, first: int = 0) -> Iterator[tuple[str, str | None, int, Capture]]:
    """The captures of a crawl in order from a position on, with stored id, previous id and position."""
    columns = ", ".join(_COLUMNS)
    rows = connection.execute(
        f"SELECT id, previous, position, wire, crawl, {columns} FROM capture"  # noqa: S608
        " WHERE crawl = ? AND position >= ? ORDER BY position",
        (crawl, first),
    )
    for capture_id, previous, position, wire, name, *values in rows:
        facts = dict(zip(_COLUMNS, values, strict=True))
        facts["rendered"] = bool(facts["rendered"])
        bare = Capture(crawl=name, **facts)
        yield capture_id, previous, position, replace(bare, wire=unpack_wire(wire, told(bare)))


def told(capture: Capture) -> Told:
    """What the row of a capture says beside its wire."""
    return Told(capture.url, capture.final_url, capture.found_on, capture.captured_at, capture.size)


def wire(connection: sqlite3.Connection, capture: str) -> dict[str, Any]:
    """What went over the wire of a capture, named by its id or what it begins with; raises NoSuchCapture."""
    found = connection.execute(
        "SELECT wire, url, final_url, found_on, captured_at, size FROM capture"
        " WHERE id >= ?1 AND id < ?1 || 'g' AND length(?1) >= 6 LIMIT 2",
        (capture,),
    ).fetchall()
    if len(found) != 1:
        msg = f"{capture!r} names {'several captures' if found else 'no capture'}; `nianbao show` prints their ids"
        raise NoSuchCapture(msg)
    return unpack_wire(found[0][0], Told(*found[0][1:]))


def place_in_chain(connection: sqlite3.Connection, capture_id: str) -> tuple[str, int]:
    """The crawl of a capture that is there, and its position in it."""
    row = connection.execute("SELECT crawl, position FROM capture WHERE id = ?", (capture_id,)).fetchone()
    return (row[0], row[1])


class Crawl(NamedTuple):
    """A crawl as it is chained: how many captures, the id of the last one, the manifest that closes them."""

    id: str
    status: str
    captures: int
    head: str | None
    manifest: str | None
    chain: int
    owner: str | None
    started_at: str
    finished_at: str | None
    version: str

    @property
    def told(self) -> dict[str, Any]:
        """The row by the names a manifest has for it."""
        return self._asdict() | {"crawl": self.id}


def crawl_ids(connection: sqlite3.Connection) -> list[str]:
    """Every crawl, the oldest first."""
    return [row[0] for row in connection.execute("SELECT id FROM crawl ORDER BY started_at, id")]


def crawl(connection: sqlite3.Connection, crawl_id: str) -> Crawl:
    """One crawl that is there."""
    columns = ", ".join(Crawl._fields)
    row = connection.execute(f"SELECT {columns} FROM crawl WHERE id = ?", (crawl_id,)).fetchone()  # noqa: S608
    return Crawl(*row)


def counts(connection: sqlite3.Connection) -> tuple[int, int, int, int]:
    """How many blobs with how many bytes, captures and crawls there are."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM blob), (SELECT coalesce(sum(size), 0) FROM blob),"
        " (SELECT count(*) FROM capture), (SELECT count(*) FROM crawl)"
    ).fetchone()
    return (row[0], row[1], row[2], row[3])
