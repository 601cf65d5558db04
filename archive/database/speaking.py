"""Letting the version that speaks for a report do so, in the tables people query."""

from __future__ import annotations

import sqlite3

from archive.database import body_rows, edits, standing
from archive.database.speaker import Speaker, speaker
from archive.database.unpacked import rewrite
from archive.models import Report


def make_current(
    connection: sqlite3.Connection, number: int, read: tuple[str, str | None], report: Report | None, url: str | None
) -> str:
    """Let the version that speaks for a report do so: the one just read, or another where this speaks no more.

    `read` are that version and the release that read it as `report`. The key of the report.
    """
    version = read[0]
    connection.execute("UPDATE version SET report = ? WHERE id = ?", (number, version))
    best = speaker(connection, number)
    (before,) = connection.execute("SELECT version FROM report WHERE id = ?", (number,)).fetchone()
    if best.version == version or best.version != before:
        told = report if report and read == (best.version, best.release) else best.report(connection)
        _let_speak(connection, number, best, url if best.version == version else best.url)
        rewrite(connection, number, told, fresh=before is None)
    return str(connection.execute("SELECT key FROM report WHERE id = ?", (number,)).fetchone()[0])


def speak_again(connection: sqlite3.Connection, number: int) -> None:
    """Decide anew which version speaks for a report, after readings of it were changed."""
    best = speaker(connection, number)
    _let_speak(connection, number, best, best.url)
    rewrite(connection, number, best.report(connection))
    if best.status == "withheld":  # what its figures said of other years is found anew from what is left
        body = "body = (SELECT body FROM report WHERE id = ?)"
        connection.execute(f"DELETE FROM estimate WHERE {body}", (number,))  # noqa: S608 - the condition above
        connection.execute(f"UPDATE report SET checked = NULL WHERE {body}", (number,))  # noqa: S608
    edits.renew(connection, number)
    standing.renew(connection, best.version, {number})


def move(connection: sqlite3.Connection, number: int, url: str | None) -> None:
    """A report whose address answers no more is found at the one where it was just seen."""
    connection.execute(
        "UPDATE report SET url = ?1 WHERE id = ?2 AND url <> ?1 AND EXISTS (SELECT 1 FROM revisit"
        " WHERE revisit.portal = report.portal AND revisit.url = report.url AND lost_at IS NOT NULL)",
        (url, number),
    )


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


def _let_speak(connection: sqlite3.Connection, number: int, best: Speaker, url: str | None) -> None:
    """Write down which version speaks for a report; its address stays where that version was seen there, too."""
    connection.execute(
        "UPDATE report SET version = ?1, release = ?2, status = ?3,"
        " checked = NULL, url = CASE WHEN url IN (SELECT capture.url FROM version_capture vc"
        "    JOIN capture ON capture.id = vc.capture WHERE vc.version = ?1) THEN url ELSE ?4 END WHERE id = ?5",
        (best.version, best.release, best.status, url, number),
    )
