"""When each report and its files were last looked at, and when to look again; what lists said when last read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from archive.database import captures, frontier
from archive.database.frontier import Task


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of one address (and what is sent to it, all in the fingerprint of its requests).

    `capture` is the last one whose bytes came, `said` a digest of what the crawl took from it. Times are those of the
    archive; `days` lie between the last look and the next one, `lost_at` is since when it does not answer.
    """

    fingerprint: bytes
    portal: str
    kind: str
    url: str
    year: int | None
    capture: str | None
    said: str | None
    checked_at: str
    changed_at: str | None
    lost_at: str | None
    days: float
    due_at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What an address gave when it last gave bytes: the capture, and by which headers an answer can be compared."""

    capture: str
    digest: str
    size: int
    media_type: str
    captured_at: str
    final_url: str
    validators: Mapping[str, str]


_COLUMNS = "fingerprint, portal, kind, url, year, capture, said, checked_at, changed_at, lost_at, days, due_at"
# what a request for a report keeps from one crawl to the next; the rest is of its own crawl
_LASTING = (
    "title",
    "year",
    "agency",
    "found_on",
    "date",
    "attachments",
    "composed",
    "method",
    "form",
    "json",
    "headers",
)
_LONGEST = 1_024  # letters of a header that is sent back
_DAYS = 30.0  # between looks, where no policy has spoken yet
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


def known(connection: sqlite3.Connection, fingerprint: bytes) -> Look | None:
    """What is known of an address; None where it never answered."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM revisit WHERE fingerprint = ?", (fingerprint,)).fetchone()  # noqa: S608
    return Look(*row) if row else None


def note(connection: sqlite3.Connection, look: Look) -> None:
    """Write down what is known of an address."""
    marks = ", ".join("?" * len(_COLUMNS.split(", ")))
    connection.execute(f"INSERT OR REPLACE INTO revisit ({_COLUMNS}) VALUES ({marks})", astuple(look))  # noqa: S608


def kept(connection: sqlite3.Connection, capture: str) -> Kept | None:
    """What a capture holds; None where it is not there, or its bytes were withheld."""
    row = connection.execute(
        "SELECT digest, size, media_type, captured_at, final_url FROM capture WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.digest = capture.digest)",
        (capture,),
    ).fetchone()
    if row is None:
        return None
    came = captures.wire(connection, capture).get("response_headers", ())
    headers = {name.lower(): value for name, value in came}
    validators = {asked: headers[name] for name, asked in _VALIDATORS.items() if _is_plain(headers.get(name))}
    digest, size, media_type, captured_at, final_url = row
    return Kept(capture, digest, size, media_type, captured_at, final_url, validators)


def is_read(connection: sqlite3.Connection, capture: str) -> bool:
    """Whether a capture was read as a report, all of it: only then can a reading tell that nothing changed."""
    row = connection.execute(
        "SELECT 1 FROM version_capture vc JOIN reading ON reading.version = vc.version"
        " WHERE vc.capture = ? AND reading.status = 'read' LIMIT 1",
        (capture,),
    ).fetchone()
    return row is not None


def _is_plain(value: str | None) -> bool:
    """Whether a header can be sent back as it came."""
    return bool(value) and len(value or "") <= _LONGEST and (value or "").isascii() and (value or "").isprintable()


def settle(connection: sqlite3.Connection) -> None:
    """Tell an archive of an earlier release what it fetched: all of it is due, and asked for under conditions."""
    connection.execute(
        "INSERT OR IGNORE INTO revisit (fingerprint, portal, kind, url, year, capture, checked_at, days, due_at)"
        " SELECT request.fingerprint, request.portal, request.kind, request.url, request.detail ->> '$.year',"
        " request.capture, capture.captured_at, ?, capture.captured_at"
        " FROM request JOIN capture ON capture.id = request.capture"
        " WHERE request.kind IN ('list', 'detail', 'attachment') AND request.outcome IN ('stored', 'unchanged')"
        " ORDER BY capture.captured_at DESC",
        (_DAYS,),
    )


def of_parent(connection: sqlite3.Connection, task: Task) -> Look | None:
    """What is known of the page a file is attached to."""
    row = connection.execute("SELECT fingerprint FROM request WHERE id = ?", (task.parent,)).fetchone()
    return known(connection, row[0]) if row else None


def due(connection: sqlite3.Connection, portal: str, moment: str | None) -> list[tuple[Look, dict[str, Any]]]:
    """The reports of a portal that are to be looked at again by a moment, or all, each as it was last asked for."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM revisit WHERE portal = ? AND kind = 'detail'"  # noqa: S608
        " AND (?2 IS NULL OR due_at <= ?2) ORDER BY due_at",
        (portal, moment),
    ).fetchall()
    return [(look, detail) for look in (Look(*row) for row in rows) if (detail := _asked(connection, look))]


def _asked(connection: sqlite3.Connection, look: Look) -> dict[str, Any]:
    row = connection.execute(
        "SELECT detail FROM request WHERE fingerprint = ? AND kind = 'detail' ORDER BY id DESC LIMIT 1",
        (look.fingerprint,),
    ).fetchone()
    made: dict[str, Any] = json.loads(row[0]) if row else {}
    return {} if made.get("render") else {key: made[key] for key in _LASTING if key in made}


def put_off(connection: sqlite3.Connection, task: Task, look: Look, reason: str) -> None:
    """Record that a report a list names is not asked for in this crawl; the capture it has stands for it.

    What the crawls before recorded in its place goes: of a report that is not due one line is enough.
    """
    connection.execute(
        "DELETE FROM request WHERE fingerprint = ? AND kind = 'detail' AND outcome = 'skipped' AND capture IS NOT NULL",
        (look.fingerprint,),
    )
    frontier.add(connection, task)  # in one go: work that is open would be done by the next run
    connection.execute(
        "UPDATE request SET outcome = 'skipped', reason = ?, capture = ?, tries = 0, done_at = ? WHERE id = ?",
        (reason, look.capture, look.checked_at, task.id),
    )
