"""The URLs of a crawl: work to do, and the record of what came of each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.clock import now
from archive.database import gone, lists
from archive.database.lists import LINE


@dataclass(slots=True)
class Task:
    """One URL to fetch. `detail` holds what the request needs beyond its address, as JSON values."""

    id: int
    crawl: str
    portal: str
    host: str
    kind: str
    url: str
    fingerprint: bytes
    detail: dict[str, Any] = field(default_factory=dict)
    parent: int | None = None
    priority: int = 0
    tries: int = 0


_COLUMNS = "id, crawl, portal, host, kind, url, fingerprint, detail, parent, priority, tries"


def reserve(connection: sqlite3.Connection, count: int) -> int:
    """Set `count` request ids aside for one process, and return the first; nobody else gets them."""
    row = connection.execute(
        "INSERT INTO counter VALUES ('request', 1 + ?)"
        " ON CONFLICT (name) DO UPDATE SET next = next + ? RETURNING next - ?",
        (count, count, count),
    ).fetchone()
    return int(row[0])


def add(connection: sqlite3.Connection, task: Task) -> None:
    """Record a URL to fetch; one the crawl already has is left as it is."""
    connection.execute(
        f"INSERT OR IGNORE INTO request ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            task.id,
            task.crawl,
            task.portal,
            task.host,
            task.kind,
            task.url,
            task.fingerprint,
            json.dumps(task.detail, ensure_ascii=False, separators=(",", ":")),
            task.parent,
            task.priority,
            task.tries,
        ),
    )


def share(
    connection: sqlite3.Connection, first: bytes, number: int, crawl: str, portal: str, parent: int, own: bytes
) -> None:
    """Record that a page has a file which its crawl asks for with another page: `first` is that one's fingerprint."""
    connection.execute(
        f"{LINE} INSERT OR IGNORE INTO request"  # noqa: S608 - a constant
        " (id, crawl, portal, host, kind, url, fingerprint, detail, parent, outcome, reason, done_at)"
        " SELECT ?2, ?1, ?3, host, kind, url, ?4, json_object('same', id), ?5, 'skipped', ?6, ?7 FROM request"
        " WHERE fingerprint = ?8 AND crawl IN (SELECT crawl FROM line) ORDER BY id DESC LIMIT 1",
        (crawl, number, portal, own, parent, "asked for with another page", now(), first),
    )


def finish(
    connection: sqlite3.Connection,
    task_id: int,
    outcome: str,
    reason: str | None = None,
    capture: str | None = None,
    *,
    tries: int = 1,
    unread: bool = False,
) -> None:
    """Record what came of a URL. `unread` marks a report that waits to be read."""
    connection.execute(
        "UPDATE request SET outcome = ?, reason = ?, capture = ?, tries = ?, unread = ?, done_at = ? WHERE id = ?",
        (outcome, reason, capture, tries, int(unread), now(), task_id),
    )


def open_tasks(connection: sqlite3.Connection, crawl: str, limit: int) -> list[Task]:
    """The most urgent URLs of a crawl that have no outcome yet."""
    rows: Iterable[tuple[Any, ...]] = connection.execute(
        f"SELECT {_COLUMNS} FROM request WHERE crawl = ? AND outcome IS NULL"  # noqa: S608
        " ORDER BY priority DESC, id LIMIT ?",
        (crawl, limit),
    )
    names = _COLUMNS.split(", ")
    return [Task(**dict(zip(names, row, strict=True)) | {"detail": json.loads(row[7])}) for row in rows]


def fingerprints(connection: sqlite3.Connection, crawl: str) -> Iterator[tuple[bytes, str]]:
    """The fingerprints of all URLs of a crawl and of the interrupted ones it continues, each with its portal."""
    rows = connection.execute(
        f"{LINE} SELECT fingerprint, portal FROM request JOIN line USING (crawl, portal)",  # noqa: S608
        (crawl,),
    )
    return ((row[0], row[1]) for row in rows)


@dataclass(frozen=True)
class Takeover:
    """What an interrupted crawl left at a portal: open URLs, reports found so far, what had gone wrong."""

    open: int = 0
    links: int = 0
    status: str | None = None
    reason: str | None = None
    curtailed: bool = False


