"""What the archive knows of where a report's figures come from: its versions, their captures and readings."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.database import queries, rereads
from archive.database.captures import wire
from archive.database.packing import unpack
from archive.jobs import Job


def job(connection: sqlite3.Connection, version: str, until: str | None = None) -> Job | None:
    """A version as the job that reads it again, from what had been captured by a moment."""
    return next(rereads.version_jobs(connection, None, version, until=until), None)


def captures(connection: sqlite3.Connection, version: str, until: str | None = None) -> list[dict[str, Any]]:
    """The fetches a version was seen in, by a moment, the page (`position` 0) and the newest first."""
    return queries.rows(
        connection,
        "SELECT vc.position, capture.id, capture.url, capture.final_url, capture.captured_at, capture.media_type,"
        " capture.digest, capture.size, capture.rendered, capture.link_title, capture.found_on"
        " FROM version_capture vc JOIN capture ON capture.id = vc.capture WHERE vc.version = :version"
        " AND (:until IS NULL OR capture.captured_at <= :until) ORDER BY vc.position, capture.captured_at DESC",
        {"version": version, "until": until},
    )


def accounts(connection: sqlite3.Connection, key: str, version: str, release: str) -> list[dict[str, Any]]:
    """Every reading of every version of a report, the newest first, with its cells by id.

    `is_told` marks the reading of `version` by `release`, `is_rival` the versions from other addresses than that one's.
    """
    found = queries.rows(
        connection,
        "SELECT version.id AS version, version.first_seen, version.last_seen, reading.release, reading.read_at,"
        " reading.packed, version.id = :version AND reading.release = :release AS is_told,"
        " min(capture.url) AS url, NOT max(capture.url IN ("
        "    SELECT c.url FROM version_capture v JOIN capture c ON c.id = v.capture"
        "    WHERE v.version = :version AND v.position = 0)) AS is_rival"
        " FROM report JOIN version ON version.report = report.id JOIN reading ON reading.version = version.id"
        " JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " JOIN capture ON capture.id = vc.capture WHERE report.key = :key"
        " GROUP BY version.id, reading.release ORDER BY version.first_seen DESC, reading.read_at DESC",
        {"key": key, "version": version, "release": release},
    )
    for row in found:
        packed = row.pop("packed")
        row["cells"] = {cell["id"]: cell for cell in unpack(packed)["cells"]} if packed else {}
    return found


def fetched(connection: sqlite3.Connection, digest: str, url: str) -> str | None:
    """The first capture of an address whose bytes came and are kept, of a closed crawl where there is one.

    Of later captures some only found the bytes unchanged.
    """
    rows = connection.execute(
        "SELECT capture.id FROM capture JOIN crawl ON crawl.id = capture.crawl WHERE digest = ? AND url = ?"
        " AND (capture.status IS NULL OR capture.status <> 304)"
        " ORDER BY manifest IS NULL, captured_at, crawl, position",
        (digest, url),
    ).fetchall()
    return next((row[0] for row in rows if "received" not in wire(connection, row[0])), None)
