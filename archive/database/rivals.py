"""Documents of different addresses that give different figures for one body and year."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.database.packing import unpack

CHECK = "V1"


def note(connection: sqlite3.Connection, number: int) -> None:
    """Where documents of different addresses give different figures for one body and year, say so.

    Versions of one address are its changes over time; those of another are a rival account.
    """
    current, release = connection.execute("SELECT version, release FROM report WHERE id = ?", (number,)).fetchone()
    connection.execute("DELETE FROM finding WHERE report = ? AND check_id = ?", (number, CHECK))
    rivals = connection.execute(
        "SELECT version.id, max(reading.release), min(capture.url) FROM version"
        " JOIN reading ON reading.version = version.id"
        " JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " JOIN capture ON capture.id = vc.capture WHERE version.report = ?1 AND version.id <> ?2"
        " AND NOT EXISTS (SELECT 1 FROM version_capture a JOIN capture x ON x.id = a.capture"
        "    JOIN version_capture b JOIN capture y ON y.id = b.capture"
        "    WHERE a.version = ?2 AND a.position = 0 AND b.version = version.id AND b.position = 0 AND x.url = y.url)"
        " GROUP BY version.id ORDER BY version.id",
        (number, current),
    ).fetchall()
    ours = _values(connection, current, release) if rivals else {}
    for version, latest, url in rivals:
        theirs = _values(connection, version, latest)
        differing = sorted(key for key in ours.keys() & theirs.keys() if ours[key] != theirs[key])
        if differing:
            message = f"another document gives other figures for this body and year: {url}"
            connection.execute(
                "INSERT INTO finding SELECT ?1, 1 + coalesce(max(position), 0), ?4, 'unknown', 'soft', ?2, NULL,"
                " ?3, NULL, NULL, 'archive' FROM finding WHERE report = ?1",
                (number, json.dumps(differing), message, CHECK),
            )


def told(connection: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """What other documents say against a report's, as findings; the archive knows it, not the document's reading."""
    rows = connection.execute(
        "SELECT status, severity, cells, message FROM findings WHERE report_id = ? AND check_id = ?", (key, CHECK)
    )
    return [
        {
            "check": CHECK,
            "status": status,
            "severity": severity,
            "cells": json.loads(cells),
            "message": message,
            "suspects": [],
            "verdict": None,
            "proposed": None,
        }
        for status, severity, cells, message in rows
    ]


def _values(connection: sqlite3.Connection, version: str, release: str) -> dict[str, Any]:
    row = connection.execute(
        "SELECT packed FROM reading WHERE version = ? AND release = ?", (version, release)
    ).fetchone()
    return {cell["id"]: cell["value"] for cell in unpack(row[0])["cells"]} if row and row[0] else {}
