"""Whether the rows people query say what the stored readings say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from archive.database import unpacked
from archive.database.connection import snapshot
from archive.database.packing import unpack, unpacked_report
from archive.database.unpacked import APPLICANTS, OUTCOMES
from archive.errors import DamagedReading

_AT_ONCE = 100  # reports, of some ten thousand bytes each


def differing(connection: sqlite3.Connection) -> Iterator[str]:
    """The keys of reports whose figures differ from their current reading's; some are looked at in one moment each."""
    last = ""
    while True:
        with snapshot(connection):
            some = connection.execute(
                "SELECT report.id, report.key, reading.packed FROM report JOIN reading"
                " ON reading.version = report.version AND reading.release = report.release"
                " WHERE report.key > ? ORDER BY report.key LIMIT ?",
                (last, _AT_ONCE),
            ).fetchall()
            found = [key for number, key, packed in some if _differs(connection, number, packed)]
        yield from found
        if len(some) < _AT_ONCE:
            return
        last = some[-1][1]


def _differs(connection: sqlite3.Connection, number: int, packed: bytes | None) -> bool:
    try:
        read = {c["id"]: c["value"] for c in unpack(packed)["cells"]} if packed else {}
    except (DamagedReading, KeyError, TypeError):
        return True
    return of_report(connection, number) != {cell: value for cell, value in read.items() if value is not None}


def rewrite(connection: sqlite3.Connection, key: str) -> None:
    """Write the rows of a report anew from its reading; it is to be checked again. Raises DamagedReading."""
    number, packed = connection.execute(
        "SELECT report.id, reading.packed FROM report JOIN reading ON reading.version = report.version"
        " AND reading.release = report.release WHERE report.key = ?",
        (key,),
    ).fetchone()
    unpacked.rewrite(connection, number, unpacked_report(packed) if packed else None)
    connection.execute("UPDATE report SET checked = NULL WHERE id = ?", (number,))


def of_report(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """Every number of a report in the tables people query, by cell."""
    found: dict[str, Any] = {}
    for words, *values in connection.execute(_named("application", "row", APPLICANTS), (number,)):
        found |= {f"{words}[{name}]": value for name, value in zip(APPLICANTS, values, strict=True)}
    for row, column, value in connection.execute(
        "SELECT row.text, head.text, value FROM disclosure_cell JOIN term AS row ON row.id = row"
        " JOIN term AS head ON head.id = column WHERE report = ?",
        (number,),
    ):
        found[f"{row}.{column}"] = value
    for words, *values in connection.execute(_named("review_row", "route", OUTCOMES), (number,)):
        found |= {f"{words}.{name}": value for name, value in zip(OUTCOMES, values, strict=True)}
    found |= dict(connection.execute(_named("statistic", "row", ["value"]), (number,)).fetchall())
    return {cell: value for cell, value in found.items() if value is not None}


def _named(table: str, name: str, columns: Sequence[str]) -> str:
    """The statement for rows of a report with the words that name them."""
    values = ", ".join(columns)
    return f"SELECT term.text, {values} FROM {table} JOIN term ON term.id = {name} WHERE report = ?"  # noqa: S608


def series(connection: sqlite3.Connection, body: str) -> list[tuple[int, str, Any]]:
    """Every number of a body's reports: year, cell, value, by year."""
    reports = connection.execute(
        "SELECT year, id FROM report WHERE body = ? AND year IS NOT NULL ORDER BY year", (body,)
    )
    return [(year, cell, value) for year, number in reports for cell, value in of_report(connection, number).items()]


def estimated(connection: sqlite3.Connection, body: str) -> list[tuple[Any, ...]]:
    """What is known of the years not held: year, cell, low, high, because."""
    return connection.execute(
        "SELECT year, term.text, low, high, reason.text FROM estimate JOIN term ON term.id = cell"
        " JOIN term AS reason ON reason.id = because WHERE body = ? ORDER BY year, term.text, reason.text",
        (body,),
    ).fetchall()
