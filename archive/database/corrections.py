"""Corrections by people as they are kept: never changed, only withdrawn."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from archive.corrections import Correction, Stand
from archive.database import queries
from archive.database.standing import FIELDS, OF_C, elsewhere, is_there, renew_these
from archive.errors import NoSuchCorrection

COLUMNS = (
    *("id", "report_id", "agency", "year", "cell", "read", "read_state", "printed", "corrected", "corrected_state"),
    "corrected_unit",
    *("because", "author", "made_at", "standing", "read_today", "read_state_today", "url", "digest", "version"),
    *("withdrawn_at", "withdrawn_because"),
)
Outcome = Literal["kept", "known", "withdrawn"]
_LEAST_DIGITS = 4  # of an id a person may write in place of all


def keep(connection: sqlite3.Connection, correction: Correction) -> Outcome:
    """Take a correction in; one that is known stays as it is, and is withdrawn where this one is for the first time."""
    there = connection.execute("SELECT withdrawn_at FROM correction WHERE id = ?", (correction.id,)).fetchone()
    if there is None:
        marks = ", ".join("?" * (len(FIELDS) + 1))
        connection.execute(
            f"INSERT INTO correction (id, {', '.join(FIELDS)}) VALUES ({marks})",  # noqa: S608 - names of fields
            (correction.id, *(getattr(correction, name) for name in FIELDS)),
        )
        return "kept"
    if there[0] is None and correction.withdrawn_at is not None:
        withdraw(connection, correction.id, correction.withdrawn_because or "", correction.withdrawn_at)
        return "withdrawn"
    return "known"


def problem(connection: sqlite3.Connection, correction: Correction) -> str | None:
    """Why a correction from elsewhere must not be taken in: its document is another report's here. None: it may be."""
    known = is_there(connection) and connection.execute("SELECT 1 FROM correction WHERE id = ?", (correction.id,))
    if (known and known.fetchone()) or (other := elsewhere(connection, correction)) is None:
        return None
    return f"names the report {correction.report}, but its document is that of {other} here"


def take(connection: sqlite3.Connection, corrections: Sequence[Correction]) -> list[Outcome]:
    """Take corrections in, and set them beside the readings; what became of each."""
    outcomes = [keep(connection, one) for one in corrections]
    renew_these(connection, {one.id for one in corrections})
    return outcomes


def withdraw(connection: sqlite3.Connection, correction: str, because: str, moment: str) -> None:
    """Take a correction back; it stays, with the reason."""
    connection.execute(
        "UPDATE correction SET withdrawn_at = ?, withdrawn_because = ? WHERE id = ? AND withdrawn_at IS NULL",
        (moment, because, correction),
    )
    renew_these(connection, {correction})


def find(connection: sqlite3.Connection, wanted: str) -> dict[str, Any]:
    """The row of the one correction whose id begins so; NoSuchCorrection where there is none, or several."""
    found = [row for row in rows(connection) if row["id"].startswith(wanted)] if len(wanted) >= _LEAST_DIGITS else []
    if len(found) == 1:
        return found[0]
    said = (
        f"{len(found)} corrections begin with {wanted[:40]!r}" if found else f"there is no correction {wanted[:40]!r}"
    )
    msg = f"{said}; `nianbao corrections list` names them, by {_LEAST_DIGITS} digits or more"
    raise NoSuchCorrection(msg)


def rows(
    connection: sqlite3.Connection,
    *,
    report: str | None = None,
    standing: str | None = None,
    version: str | None = None,
) -> list[dict[str, Any]]:
    """The rows of the public table, by report, cell and time; none in an archive from before there were corrections."""
    if not is_there(connection):
        return []
    return queries.rows(
        connection,
        f"SELECT {', '.join(COLUMNS)} FROM corrections WHERE (:report IS NULL OR report_id = :report)"  # noqa: S608
        " AND (:standing IS NULL OR standing = :standing) AND (:version IS NULL OR version = :version)"
        " ORDER BY report_id, cell, made_at, id",
        {"report": report, "standing": standing, "version": version},
    )


def stands(connection: sqlite3.Connection, report: str) -> list[Stand]:
    """The corrections of a report by its key of today, oldest first, with how each stands."""
    own = (
        "c.id IN (SELECT correction FROM correction_today WHERE report = (SELECT id FROM report WHERE key = ?1)"
        " UNION SELECT id FROM correction WHERE report = ?1) AND today_key = ?1"
    )
    return _by_report(connection, own, (report,)).get(report, [])


def all_stands(connection: sqlite3.Connection) -> dict[str, list[Stand]]:
    """All corrections of the archive by the key their report has today, as `stands` gives them."""
    return _by_report(connection, "1", ())


def _by_report(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> dict[str, list[Stand]]:
    if not is_there(connection):
        return {}
    found = connection.execute(
        f"SELECT coalesce(report.key, c.report) AS today_key, standing, {OF_C} FROM correction c"  # noqa: S608
        " JOIN correction_today today ON today.correction = c.id LEFT JOIN report ON report.id = today.report"
        f" WHERE {where} ORDER BY c.made_at, c.id",
        values,
    )
    made: dict[str, list[Stand]] = defaultdict(list)
    for key, standing, *said in found:
        made[key].append(Stand(Correction(*said), standing))
    return dict(made)


def altered(connection: sqlite3.Connection) -> Iterator[str]:
    """The ids of corrections that no longer say what they said when they were made."""
    if is_there(connection):
        for row in connection.execute(f"SELECT id, {', '.join(FIELDS)} FROM correction ORDER BY id"):  # noqa: S608
            if Correction(*row[1:]).id != row[0]:
                yield str(row[0])
