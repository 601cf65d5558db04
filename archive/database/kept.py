"""Captures with all that stands around them, as an export gives them away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from archive.captures import Capture
from archive.database.captures import told
from archive.database.queries import rows
from archive.database.wire import unpack_wire

COLUMNS = [field.name for field in fields(Capture) if field.name not in ("crawl", "wire")]
_OF_REPORTS = """
    SELECT vc.capture FROM report JOIN version ON version.report = report.id
    JOIN version_capture vc ON vc.version = version.id
    WHERE (:body IS NULL OR report.body = :body) AND (:first IS NULL OR report.year >= :first)
    AND (:last IS NULL OR report.year <= :last)"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which captures are meant; None: all.

    With a body or years these are the captures of such reports, of their attachments, and every other try at the
    same addresses.
    """

    crawl: str | None = None
    portal: str | None = None
    body: str | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def of_reports(self) -> bool:
        """Whether only captures of some reports are meant."""
        return any(one is not None for one in (self.body, self.first_year, self.last_year))

    @property
    def values(self) -> dict[str, Any]:
        """What the condition is asked with."""
        years = {"first": self.first_year, "last": self.last_year}
        return {"crawl": self.crawl, "portal": self.portal, "body": self.body, **years}

    @property
    def condition(self) -> str:
        """The captures meant, as SQL over `capture` with `values`."""
        terms = ["(:crawl IS NULL OR capture.crawl = :crawl)", "(:portal IS NULL OR capture.portal = :portal)"]
        if self.of_reports:
            terms.append(f"capture.url IN (SELECT url FROM capture WHERE id IN ({_OF_REPORTS}))")  # noqa: S608
        return " AND ".join(terms)


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture with its place in its chain.

    `detail` is what its request was made with, `page` the id of the capture it is attached to; `is_report` says that
    it is, or begins, a report that was read or waits to be.
    """

    id: str
    previous: str | None
    position: int
    capture: Capture
    detail: dict[str, Any]
    page: str | None
    is_report: bool


_KEPT = f"""
    SELECT capture.id, capture.previous, capture.position, capture.crawl, capture.wire, request.detail, page.capture,
           ifnull(request.unread, 0) OR EXISTS (
               SELECT 1 FROM version_capture vc WHERE vc.capture = capture.id AND vc.position = 0),
           {", ".join(f"capture.{name}" for name in COLUMNS)}
    FROM capture
    LEFT JOIN request ON request.id = (SELECT min(id) FROM request r WHERE r.capture = capture.id)
    LEFT JOIN request page ON page.id = request.parent AND request.kind = 'attachment'"""  # noqa: S608


def count(connection: sqlite3.Connection, chosen: Chosen) -> int:
    """How many captures are meant."""
    (number,) = connection.execute(
        f"SELECT count(*) FROM capture WHERE {chosen.condition}",  # noqa: S608
        chosen.values,
    ).fetchone()
    return int(number)


def captures(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[Kept]:
    """The captures meant, crawl by crawl in the order they were made."""
    if chosen.of_reports:  # found in one go, and few enough to be sorted
        where = f"{_KEPT} JOIN crawl ON crawl.id = capture.crawl WHERE {chosen.condition}"
        order = "crawl.started_at, crawl.id, capture.position"
        yield from map(_kept, connection.execute(f"{where} ORDER BY {order}", chosen.values))
        return
    crawls = "SELECT id FROM crawl WHERE :crawl IS NULL OR id = :crawl ORDER BY started_at, id"
    where = f"{_KEPT} WHERE capture.crawl = :one AND {chosen.condition} ORDER BY capture.position"
    for (crawl,) in connection.execute(crawls, chosen.values).fetchall():
        yield from map(_kept, connection.execute(where, chosen.values | {"one": crawl}))


def origin(connection: sqlite3.Connection, later: Capture) -> Kept | None:
    """The first capture with the bytes a later one of the same address refers to, that brought them."""
    row = connection.execute(
        f"{_KEPT} WHERE capture.digest = ? AND capture.url = ? AND capture.outcome <> 'unchanged'"
        " AND capture.status IS NOT 304 ORDER BY capture.rendered <> ?, capture.captured_at, capture.id LIMIT 1",
        (later.digest, later.url, later.rendered),
    ).fetchone()
    return _kept(row) if row else None


def _kept(row: tuple[Any, ...]) -> Kept:
    capture_id, previous, position, crawl, wire, detail, page, is_report, *values = row
    facts = dict(zip(COLUMNS, values, strict=True))
    facts["rendered"] = bool(facts["rendered"])
    bare = Capture(crawl=crawl, **facts)
    capture = replace(bare, wire=unpack_wire(wire, told(bare)))
    return Kept(capture_id, previous, position, capture, json.loads(detail or "{}"), page, bool(is_report))


def crawl(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
    """The row of a crawl; empty where there is none."""
    found = rows(
        connection,
        "SELECT id, started_at, finished_at, status, version, options, captures, head, chain, manifest FROM crawl"
        " WHERE id = ?",
        (name,),
    )
    return found[0] if found else {}


def portal(connection: sqlite3.Connection, name: str) -> dict[str, Any] | None:
    """The row of a portal as it was last crawled."""
    found = rows(
        connection,
        "SELECT name, title, division, level, family, index_url, params, render, note FROM portal WHERE name = ?",
        (name,),
    )
    return found[0] if found else None


def pages(connection: sqlite3.Connection, chosen: Chosen, *, text: bool) -> Iterator[dict[str, Any]]:
    """The pages of reports: `capture url ts title report`, with `text` what the report says; bodies in order."""
    said = (
        "(SELECT group_concat(ifnull(heading || char(10), '') || text, char(10)) FROM section"
        " WHERE section.report = report.id AND section.position > 0 AND report.version = version.id)"
    )
    cursor = connection.execute(
        "SELECT capture.id AS capture, capture.final_url AS url, capture.captured_at AS ts, capture.rendered,"  # noqa: S608
        "   coalesce((SELECT title FROM reading WHERE reading.version = version.id ORDER BY read_at DESC LIMIT 1),"
        f"   capture.link_title) AS title, report.key AS report, {said if text else 'NULL'} AS text"
        " FROM report JOIN version ON version.report = report.id"
        " JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " JOIN capture ON capture.id = vc.capture"
        f" WHERE {chosen.condition} ORDER BY report.body, report.year, capture.captured_at, capture.id",
        chosen.values,
    )
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
