"""What is stored as jobs for reading it again: which versions are due, where they lie, how far a pass is."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from archive.bodies import scope_of
from archive.jobs import Job, Source
from archive.models import Hints

_AT_ONCE = 500  # rows looked up in one go; between two of them the archive may change
_EVERYTHING = "reread --all"
# Of a version whose bytes were withheld nothing is read: what could be is less than what it was.
_WITHHELD = """SELECT 1 FROM version_capture vc JOIN capture ON capture.id = vc.capture
    JOIN withheld ON withheld.digest = capture.digest WHERE vc.version = version.id"""
_READ = "SELECT 1 FROM reading WHERE reading.version = version.id AND release = :release AND read_at >= :since"
_DUE = f"(:release IS NULL OR NOT EXISTS ({_READ})) AND NOT EXISTS ({_WITHHELD})"
_JOBS = f"""
SELECT version.id, version.first_seen, report.portal, report.url, portal.division, portal.index_url, portal.title
FROM version LEFT JOIN report ON report.id = version.report LEFT JOIN portal ON portal.name = report.portal
WHERE {_DUE} AND version.id > :after AND (:only IS NULL OR version.id = :only) ORDER BY version.id LIMIT {_AT_ONCE}
"""  # noqa: S608 - the condition above
_LATEST = """
SELECT capture.id, capture.digest, capture.media_type FROM version_capture vc JOIN capture ON capture.id = vc.capture
WHERE vc.version = :version AND vc.position = :position AND (:until IS NULL OR captured_at <= :until)
ORDER BY captured_at DESC, capture.id DESC LIMIT 1"""


def version_jobs(
    connection: sqlite3.Connection,
    release: str | None,
    only: str | None = None,
    *,
    since: str = "",
    until: str | None = None,
) -> Iterator[Job]:
    """Every version as a job for a reread, or `only` one, by id; some are looked up at a time, however many there are.

    With `release` only those that release has not read since that moment. The same version is always the same job:
    of the captures it was seen in the latest of each position; with `until` the latest by then.
    """
    asked = {"release": release, "since": since, "only": only, "after": ""}
    while rows := connection.execute(_JOBS, asked).fetchall():
        for version, seen, portal, url, *home in rows:
            yield _job(connection, version, (portal, url, seen), scope_of(*home), until)
        asked["after"] = rows[-1][0]


def due(connection: sqlite3.Connection, release: str | None, since: str = "") -> int:
    """How many versions `version_jobs` gives."""
    asked = {"release": release, "since": since}
    (count,) = connection.execute(f"SELECT count(*) FROM version WHERE {_DUE}", asked).fetchone()  # noqa: S608
    return int(count)


def begin_pass(connection: sqlite3.Connection) -> tuple[str, bool]:
    """The moment since which everything is being read again, and whether that is an earlier pass that was stopped."""
    made = connection.execute(
        "INSERT OR IGNORE INTO counter VALUES (?, ?)", (_EVERYTHING, round(time.time() * 1000))
    ).rowcount
    (moment,) = connection.execute(
        "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', next / 1000.0, 'unixepoch') FROM counter WHERE name = ?", (_EVERYTHING,)
    ).fetchone()
    return str(moment), not made


def end_pass(connection: sqlite3.Connection) -> None:
    """Everything was read again."""
    connection.execute("DELETE FROM counter WHERE name = ?", (_EVERYTHING,))


def _job(
    connection: sqlite3.Connection,
    version: str,
    known: tuple[str | None, str | None, str],
    scope: str | None,
    until: str | None,
) -> Job:
    portal, url, seen = known
    (last,) = connection.execute("SELECT max(position) FROM version_capture WHERE version = ?", (version,)).fetchone()
    places = [{"version": version, "position": n, "until": until} for n in range(-1 if last is None else last + 1)]
    latest = (connection.execute(_LATEST, place).fetchone() for place in places)
    sources = tuple(Source(*row) for row in latest if row)
    title, told = _first_hints(connection, sources[0].capture if sources else None)
    hints = Hints(link_title=title, url=url, **told)
    return Job(sources, hints, portal, url, scope, seen, version)


def _first_hints(connection: sqlite3.Connection, capture: str | None) -> tuple[str | None, dict[str, Any]]:
    row = connection.execute(
        "SELECT capture.link_title, request.detail FROM capture LEFT JOIN request ON request.capture = capture.id"
        " WHERE capture.id = ? ORDER BY request.id LIMIT 1",
        (capture,),
    ).fetchone()
    known = json.loads(row[1] or "{}") if row else {}
    return (row[0] if row else None), {key: known.get(key) for key in ("agency", "year")}
