"""What the archive holds of a body, for checks that need more than one report; and what they found."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from archive.database import terms
from archive.database.packing import unpacked_report
from archive.database.unpacked import finding_rows, write_claims, write_findings
from archive.errors import DamagedReading
from archive.estimates import Estimate
from archive.models import Finding, Report

logger = logging.getLogger(__name__)
_REPORTS = """
SELECT report.id, report.key, report.body, body.name, body.division, report.portal, reading.packed,
       (?1 IS NULL OR report.checked IS NOT ?1)
FROM report JOIN body ON body.id = report.body
JOIN reading ON reading.version = report.version AND reading.release = report.release AND reading.packed IS NOT NULL
    AND reading.status <> 'withheld'
"""
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Held:
    """A report of the archive as its current version was last read.

    `seen` is the day of its first capture, `missed` the last day before it on which the list of its portal was read
    whole without naming it; `changes` the days on which versions with other figures were first seen, with the number
    of cells that differ. Days are those of Chinese time. `is_due` says that it is to be checked.
    """

    number: int
    key: str
    body: str
    agency: str
    division: str | None
    portal: str | None
    report: Report
    seen: date | None
    missed: date | None
    changes: tuple[tuple[date, int], ...]
    is_due: bool


def due_bodies(connection: sqlite3.Connection, release: str | None) -> list[str]:
    """The bodies with a report that was not checked with this release, or all; governments of the same years, too."""
    due = "report.status NOT IN ('unread', 'withheld') AND (?1 IS NULL OR report.checked IS NOT ?1)"
    rows = connection.execute(
        f"SELECT DISTINCT body FROM report WHERE {due}"  # noqa: S608 - the condition above
        " UNION SELECT report.body FROM report JOIN body ON body.id = report.body"
        f" WHERE body.name LIKE '%政府%' AND report.year IN (SELECT year FROM report WHERE {due}) ORDER BY 1",
        (release,),
    )
    return [row[0] for row in rows]


def of_body(connection: sqlite3.Connection, body: str, release: str | None) -> list[Held]:
    """The reports of a body that were read, by year."""
    return _held(connection, "report.body = ?2", (release, body))


def around(connection: sqlite3.Connection, one: Held, year: int) -> list[Held]:
    """The reports of a year of the same portal or region: a division code, or a name, that begins like this body's.

    Of the divisions within a region only the governments', which sum up the others.
    """
    stem = (one.division or "").rstrip("0")
    stem += "0" * (len(stem) % 2)
    region = one.agency.partition("人民政府")[0]
    where = (
        "report.year = ?2 AND (report.portal = ?3 OR (?4 <> '' AND body.division LIKE ?4 || '%'"
        " AND (body.division = ?6 OR body.kind = 'government'))"
        " OR (length(?5) > 1 AND body.name LIKE ?5 || '%'))"
    )
    return _held(connection, where, (None, year, one.portal, stem, region, one.division))


def _held(connection: sqlite3.Connection, where: str, values: Sequence[object]) -> list[Held]:
    statement = f"{_REPORTS} WHERE {where} ORDER BY report.year, report.key"
    rows = connection.execute(statement, values).fetchall()
    return [one for row in rows if (one := _one(connection, row))]


def _one(connection: sqlite3.Connection, row: Sequence[Any]) -> Held | None:
    """A report; None, and a word on it, where what was read of it cannot be unpacked any more."""
    number, key, body, agency, division, portal, packed, is_due = row
    try:
        report = unpacked_report(packed)
    except DamagedReading as error:
        logger.warning("%s is not checked: %s", key, error)
        return None
    (seen,) = connection.execute(
        "SELECT min(captured_at) FROM capture JOIN version_capture vc ON vc.capture = capture.id"
        " JOIN version ON version.id = vc.version WHERE version.report = ? AND vc.position = 0",
        (number,),
    ).fetchone()
    changes = connection.execute(
        "SELECT edit.seen, count(*) FROM change JOIN edit USING (report, capture)"
        " WHERE report = ? AND change.kind = 'cell' GROUP BY capture ORDER BY edit.seen",
        (number,),
    ).fetchall()
    return Held(
        number=number,
        key=key,
        body=body,
        agency=agency,
        division=division,
        portal=portal,
        report=report,
        seen=_day(seen),
        missed=_missed(connection, number, portal, seen),
        changes=tuple((day, count) for first, count in changes if (day := _day(first))),
        is_due=bool(is_due),
    )


def _missed(connection: sqlite3.Connection, number: object, portal: object, seen: str | None) -> date | None:
    """The last day before this report was seen on which its portal's list was read whole and its page not asked for."""
    (day,) = connection.execute(
        "SELECT max(visit.finished_at) FROM visit WHERE portal = ?1 AND whole_list AND NOT curtailed"
        " AND finished_at < ?2 AND NOT EXISTS (SELECT 1 FROM request WHERE request.crawl = visit.crawl"
        "    AND request.url IN (SELECT capture.url FROM capture JOIN version_capture vc ON vc.capture = capture.id"
        "        JOIN version ON version.id = vc.version WHERE version.report = ?3 AND vc.position = 0))",
        (portal, seen, number),
    ).fetchone()
    return _day(day)


def _day(time: str | None) -> date | None:
    return datetime.fromisoformat(time).astimezone(_CHINA).date() if time else None


def record(connection: sqlite3.Connection, held: Held, findings: Iterable[Finding], release: str) -> None:
    """Write what a report alone was found to be, and what it is beside the others, in place of what stood there."""
    for table in ("finding", "claim"):
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (held.number,))  # noqa: S608 - names above
    rows = [
        *((*row, None) for row in finding_rows(held.report.findings)),
        *((*row, "archive") for row in finding_rows(findings)),
    ]
    write_findings(connection, held.number, rows)
    write_claims(connection, held.number, held.report)
    connection.execute("UPDATE report SET checked = ? WHERE id = ?", (release, held.number))


def record_estimates(connection: sqlite3.Connection, body: str, made: Sequence[Estimate]) -> None:
    """Write what is known of a body's missing years, in place of what stood there."""
    connection.execute("DELETE FROM estimate WHERE body = ?", (body,))
    known = terms.numbers(connection, (word for one in made for word in (one.cell, one.because)))
    connection.executemany(
        "INSERT OR IGNORE INTO estimate VALUES (?, ?, ?, ?, ?, ?)",
        [(body, one.year, known[one.cell], one.low, one.high, known[one.because]) for one in made],
    )


def told(connection: sqlite3.Connection, key: str) -> tuple[Finding, ...]:
    """What a report was found to be beside others; the archive knows it, not the report's reading."""
    rows = connection.execute(
        "SELECT check_id, status, severity, cells, message, suspects, verdict, proposed FROM findings"
        " WHERE report_id = ? AND stage = 'archive'",
        (key,),
    )
    return tuple(
        Finding(check, status, severity, _names(cells), message, _names(suspects), verdict, proposed)
        for check, status, severity, cells, message, suspects, verdict, proposed in rows
    )


def _names(packed: str | None) -> tuple[str, ...]:
    return tuple(json.loads(packed or "[]"))
