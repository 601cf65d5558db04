"""Whether the rows people query say what the stored readings say."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from typing import Any

from archive.database.packing import unpack
from archive.database.unpacked import APPLICANTS, OUTCOMES


def differing(connection: sqlite3.Connection) -> Iterator[str]:
    """The keys of reports whose figures differ from their current reading's."""
    reports = connection.execute(
        "SELECT report.id, report.key, reading.packed FROM report JOIN reading"
        " ON reading.version = report.version AND reading.release = report.release ORDER BY report.key"
    )
    for number, key, packed in reports:
        try:
            read = {c["id"]: c["value"] for c in unpack(packed)["cells"]} if packed else {}
        except (zlib.error, ValueError):
            yield str(key)
            continue
        if _queried(connection, number) != {cell: value for cell, value in read.items() if value is not None}:
            yield str(key)


def _queried(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """Every number of a report in the tables people query, by cell."""
    found: dict[str, Any] = {}
    for row in connection.execute("SELECT * FROM application WHERE report = ?", (number,)):
        found |= {f"{row[1]}[{name}]": value for name, value in zip(APPLICANTS, row[2:], strict=False)}
    for row in connection.execute("SELECT row, column, value FROM disclosure_cell WHERE report = ?", (number,)):
        found[f"{row[0]}.{row[1]}"] = row[2]
    for row in connection.execute("SELECT * FROM review_row WHERE report = ?", (number,)):
        found |= {f"{row[1]}.{name}": value for name, value in zip(OUTCOMES, row[2:], strict=False)}
    found |= dict(connection.execute("SELECT row, value FROM statistic WHERE report = ?", (number,)).fetchall())
    return {cell: value for cell, value in found.items() if value is not None}
