"""What exports ask the archive: the rows of its public tables, those of some reports only, and what was withheld."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from archive.database.queries import reading_today
from archive.database.withheld import tombstones
from archive.errors import DamagedReading
from archive.export.tables import Table

_AT_ONCE = 1000  # rows fetched together


class Choice(NamedTuple):
    """Which reports are exported: of a body (its key), of a portal, of years; what is None leaves nothing out."""

    body: str | None = None
    portal: str | None = None
    first: int | None = None
    last: int | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not any(self)


_YEARS = "(:first IS NULL OR year >= :first) AND (:last IS NULL OR year <= :last)"
_CHOSEN = f"""SELECT key FROM report WHERE (:body IS NULL OR body = :body) AND (:portal IS NULL OR portal = :portal)
    AND {_YEARS}"""
_BODIES = f"SELECT body FROM report WHERE key IN ({_CHOSEN}) UNION SELECT :body"
_CAPTURES = f"""SELECT vc.capture FROM report JOIN version ON version.report = report.id
    JOIN version_capture vc ON vc.version = version.id WHERE key IN ({_CHOSEN})
    UNION SELECT edit.capture FROM report JOIN edit ON edit.report = report.id WHERE key IN ({_CHOSEN})"""

# How a choice of reports leaves out rows of a table, by the `chosen_by` of tables.toml.
_CONDITIONS = {
    "all": "1",
    "report": f"id IN ({_CHOSEN})",
    "report_id": f"report_id IN ({_CHOSEN})",
    "body": f"id IN ({_BODIES})",
    "body_year": f"body_id IN ({_BODIES}) AND {_YEARS}",
    "coverage": f"""(report_id IN ({_CHOSEN}) OR report_id IS NULL AND {_YEARS}
        AND (:body IS NULL OR body_id = :body) AND (:portal IS NULL OR portal = :portal))""",
    "portals": f"name IN (SELECT portal FROM report WHERE key IN ({_CHOSEN}) UNION SELECT :portal)",
    "portal": f"portal IN (SELECT portal FROM report WHERE key IN ({_CHOSEN}) UNION SELECT :portal)",
    "capture": f"id IN ({_CAPTURES})",
    "capture_id": f"capture_id IN ({_CAPTURES})",
    "digest": f"digest IN (SELECT digest FROM capture WHERE id IN ({_CAPTURES}))",
}

# What a document said whose bytes were withheld is in no export, whatever tables still hold of it; where `withhold` is
# through with a report, its status says so, and what is left of it may be seen.
WITHHELD_VERSIONS = """SELECT vc.version FROM withheld JOIN capture USING (digest)
    JOIN version_capture vc ON vc.capture = capture.id"""
UNCLEARED_REPORTS = f"SELECT key FROM report WHERE version IN ({WITHHELD_VERSIONS}) AND status <> 'withheld'"
_INSTEAD = {
    ("reports", "title"): f"CASE WHEN id NOT IN ({UNCLEARED_REPORTS}) THEN title END",
    ("reports", "template"): f"CASE WHEN id NOT IN ({UNCLEARED_REPORTS}) THEN template END",
    ("reports", "status"): f"CASE WHEN id IN ({UNCLEARED_REPORTS}) THEN 'withheld' ELSE status END",
    **{
        (
            "changes",
            side,
        ): f"CASE WHEN from_version NOT IN ({WITHHELD_VERSIONS}) AND to_version NOT IN ({WITHHELD_VERSIONS})"
        f" THEN {side} END"
        for side in ("old", "new")
    },
    **{
        ("corrections", told): f"CASE WHEN digest NOT IN (SELECT digest FROM withheld) THEN {told} END"
        for told in ("read", "printed", "read_today")
    },
}
_TOLD_OF_REPORTS = (
    "applications",
    "disclosure",
    "review",
    "statistics",
    "fields",
    "sections",
    "findings",
    "claims",
)


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything read inside is of one moment, whatever others write meanwhile; they are not kept waiting."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # the moment begins with the first read
        yield
    finally:
        connection.rollback()


def with_its_counts(connection: sqlite3.Connection, table: Table) -> Table:
    """The table with its counts as integers, or as numbers where a report of this archive prints one with decimals."""
    if not table.counts:
        return table
    some = " OR ".join(f"{name} <> CAST({name} AS INTEGER)" for name in table.counts)
    (found,) = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table.name} WHERE {some})").fetchone()
    return table.counted_as("number" if found else "integer")


def selection(table: Table, choice: Choice) -> str:
    """The statement that gives the rows of a table; its values are those of the choice by name."""
    columns = ", ".join(_INSTEAD.get((table.name, name), f"[{name}]") for name in table.names)
    conditions = [] if choice.is_all else [_CONDITIONS[table.chosen_by]]
    if table.name in _TOLD_OF_REPORTS:
        conditions.append(f"report_id NOT IN ({UNCLEARED_REPORTS})")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = f" ORDER BY {', '.join(f'[{name}]' for name in table.order)}" if table.order else ""
    return f"SELECT {columns} FROM {table.name}{where}{order}"


def rows(connection: sqlite3.Connection, table: Table, choice: Choice) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, as they come."""
    cursor = connection.execute(selection(table, choice), choice._asdict())
    while some := cursor.fetchmany(_AT_ONCE):
        yield from some


