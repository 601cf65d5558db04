"""The versions of a report: when each was seen, and what one that speaks no more had said."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.as_json import report_object
from archive.checks.again import rechecked
from archive.database import queries
from archive.database.packing import unpacked_report
from archive.database.speaker import Speaker, speaker_at
from archive.errors import DamagedReading, NoSuchReport

_CAPTURES = "SELECT capture FROM version_capture WHERE version = ?"


def seen(connection: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """The versions of a report by when they were first seen, each with its addresses' first; `speaks` marks today's."""
    return queries.rows(
        connection,
        "SELECT version.id, version.first_seen, version.last_seen, min(capture.url) AS url,"
        " version.id IS report.version AS speaks FROM report JOIN version ON version.report = report.id"
        " JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " JOIN capture ON capture.id = vc.capture WHERE report.key = ?"
        " GROUP BY version.id ORDER BY version.first_seen, version.id",
        (key,),
    )


def report_at(connection: sqlite3.Connection, key: str, moment: str) -> dict[str, Any]:
    """All about a report as the archive held it at a moment, in the shape of queries.report.

    What has been captured since is left out. Findings are those of today's checks; of a version that speaks no more
    those beside other reports are left out. Raises NoSuchReport where nothing was there.
    """
    spoke = _speaker(connection, key, moment)
    found = queries.report(connection, key)
    if (spoke.version, spoke.release) != (found["version"], found["release"]):
        found |= _told(connection, spoke)
    own = {row[0] for row in connection.execute(_CAPTURES, (spoke.version,))}
    found["captures"] = [c for c in found["captures"] if c["id"] in own and c["captured_at"] <= moment]
    last = [c for c in found["captures"] if c["url"] == spoke.url][-1]
    return found | {"url": spoke.url, "capture_id": last["id"], "digest": last["digest"]}


def _speaker(connection: sqlite3.Connection, key: str, moment: str) -> Speaker:
    (number,) = connection.execute("SELECT id FROM report WHERE key = ?", (key,)).fetchone()
    found = speaker_at(connection, number, moment)
    if found is None:
        first = min((one["first_seen"] for one in seen(connection, key)), default=None)
        since = f"; it was first seen at {first}" if first else ""
        msg = f"nothing of {key} had been captured by {moment}{since}"
        raise NoSuchReport(msg)
    return found


def _told(connection: sqlite3.Connection, spoke: Speaker) -> dict[str, Any]:
    """What a version that speaks no more was read as, with the checks of today."""
    (row,) = queries.rows(
        connection,
        "SELECT version, release, status, problem, template, title, published_on, packed FROM reading"
        " WHERE version = ? AND release = ?",
        (spoke.version, spoke.release),
    )
    packed, row["reading"] = row.pop("packed"), None
    if packed:
        try:
            read = unpacked_report(packed)
            row["reading"] = report_object(read if spoke.status == "withheld" else rechecked(read))
        except DamagedReading as error:
            row["problem"] = str(error)
    return row
