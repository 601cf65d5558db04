"""Rows that name other rows, and whether these are there: each question once, with its answer as ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

# table, what names a row of it, column, the table it names, and that table's key
NAMED = (
    ("capture", "id", "crawl", "crawl", "id"),
    ("capture", "id", "digest", "blob", "digest"),
    ("version", "id", "report", "report", "id"),
    ("report", "key", "version", "version", "id"),
    ("report", "key", "body", "body", "id"),
    ("version_capture", "version", "capture", "capture", "id"),
    ("version_capture", "capture", "version", "version", "id"),
    ("reading", "version", "version", "version", "id"),
    ("request", "url", "crawl", "crawl", "id"),
    ("request", "url", "capture", "capture", "id"),
    ("visit", "crawl || ' ' || portal", "crawl", "crawl", "id"),
    ("visit", "crawl || ' ' || portal", "list_capture", "capture", "id"),
    ("listed", "url", "capture", "capture", "id"),
    ("revisit", "url", "capture", "capture", "id"),
    ("edit", "url", "report", "report", "id"),
    ("edit", "url", "capture", "capture", "id"),
    ("edit", "url", "previous", "version", "id"),
    ("edit", "url", "version", "version", "id"),
    ("gone", "url", "report", "report", "id"),
    ("correction_today", "correction", "correction", "correction", "id"),
    ("correction_today", "correction", "report", "report", "id"),
    ("withheld", "digest", "digest", "blob", "digest"),
    ("seal", "crawl || ' ' || signer", "crawl", "crawl", "id"),
    *((table, "report", "report", "report", "id") for table in ("application", "disclosure_cell", "review_row")),
    *((table, "report", "report", "report", "id") for table in ("statistic", "field", "finding", "claim", "section")),
    *((table, "report", "row", "term", "id") for table in ("application", "disclosure_cell", "statistic")),
    ("disclosure_cell", "report", "column", "term", "id"),
    ("review_row", "report", "route", "term", "id"),
    ("claim", "report", "quantity", "term", "id"),
)
_ALSO = (
    ("blob without a capture", "SELECT digest FROM blob WHERE digest NOT IN (SELECT digest FROM capture)"),
    ("version seen in no capture", "SELECT id FROM version WHERE id NOT IN (SELECT version FROM version_capture)"),
    (
        "report whose version is another report's",
        "SELECT key FROM report JOIN version ON version.id = report.version WHERE version.report IS NOT report.id",
    ),
    (
        "report whose reading is not there",
        "SELECT key FROM report WHERE version IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reading"
        " WHERE reading.version = report.version AND reading.release = report.release)",
    ),
    (
        "change of an edit that is not there",
        "SELECT DISTINCT capture FROM change WHERE NOT EXISTS (SELECT 1 FROM edit"
        " WHERE edit.report = change.report AND edit.capture = change.capture)",
    ),
    (
        "correction that stands nowhere",
        "SELECT id FROM correction WHERE id NOT IN (SELECT correction FROM correction_today)",
    ),
)


class Dangling(NamedTuple):
    """A row that names what is not there."""

    table: str
    what: str
    where: str


def dangling(connection: sqlite3.Connection) -> Iterator[Dangling]:
    """Every row that names a row that is not there, or should be named by one and is not."""
    for table, name, column, other, key in NAMED:
        rows = connection.execute(
            f"SELECT {name} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - the names above
            f" AND NOT EXISTS (SELECT 1 FROM {other} WHERE {other}.{key} = {table}.{column})"
        )
        for (where,) in rows:
            yield Dangling(table, f"this {_plain(table)} names a {other} that is not there ({column})", str(where))
    for what, statement in _ALSO:
        for (where,) in connection.execute(statement):
            yield Dangling(what.partition(" ")[0], f"this is a {what}", str(where))


def _plain(table: str) -> str:
    return table.replace("_", " ")
