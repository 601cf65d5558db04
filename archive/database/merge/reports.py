"""Versions of reports and what each release made of them, from another archive: joined by their content."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.database import dates, readings, speaking
from archive.database.merge import bodies
from archive.database.merge.crawls import insert
from archive.database.merge.source import Row, Source
from archive.database.packing import unpacked_report
from archive.errors import DamagedReading
from archive.models import Report
from archive.releases import age

_STATUSES = ("read", "partial", "unread")
_WITHHELD = (
    "SELECT because FROM version_capture vc JOIN capture ON capture.id = vc.capture"
    " JOIN withheld ON withheld.digest = capture.digest WHERE vc.version = ? ORDER BY at, because LIMIT 1"
)


def version(connection: sqlite3.Connection, source: Source, theirs: Row, report: Row | None) -> bool:
    """Take a version with the captures it was seen in and all its readings; whether anything here changed.

    `report` is the row of the report it is of there; None where it is of none. Where it is of another report here, the
    newer release of the parser is believed. The reports concerned are settled.
    """
    before = connection.total_changes
    seen = [row for row in source.rows("version_capture", "version = ?", (theirs["id"],)) if _here(connection, row)]
    known = connection.execute("SELECT report FROM version WHERE id = ?", (theirs["id"],)).fetchone()
    if not seen and known is None:
        return False  # the crawls it was seen in were not taken
    insert(connection, "version", {**theirs, "report": None})
    connection.execute(
        "UPDATE version SET first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?2)"
        " WHERE id = ?3 AND (first_seen > ?1 OR last_seen < ?2)",
        (theirs["first_seen"], theirs["last_seen"], theirs["id"]),
    )
    for row in seen:
        _seen_in(connection, row)
    told = list(source.rows("reading", "version = ? ORDER BY release", (theirs["id"],)))
    addresses = _addresses(connection, report)
    number = _belongs(connection, source, theirs["id"], report, told)
    for reading in told:
        _reading(connection, source, reading)
    changed = connection.total_changes > before
    if changed:
        for concerned in {known[0] if known else None, number}:
            if concerned is not None:
                speaking.settle(connection, concerned)
    if report is not None:
        bodies.agree(connection, report["key"], addresses)
    return changed


def _addresses(connection: sqlite3.Connection, report: Row | None) -> tuple[bodies.Address, ...]:
    """The addresses a report has here and there."""
    if report is None:
        return ()
    theirs = (report["portal"], report["url"])
    row = connection.execute("SELECT portal, url FROM report WHERE key = ?", (report["key"],)).fetchone()
    return (theirs, (row[0], row[1])) if row else (theirs,)


def _here(connection: sqlite3.Connection, row: Row) -> bool:
    return connection.execute("SELECT 1 FROM capture WHERE id = ?", (row["capture"],)).fetchone() is not None


def _seen_in(connection: sqlite3.Connection, row: Row) -> None:
    insert(connection, "version_capture", row)
    at = (row["capture"], row["version"])
    (told,) = connection.execute("SELECT dates FROM version_capture WHERE capture = ? AND version = ?", at).fetchone()
    is_withheld = connection.execute(_WITHHELD, (row["version"],)).fetchone()
    both = None if is_withheld else dates.joined(told, row["dates"])
    connection.execute(
        "UPDATE version_capture SET content = coalesce(content, ?1), dates = ?2 WHERE capture = ?3 AND version = ?4"
        " AND (content IS NULL AND ?1 IS NOT NULL OR dates IS NOT ?2)",
        (row["content"], both, *at),
    )


def _belongs(
    connection: sqlite3.Connection, source: Source, name: str, report: Row | None, told: list[Row]
) -> int | None:
    """The number of the report a version is of from now on."""
    number, key = connection.execute(
        "SELECT version.report, report.key FROM version LEFT JOIN report ON report.id = version.report"
        " WHERE version.id = ?",
        (name,),
    ).fetchone()
    if report is None:
        return int(number) if number is not None else None
    ours = [row[0] for row in connection.execute("SELECT release FROM reading WHERE version = ?", (name,))]
    newest, latest = (max(map(age, some), default=(-1, 0, "")) for some in (ours, [row["release"] for row in told]))
    if key is not None and key != report["key"] and (newest > latest or (newest == latest and key < report["key"])):
        return int(number)
    bodies.body(connection, source, report["body"])
    made = bodies.report(connection, report)
    if made != number:
        connection.execute("UPDATE version SET report = ? WHERE id = ?", (made, name))
    return made


def _reading(connection: sqlite3.Connection, source: Source, theirs: Row) -> None:
    """Take a reading; of two of one release that which could be read, else the later. What was withheld stays so."""
    why = connection.execute(_WITHHELD, (theirs["version"],)).fetchone()
    if theirs["packed"] is not None and _report(theirs["packed"]) is None:
        source.refused["reading"] += 1
        return
    if why is not None and theirs["status"] != "withheld":
        blank: dict[str, Any] = {"packed": None, "title": None, "agency": None, "status": "withheld"}
        theirs = {**theirs, **blank, "problem": readings.withheld_because(why[0])}
    names = list(theirs)
    row = connection.execute(
        f"SELECT {', '.join(names)} FROM reading WHERE version = ? AND release = ?",  # noqa: S608 - names of our schema
        (theirs["version"], theirs["release"]),
    ).fetchone()
    ours = dict(zip(names, row, strict=True)) if row else None
    if ours is None or _rank(ours) < _rank(theirs):
        connection.execute(
            "DELETE FROM reading WHERE version = ? AND release = ?", (theirs["version"], theirs["release"])
        )
        insert(connection, "reading", theirs)


def _rank(row: Row) -> tuple[Any, ...]:
    """The higher, the rather it is kept: the same in whichever archive it lies."""
    status = _STATUSES.index(row["status"]) if row["status"] in _STATUSES else len(_STATUSES)
    return row["status"] == "withheld", row["packed"] is not None, -status, row["read_at"], row["packed"] or b""


def _report(packed: bytes) -> Report | None:
    """What was read; None where it is no reading of ours."""
    try:
        return unpacked_report(packed)
    except (DamagedReading, RecursionError, AttributeError):
        return None
