"""The versions of a report: when each was seen, and what one that speaks no more had said."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

from archive.as_json import report_object
from archive.checks.again import rechecked
from archive.database import dates, queries
from archive.database.packing import unpacked_report
from archive.database.speaker import Speaker, speaker_at
from archive.errors import NoSuchReport

_CAPTURES = """
SELECT capture.id, capture.url, vc.dates FROM version_capture vc JOIN capture ON capture.id = vc.capture
WHERE vc.version = ? AND captured_at <= ? ORDER BY captured_at"""


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

    What has been captured since is left out. Findings are those of today's checks, but for those beside other reports.
    Raises NoSuchReport where nothing was there.
    """
    spoke = _speaker(connection, key, moment)
    seen_in = connection.execute(_CAPTURES, (spoke.version, moment)).fetchall()
    said = next((told for _, url, told in reversed(seen_in) if url == spoke.url and told), None)
    own = {row[0] for row in seen_in}
    captures = [capture for capture in queries.captures_of(connection, key) if capture["id"] in own]
    last = [capture for capture in captures if capture["url"] == spoke.url][-1]
    there = {"url": spoke.url, "capture_id": last["id"], "digest": last["digest"], "captures": captures}
    return queries.row_of(connection, key) | _read(connection, spoke, dates.latest(said)) | there


def _speaker(connection: sqlite3.Connection, key: str, moment: str) -> Speaker:
    (number,) = connection.execute("SELECT id FROM report WHERE key = ?", (key,)).fetchone()
    found = speaker_at(connection, number, moment)
    if found is None:
        first = min((one["first_seen"] for one in seen(connection, key)), default=None)
        since = f"; it was first seen at {first}" if first else ""
        msg = f"nothing of {key} had been captured by {moment}{since}"
        raise NoSuchReport(msg)
    return found


def _read(connection: sqlite3.Connection, spoke: Speaker, dated: dict[str, Any]) -> dict[str, Any]:
    """What a version was read as, under the dates it had then, with the checks of today."""
    (row,) = queries.rows(
        connection,
        "SELECT version, release, status, problem, template, title, published_on, packed FROM reading"
        " WHERE version = ? AND release = ?",
        (spoke.version, spoke.release),
    )
    packed = row.pop("packed")
    with queries.reading_into(row):
        if packed:
            read = replace(unpacked_report(packed), **dated)
            row["published_on"] = read.published
            row["reading"] = report_object(read if spoke.status == "withheld" else rechecked(read))
    return row
