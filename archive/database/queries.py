"""What the offline commands ask the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from archive.as_json import report_object
from archive.bodies import todays_key
from archive.checks.again import rechecked
from archive.checks.contested import contested
from archive.database import held
from archive.database.packing import unpacked_report
from archive.errors import DamagedReading, NoSuchReport

_SUGGESTED = 8


Values = tuple[Any, ...] | dict[str, Any]


def rows(connection: sqlite3.Connection, statement: str, values: Values = ()) -> list[dict[str, Any]]:
    """The rows of a statement as dictionaries."""
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def reports(
    connection: sqlite3.Connection,
    *,
    portal: str | None = None,
    agency: str | None = None,
    year: int | None = None,
    status: str | None = None,
    failing: bool = False,
) -> list[dict[str, Any]]:
    """The reports of the archive with how their checks came out, by agency and year."""
    wanted = {"portal": portal, "year": year, "status": status, "agency": agency and f"%{agency}%"}
    return rows(
        connection,
        "SELECT reports.id, reports.agency, reports.year, reports.template, reports.status,"
        " reports.published_on, reports.portal, reports.url,"
        " (SELECT count(*) FROM finding f WHERE f.report = report.id AND f.status = 'fail') AS failed,"
        " (SELECT count(*) FROM finding f WHERE f.report = report.id AND f.status = 'unknown') AS unknown"
        " FROM reports JOIN report ON report.key = reports.id"
        " WHERE (:portal IS NULL OR reports.portal = :portal) AND (:year IS NULL OR reports.year = :year)"
        " AND (:status IS NULL OR reports.status = :status)"
        " AND (:agency IS NULL OR reports.agency LIKE :agency) AND (NOT :failing OR failed > 0)"
        " ORDER BY reports.agency, reports.year, reports.id",
        wanted | {"failing": failing},
    )


def agencies_of(connection: sqlite3.Connection, year: int) -> list[tuple[str, str]]:
    """Agency and key of every report of a year that was read and names its agency."""
    return connection.execute(
        "SELECT agency, id FROM reports WHERE year = ? AND agency IS NOT NULL AND template IS NOT NULL ORDER BY id",
        (year,),
    ).fetchall()


_SEEN_AT = (
    "SELECT DISTINCT report.key FROM capture JOIN version_capture vc ON vc.capture = capture.id"
    " JOIN version ON version.id = vc.version JOIN report ON report.id = version.report WHERE"
)
_BY_ADDRESS = (  # its own, one it was seen at, one that a redirect led to
    "SELECT id FROM reports WHERE url = ?",
    f"{_SEEN_AT} capture.url = ?",
    f"{_SEEN_AT} capture.final_url = ? AND capture.final_url <> capture.url",
)


def find_report(connection: sqlite3.Connection, wanted: str) -> str:
    """The key of the report a person means: by key, by `agency:year`, or by URL; the colon may be a Chinese one.

    A key of an earlier release, and any spelling of the body's name, mean the report under its key of today.
    """
    wanted = wanted if "://" in wanted else wanted.replace("：", ":")
    by_key = "SELECT id FROM reports WHERE id = ?"
    addresses = _BY_ADDRESS if "://" in wanted else ()
    for statement, meant in ((by_key, wanted), (by_key, todays_key(wanted)), *((one, wanted) for one in addresses)):
        found = connection.execute(statement, (meant,)).fetchall()
        if len(found) == 1:
            return str(found[0][0])
    name, _, year = wanted.rpartition(":")
    found = connection.execute(
        "SELECT id FROM reports WHERE agency = ? AND year = ? ORDER BY id", (name, year)
    ).fetchall()
    if len(found) == 1:
        return str(found[0][0])
    raise NoSuchReport(_not_one(connection, wanted, name or wanted, [row[0] for row in found]))


def _not_one(connection: sqlite3.Connection, wanted: str, name: str, found: list[str]) -> str:
    if found:
        return f"{wanted!r} names {len(found)} reports; say which: {', '.join(found[:_SUGGESTED])}"
    near = connection.execute(
        "SELECT report.key FROM body JOIN report ON report.body = body.id WHERE body.name LIKE ? ORDER BY 1 LIMIT ?",
        (f"%{name}%", _SUGGESTED),
    ).fetchall()
    if near:
        return f"there is no report {wanted!r}; near it: {', '.join(row[0] for row in near)}"
    return f"there is no report {wanted!r}; `nianbao reports` lists what there is"


def find_body(connection: sqlite3.Connection, wanted: str) -> str:
    """The key of the body a person means: by key, by name, or by a part of a name that only one has."""
    for statement in (
        "SELECT id FROM body WHERE id = ?",
        "SELECT id FROM body WHERE name = ? ORDER BY id",
        "SELECT id FROM body WHERE name LIKE '%' || ? || '%' ORDER BY id",
    ):
        found = connection.execute(statement, (wanted,)).fetchall()
        if len(found) == 1:
            return str(found[0][0])
        if found:
            some = ", ".join(row[0] for row in found[:_SUGGESTED])
            msg = f"{wanted!r} names {len(found)} bodies; say which: {some}"
            raise NoSuchReport(msg)
    msg = f"there is no body {wanted!r}; `nianbao reports` lists what there is"
    raise NoSuchReport(msg)


class Reading(NamedTuple):
    """The report a capture was read as, what kept it from being read, and whose it is of which year."""

    report: str | None = None
    problem: str | None = None
    agency: str | None = None
    year: int | None = None


def is_waiting(connection: sqlite3.Connection, capture: str) -> bool:
    """Whether a capture, or the page it is attached to, waits to be read."""
    return bool(
        connection.execute(
            "SELECT 1 FROM request LEFT JOIN request page ON page.id = request.parent"
            " WHERE request.capture = ? AND 1 IN (request.unread, page.unread)",
            (capture,),
        ).fetchone()
    )


def waiting(connection: sqlite3.Connection) -> int:
    """How many reports wait to be read."""
    return int(connection.execute("SELECT count(*) FROM request WHERE unread = 1").fetchone()[0])


def reading_of(connection: sqlite3.Connection, capture: str) -> Reading:
    """What a capture was last read as; nothing where it was not."""
    row = connection.execute(
        "SELECT report.key, reading.problem, reading.agency, reading.year"
        " FROM version_capture vc JOIN version ON version.id = vc.version"
        " LEFT JOIN report ON report.id = version.report LEFT JOIN reading ON reading.version = version.id"
        " WHERE vc.capture = ? ORDER BY reading.read_at DESC LIMIT 1",
        (capture,),
    ).fetchone()
    return Reading(*row) if row else Reading()


def reading_today(connection: sqlite3.Connection, key: str, packed: bytes) -> dict[str, Any]:
    """What was read of a report, with the findings of today, also those beside other reports; raises DamagedReading.

    What is left of a withheld one is not checked.
    """
    read = unpacked_report(packed)
    if connection.execute("SELECT 1 FROM report WHERE key = ? AND status = 'withheld'", (key,)).fetchone():
        return report_object(read)
    again, beside = rechecked(read), held.told(connection, key)
    return report_object(replace(again, findings=(*contested(again.findings, beside), *beside)))


def report(connection: sqlite3.Connection, key: str) -> dict[str, Any]:
    """All about one report: its row, its current reading and the captures it was seen in."""
    row = row_of(connection, key)
    told = (
        "SELECT version, release, problem, packed FROM report LEFT JOIN reading USING (version, release) WHERE key = ?"
    )
    row["version"], row["release"], row["problem"], packed = connection.execute(told, (key,)).fetchone()
    with reading_into(row):
        row["reading"] = reading_today(connection, key, packed) if packed else None
    row["captures"] = captures_of(connection, key)
    return row


def row_of(connection: sqlite3.Connection, key: str) -> dict[str, Any]:
    """The row of a report in the public table."""
    return rows(connection, "SELECT * FROM reports WHERE id = ?", (key,))[0]


@contextmanager
def reading_into(row: dict[str, Any]) -> Iterator[None]:
    """Putting a reading into a row as its `reading`; of one that is damaged the row says so as its `problem`."""
    row["reading"] = None
    try:
        yield
    except DamagedReading as error:
        row["problem"] = str(error)


def captures_of(connection: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """The captures a report was seen in, the oldest first."""
    return rows(
        connection,
        "SELECT captures.id, captures.url, captures.captured_at, captures.media_type, captures.digest, captures.size,"
        " captures.rendered, captures.link_title, captures.found_on FROM report"
        " JOIN version ON version.report = report.id JOIN version_capture vc ON vc.version = version.id"
        " JOIN captures ON captures.id = vc.capture WHERE report.key = ?"
        " ORDER BY captures.captured_at, vc.position",
        (key,),
    )