def how_many(connection: sqlite3.Connection, choice: Choice) -> int:
    """How many reports are chosen."""
    return int(connection.execute(f"SELECT count(*) FROM ({_CHOSEN})", choice._asdict()).fetchone()[0])


_WHOLE = ("id", "status", "portal", "agency", "division", "level", "year", "url", "capture_id", "captured_at", "digest")


def whole_reports(connection: sqlite3.Connection, choice: Choice) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each chosen report by key: its row, and its reading as `parse --json` gives it, empty where there is none.

    The row says with `problem` what kept a report from being read.
    """
    cursor = connection.execute(
        "SELECT reports.id, reports.status, reports.portal, reports.agency, division, level, reports.year, reports.url,"
        " capture_id, captured_at, reports.digest, reading.problem, reading.packed,"
        f" report.status <> 'withheld' AND report.key IN ({UNCLEARED_REPORTS})"
        " FROM reports JOIN report ON report.key = reports.id LEFT JOIN capture ON capture.id = capture_id"
        " LEFT JOIN reading ON reading.version = report.version AND reading.release = report.release"
        f" WHERE reports.id IN ({_CHOSEN}) ORDER BY reports.id",
        choice._asdict(),
    )
    while some := cursor.fetchmany(_AT_ONCE // 10):
        for *values, problem, packed, must_not in some:
            row = dict(zip(_WHOLE, values, strict=True)) | {"problem": problem}
            if must_not:
                yield row | {"status": "withheld", "problem": None}, {}
                continue
            try:
                yield row, reading_today(connection, row["id"], packed) if packed else {}
            except DamagedReading as error:
                yield row | {"problem": str(error)}, {}


def documents(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Digest and size of every document whose bytes may be given away."""
    gone = tombstones(connection)
    for digest, size in connection.execute("SELECT digest, size FROM blob ORDER BY digest"):
        if digest not in gone:
            yield digest, size


def facts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Where an export comes from: the archive's schema, and how much of what is in it, up to which moment."""
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    crawls, first, last = connection.execute(
        "SELECT count(*), min(started_at), max(coalesce(finished_at, started_at)) FROM crawl"
    ).fetchone()
    (reports,) = connection.execute("SELECT count(*) FROM report").fetchone()
    (captures,) = connection.execute("SELECT coalesce(sum(captures), 0) FROM crawl").fetchone()
    return {
        "schema": schema,
        "reports": reports,
        "captures": captures,
        "crawls": crawls,
        "first_crawl_at": first,
        "last_crawl_at": last,
        "withheld": len(tombstones(connection)),
    }
