"""Documents of different addresses that give different figures for one body and year."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from archive.database.packing import unpack
from archive.models import MOST_NAMED, Finding
from archive.releases import age


def rivals(connection: sqlite3.Connection, number: int) -> Iterator[Finding]:
    """V1: what documents of other addresses say against the current version of a report.

    Versions of one address are its changes over time; those of another are a rival account.
    """
    current, release = connection.execute("SELECT version, release FROM report WHERE id = ?", (number,)).fetchone()
    others = connection.execute(
        "SELECT version.id, json_group_array(reading.release), min(capture.url) FROM version"
        " JOIN reading ON reading.version = version.id"
        " JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " JOIN capture ON capture.id = vc.capture WHERE version.report = ?1 AND version.id <> ?2"
        " AND NOT EXISTS (SELECT 1 FROM version_capture a JOIN capture x ON x.id = a.capture"
        "    JOIN version_capture b JOIN capture y ON y.id = b.capture"
        "    WHERE a.version = ?2 AND a.position = 0 AND b.version = version.id AND b.position = 0 AND x.url = y.url)"
        " GROUP BY version.id ORDER BY version.id",
        (number, current),
    ).fetchall()
    ours = _values(connection, current, release) if others else {}
    for version, releases, url in others:
        theirs = _values(connection, version, max(json.loads(releases), key=age))
        differing = sorted(key for key in ours.keys() & theirs.keys() if ours[key] != theirs[key])
        message = f"another document gives other figures for this body and year: {url}"
        for first in range(0, len(differing), MOST_NAMED):
            yield Finding("V1", "unknown", "soft", tuple(differing[first : first + MOST_NAMED]), message)


def _values(connection: sqlite3.Connection, version: str, release: str) -> dict[str, Any]:
    row = connection.execute(
        "SELECT packed FROM reading WHERE version = ? AND release = ?", (version, release)
    ).fetchone()
    return {cell["id"]: cell["value"] for cell in unpack(row[0])["cells"]} if row and row[0] else {}