def begin_visit(connection: sqlite3.Connection, crawl: str, portal: str) -> Takeover:
    """Begin with a portal, taking over what an interrupted crawl of the same scope left undone.

    What the interrupted crawl has fetched counts as fetched: its links are not fetched a second time.
    """
    before = connection.execute(
        "SELECT visit.crawl, visit.status, visit.reason, visit.curtailed, crawl.options"
        " FROM visit JOIN crawl ON crawl.id = visit.crawl WHERE visit.portal = ? AND visit.crawl <> ?"
        " ORDER BY crawl.started_at DESC, crawl.id DESC LIMIT 1",
        (portal, crawl),
    ).fetchone()
    (ours,) = connection.execute("SELECT options FROM crawl WHERE id = ?", (crawl,)).fetchone()
    moved = 0
    if before and _scope(before[4]) == _scope(ours) and _asks_for_all(before[4]) == _asks_for_all(ours):
        moved = connection.execute(
            "UPDATE request SET crawl = ? WHERE crawl = ? AND portal = ? AND outcome IS NULL",
            (crawl, before[0], portal),
        ).rowcount
    if not moved:
        connection.execute(
            "INSERT OR IGNORE INTO visit (crawl, portal, started_at) VALUES (?, ?, ?)", (crawl, portal, now())
        )
        return Takeover()
    connection.execute(
        "INSERT OR IGNORE INTO visit (crawl, portal, started_at, continues, status, reason, curtailed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (crawl, portal, now(), *before[:4]),
    )
    (links,) = connection.execute(
        f"{LINE} SELECT count(*) FROM request JOIN line USING (crawl, portal)"  # noqa: S608
        " WHERE line.portal = ? AND request.kind = 'detail'",
        (crawl, portal),
    ).fetchone()
    return Takeover(moved, links, before[1], before[2], bool(before[3]))


def _asks_for_all(options: str) -> bool:
    """Whether a crawl was to ask for reports that are not due, too: what one put off, the other would not have."""
    return bool(json.loads(options).get("revisit") == "all")


def _scope(options: str) -> list[Any]:
    """What a crawl was asked to find; lists read for less cannot stand for lists read for more."""
    asked = json.loads(options)
    return [asked.get(name) or None for name in ("first_year", "last_year", "limit", "dry_run")]


def note_visit(
    connection: sqlite3.Connection, crawl: str, portal: str, status: str, reason: str | None, *, curtailed: bool
) -> None:
    """Record what has gone wrong at a portal so far, for a crawl that may have to take over."""
    connection.execute(
        "UPDATE visit SET status = ?, reason = ?, curtailed = ? WHERE crawl = ? AND portal = ?",
        (status, reason, int(curtailed), crawl, portal),
    )


def end_visit(
    connection: sqlite3.Connection, crawl: str, portal: str, status: str, reason: str | None, *, whole_list: bool
) -> None:
    """Close the row of a portal with its figures, counted from what is stored.

    A crawl that was asked for only some of what there is has read no list for all that it names.
    """
    (options,) = connection.execute("SELECT options FROM crawl WHERE id = ?", (crawl,)).fetchone()
    whole_list = whole_list and not any(_scope(options))
    counts = dict(
        connection.execute(
            "SELECT outcome, count(*) FROM request WHERE crawl = ? AND portal = ? AND outcome IS NOT NULL"
            " GROUP BY outcome",
            (crawl, portal),
        )
    )
    kinds = dict(
        connection.execute(
            "SELECT kind, count(*) FROM request WHERE crawl = ? AND portal = ? AND detail ->> '$.unlisted' IS NULL"
            " GROUP BY kind",
            (crawl, portal),
        )
    )
    connection.execute(
        "UPDATE visit SET finished_at = ?, status = ?, reason = ?, lists = ?, links = ?, stored = ?,"
        " unchanged = ?, errors = ?, whole_list = ? WHERE crawl = ? AND portal = ?",
        (
            now(),
            status,
            reason,
            kinds.get("list", 0),
            kinds.get("detail", 0),
            counts.get("stored", 0),
            counts.get("unchanged", 0),
            counts.get("failed", 0) + counts.get("missing", 0) + counts.get("blocked", 0),
            int(whole_list),
            crawl,
            portal,
        ),
    )
    lists.keep(connection, crawl, portal, whole=whole_list)
    gone.renew(connection, crawl, portal)


def portal_called(connection: sqlite3.Connection, name: str) -> tuple[str, str, str] | None:
    """Title, division and level by which an archive knows a portal; None for one it does not know."""
    row = connection.execute("SELECT title, division, level FROM portal WHERE name = ?", (name,)).fetchone()
    return (row[0] or "", row[1] or "", row[2] or "") if row else None


def save_portal(connection: sqlite3.Connection, row: Sequence[str]) -> None:
    """Keep the registry row a crawl ran with (the nine contract columns in order)."""
    told = lists.titled(row[0], *(row[place] or None for place in (1, 2, 3, 5)))
    connection.execute(
        "INSERT OR REPLACE INTO portal (name, title, division, level, family, index_url, params, render, note, seen_at,"
        " body, kind, body_name, body_division, body_level) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, now(), *told),
    )
