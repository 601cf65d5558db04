"""Which version, by which reading, speaks for a report in the tables people query."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.database import body_rows, edits, standing
from archive.database.packing import unpacked_report
from archive.database.unpacked import rewrite
from archive.models import Report
from archive.releases import age


class _Speaker(NamedTuple):
    """The latest reading of a version, the address of its page, and whether it has tables."""

    version: str
    release: str
    status: str
    has_tables: bool
    url: str

    @property
    def rank(self) -> int:
        """The lower, the more of the report it holds."""
        return {"read": 0, "partial": 1 if self.has_tables else 2}.get(self.status, 3)

    def report(self, connection: sqlite3.Connection) -> Report | None:
        """What was read, as it is stored."""
        (packed,) = connection.execute(
            "SELECT packed FROM reading WHERE version = ? AND release = ?", (self.version, self.release)
        ).fetchone()
        return unpacked_report(packed) if packed else None


def make_current(
    connection: sqlite3.Connection, number: int, version: str, report: Report | None, url: str | None
) -> str:
    """Let the version that speaks for a report do so: the one just read, or another where this speaks no more.

    The key of the report.
    """
    connection.execute("UPDATE version SET report = ? WHERE id = ?", (number, version))
    best = _speaker(connection, number)
    (before,) = connection.execute("SELECT version FROM report WHERE id = ?", (number,)).fetchone()
    if best.version == version or best.version != before:
        told = report if best.version == version else best.report(connection)
        _let_speak(connection, number, best, url if best.version == version else best.url)
        rewrite(connection, number, told)
    return str(connection.execute("SELECT key FROM report WHERE id = ?", (number,)).fetchone()[0])


def speak_again(connection: sqlite3.Connection, number: int) -> None:
    """Decide anew which version speaks for a report, after readings of it were changed."""
    best = _speaker(connection, number)
    _let_speak(connection, number, best, best.url)
    rewrite(connection, number, best.report(connection))
    if best.status == "withheld":  # what its figures said of other years is found anew from what is left
        connection.execute("DELETE FROM estimate WHERE body = (SELECT body FROM report WHERE id = ?)", (number,))
    edits.renew(connection, number)
    standing.renew(connection, best.version, {number})


def settle(connection: sqlite3.Connection, number: int) -> None:
    """Decide anew what a report is after versions of it came or went; one without any is none any more."""
    read = "SELECT 1 FROM version JOIN reading ON reading.version = version.id WHERE version.report = ? LIMIT 1"
    if connection.execute(read, (number,)).fetchone():
        speak_again(connection, number)
    else:
        withdraw(connection, number)


def withdraw(connection: sqlite3.Connection, number: int) -> None:
    """A report whose only version turned out to be another's is none any more."""
    left = connection.execute("SELECT 1 FROM version WHERE report = ? LIMIT 1", (number,)).fetchone()
    if left:
        edits.renew(connection, number)
        return
    rewrite(connection, number, None)
    edits.renew(connection, number)
    body = connection.execute("DELETE FROM report WHERE id = ? RETURNING body", (number,)).fetchone()[0]
    body_rows.drop(connection, body)


def _let_speak(connection: sqlite3.Connection, number: int, best: _Speaker, url: str | None) -> None:
    """Write down which version speaks for a report; its address stays where that version was seen there, too."""
    connection.execute(
        "UPDATE report SET version = ?1, release = ?2, status = ?3,"
        " checked = NULL, url = CASE WHEN url IN (SELECT capture.url FROM version_capture vc"
        "    JOIN capture ON capture.id = vc.capture WHERE vc.version = ?1) THEN url ELSE ?4 END WHERE id = ?5",
        (best.version, best.release, best.status, url, number),
    )


def _speaker(connection: sqlite3.Connection, number: int) -> _Speaker:
    """Which version speaks for a report: of an address the latest, of several addresses the most complete.

    A version that could not be read, or was withheld, speaks only where there is no other. Of a version the reading of
    the newest release counts, whenever it was made.
    """
    rows = connection.execute(
        "SELECT version.id, reading.release, reading.status, reading.template IS NOT NULL, min(capture.url)"
        " FROM version JOIN reading ON reading.version = version.id"
        " LEFT JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " LEFT JOIN capture ON capture.id = vc.capture"
        " WHERE version.report = ? GROUP BY version.id, reading.release"
        " ORDER BY version.first_seen DESC, version.id, reading.read_at DESC",
        (number,),
    ).fetchall()
    newest: dict[str, _Speaker] = {}
    for told in [_Speaker(*row) for row in rows]:
        known = newest.get(told.version)
        if known is None or age(told.release)[:2] > age(known.release)[:2]:
            newest[told.version] = told
    latest: dict[str, _Speaker] = {}
    for told in sorted(newest.values(), key=lambda one: one.status in ("unread", "withheld")):
        latest.setdefault(told.url, told)
    return min(latest.values(), key=lambda one: one.rank)
