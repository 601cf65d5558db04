"""How corrections stand: set anew beside every reading, so that the public table tells it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import fields

from archive.bodies import todays_key
from archive.corrections import Correction, printed, standings
from archive.database.packing import unpacked_report
from archive.models import Report

FIELDS = tuple(field.name for field in fields(Correction))
OF_C = ", ".join(f"c.{name}" for name in FIELDS)

# The report a correction is of: of the content it was made for; else of the only one in which that document was seen;
# else the one of that key. Keys change when a document turns out to be another body's.
_REPORT_TODAY = """coalesce(
    (SELECT version.report FROM version WHERE version.id = correction.version),
    (SELECT CASE WHEN count(DISTINCT version.report) = 1 THEN max(version.report) END FROM capture
     JOIN version_capture vc ON vc.capture = capture.id JOIN version ON version.id = vc.version
     WHERE capture.digest = correction.digest),
    (SELECT report.id FROM report WHERE report.key = correction.report))"""


def elsewhere(connection: sqlite3.Connection, correction: Correction) -> str | None:
    """The key of the report here whose document a correction is for, where it names another; else None."""
    row = connection.execute(
        f"SELECT key FROM report WHERE id = (SELECT {_REPORT_TODAY}"  # noqa: S608 - a constant
        " FROM (SELECT ? AS version, ? AS digest, ? AS report) AS correction)",
        (correction.version, correction.digest, correction.report),
    ).fetchone()
    return str(row[0]) if row and row[0] not in (correction.report, todays_key(correction.report)) else None


def is_there(connection: sqlite3.Connection) -> bool:
    """Whether the archive has room for corrections; one of the first release, opened to look, has none yet."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'correction_today'").fetchone()
    return found is not None


def renew(connection: sqlite3.Connection, version: str, reports: Iterable[int | None]) -> None:
    """Set those corrections beside the readings of today that may have to do with a version or with reports."""
    if connection.execute("SELECT 1 FROM correction LIMIT 1").fetchone() is None:
        return
    concerned = connection.execute(
        "SELECT id FROM correction WHERE version = ?1 UNION SELECT correction.id FROM version_capture vc"
        " JOIN capture ON capture.id = vc.capture JOIN correction ON correction.digest = capture.digest"
        " WHERE vc.version = ?1",
        (version,),
    ).fetchall()
    for number in reports:
        concerned += connection.execute(
            "SELECT correction FROM correction_today WHERE report = ?1 UNION SELECT correction.id FROM report"
            " JOIN correction ON correction.report = report.key WHERE report.id = ?1",
            (number,),
        ).fetchall()
    renew_these(connection, {row[0] for row in concerned})


def renew_all(connection: sqlite3.Connection) -> None:
    """Set all corrections beside the readings of today."""
    renew_these(connection, {row[0] for row in connection.execute("SELECT id FROM correction")})


def renew_these(connection: sqlite3.Connection, concerned: AbstractSet[str]) -> None:
    """Set some corrections beside the readings of today, and with them all others of the same reports.

    These reports are to be checked again: what stands in K1 may have changed.
    """
    touched: set[int | None] = set()
    for one in sorted(concerned):
        touched |= {
            row[0] for row in connection.execute("SELECT report FROM correction_today WHERE correction = ?", (one,))
        }
        row = connection.execute(f"SELECT {_REPORT_TODAY} FROM correction WHERE id = ?", (one,)).fetchone()  # noqa: S608
        connection.execute(
            "INSERT OR REPLACE INTO correction_today (correction, report, standing) VALUES (?, ?, 'orphaned')",
            (one, row[0]),
        )
        touched.add(row[0])
    for number in touched:
        _set_beside(connection, number, concerned)
        connection.execute("UPDATE report SET checked = NULL WHERE id = ?", (number,))


def _set_beside(connection: sqlite3.Connection, number: int | None, concerned: AbstractSet[str]) -> None:
    """Write down how the corrections of one report stand, or of those whose report is not there."""
    found = connection.execute(
        f"SELECT c.id, {OF_C} FROM correction_today today"  # noqa: S608
        " JOIN correction c ON c.id = today.correction WHERE today.report IS ?",
        (number,),
    )
    ids = {Correction(*row[1:]): row[0] for row in found if number is not None or row[0] in concerned}
    version, report = _today(connection, number)
    cells = {cell.id: cell for cell in report.cells} if report else {}
    for stand in standings(ids, version, report):
        cell = cells.get(stand.correction.cell)
        now = (printed(cell.text), cell.value, cell.state) if cell else (None, None, None)
        connection.execute(
            "UPDATE correction_today SET standing = ?, printed = ?, read = ?, read_state = ? WHERE correction = ?",
            (stand.standing, *now, ids[stand.correction]),
        )


def _today(connection: sqlite3.Connection, number: int | None) -> tuple[str | None, Report | None]:
    """The version that speaks for a report, and what was read of it."""
    row = connection.execute(
        "SELECT report.version, reading.packed FROM report LEFT JOIN reading"
        " ON reading.version = report.version AND reading.release = report.release WHERE report.id = ?",
        (number,),
    ).fetchone()
    return (row[0], unpacked_report(row[1]) if row[1] else None) if row else (None, None)


def misjudged(connection: sqlite3.Connection) -> Iterator[str]:
    """The ids of corrections that stand otherwise beside the readings of today than is written down."""
    if not is_there(connection):
        return
    told = dict(connection.execute("SELECT correction, standing FROM correction_today"))
    groups: dict[int | None, dict[str, Correction]] = defaultdict(dict)
    for row in connection.execute(f"SELECT {_REPORT_TODAY}, id, {', '.join(FIELDS)} FROM correction"):  # noqa: S608
        groups[row[0]][row[1]] = Correction(*row[2:])
    for number, corrections in groups.items():
        found = {s.correction: s.standing for s in standings(corrections.values(), *_today(connection, number))}
        yield from sorted(key for key, one in corrections.items() if told.get(key) != found[one])
