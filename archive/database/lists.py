"""What the lists of a portal were when a crawl looked at them: their pages, whom they name, and what came of it."""

from __future__ import annotations

import sqlite3

from archive.bodies import body_of, scope_of
from archive.portal_titles import portal_body

_Told = tuple[str | None, str | None, str, str | None, str | None]
# a crawl's portals, and the interrupted crawls of each that it goes on with
LINE = (
    "WITH RECURSIVE line(crawl, portal) AS (SELECT crawl, portal FROM visit WHERE crawl = ?1"
    " UNION SELECT visit.continues, visit.portal FROM visit JOIN line USING (crawl, portal)"
    " WHERE visit.continues IS NOT NULL)"
)
_WAS_KEPT = "outcome IN ('stored', 'unchanged')"
# Of the pages that were read for lists the one that named most reports; where none did a column's, else the first.
# When the first of them all was had, what is newer none of them can name.
_THE_LIST = """
    SELECT min(done_at) OVER (), page.url, page.capture
    FROM request AS page JOIN line USING (crawl, portal) JOIN capture ON capture.id = page.capture
    LEFT JOIN (SELECT detail ->> '$.found_on' AS found_on, count(*) AS reports
               FROM request JOIN line USING (crawl, portal)
               WHERE request.portal = ?2 AND request.kind = 'detail' GROUP BY 1) AS named
        ON named.found_on = coalesce(capture.final_url, page.url)
    WHERE page.portal = ?2 AND page.kind = 'list'
    ORDER BY ifnull(named.reports, 0) DESC, ifnull(page.detail ->> '$.column', 0) DESC, page.id LIMIT 1"""
# What was not due to be looked at again stands as it was when last looked at.
_CAME = "CASE WHEN outcome = 'skipped' AND capture IS NOT NULL THEN 'unchanged' ELSE outcome END"
# Links that name nobody share a row: the one that was refused may be that of any of the portal's bodies.
_BEST_LAST = f"CASE WHEN detail ->> '$.agency' IS NULL THEN outcome = 'blocked' ELSE {_WAS_KEPT} END"


def keep(connection: sqlite3.Connection, crawl: str, portal: str, *, whole: bool) -> None:
    """Keep what the lists named in a crawl that has come to its end with a portal, and where they were read.

    Lists read in full replace what was known before; others only add to it, so that a crawl which saw less takes
    nothing back.
    """
    if whole:
        connection.execute("DELETE FROM listed WHERE portal = ?", (portal,))
        connection.execute("DELETE FROM listed_body WHERE portal = ?", (portal,))
    connection.execute(
        f"{LINE} INSERT OR REPLACE INTO listed SELECT ?1, portal, coalesce(detail ->> '$.agency', ''),"  # noqa: S608
        f" detail ->> '$.year', {_CAME}, url, capture, reason FROM request JOIN line USING (crawl, portal)"
        " WHERE portal = ?2 AND kind = 'detail' AND detail ->> '$.year' IS NOT NULL AND outcome IS NOT NULL"
        " AND detail ->> '$.unlisted' IS NULL"
        f" ORDER BY {_BEST_LAST}",
        (crawl, portal),
    )
    _leave_one(connection, crawl, portal)
    name_bodies(connection, portal)
    connection.execute(
        f"{LINE} UPDATE visit SET (looked_at, list_url, list_capture) = ({_THE_LIST})"  # noqa: S608
        " WHERE crawl = ?1 AND portal = ?2",
        (crawl, portal),
    )


def leave(connection: sqlite3.Connection, crawl: str, portal: str, agency: str, year: int, url: str) -> None:
    """Write down that a list names a report a crawl was not asked for; what is known of that already stays."""
    connection.execute(
        "INSERT INTO listed (crawl, portal, agency, year, outcome, url) SELECT ?1, ?2, ?3, ?4, 'left', ?5"
        " WHERE NOT EXISTS (SELECT 1 FROM listed WHERE portal = ?2 AND agency = ?3 AND year = ?4)",
        (crawl, portal, agency, year, url),
    )


def keep_unfinished(connection: sqlite3.Connection, crawl: str) -> None:
    """Keep what was named in a crawl that stops before it has come to its end with some portals."""
    stopped = connection.execute("SELECT portal FROM visit WHERE crawl = ? AND finished_at IS NULL", (crawl,))
    for (portal,) in stopped.fetchall():
        keep(connection, crawl, portal, whole=False)


def titled(name: str, title: str | None, division: str | None, level: str | None, index_url: str | None) -> _Told:
    """Key and kind of the body a portal's title names, None where it names none; what to call it, its place and level.

    Its place and level are those of that body, or where its name tells none those of the portal.
    """
    body = portal_body(title, division, index_url)
    if body is None:
        return None, None, title or name, division, level
    return body.key, body.kind, body.name, body.division or division, body.level or level


def settle(connection: sqlite3.Connection) -> None:
    """Tell of an archive of an earlier release which bodies its portals and their lists name."""
    columns = "name, nullif(title, ''), nullif(division, ''), nullif(level, ''), nullif(index_url, '')"
    for row in connection.execute(f"SELECT {columns} FROM portal").fetchall():  # noqa: S608
        connection.execute(
            "UPDATE portal SET (body, kind, body_name, body_division, body_level) = (?, ?, ?, ?, ?) WHERE name = ?",
            (*titled(*row), row[0]),
        )
        name_bodies(connection, row[0])


def name_bodies(connection: sqlite3.Connection, portal: str) -> None:
    """Write down which bodies the names are of that a portal's lists give; where they stand, or else their portal."""
    home = connection.execute("SELECT division, index_url, title FROM portal WHERE name = ?", (portal,)).fetchone()
    division, index_url, title = home or (None, None, None)
    scope = scope_of(division, index_url, title)
    names = connection.execute("SELECT DISTINCT agency FROM listed WHERE portal = ? AND agency <> ''", (portal,))
    for (agency,) in names.fetchall():
        body = body_of(agency, scope)
        connection.execute(
            "INSERT OR REPLACE INTO listed_body VALUES (?, ?, ?, ?, ?, ?, ?)",
            (portal, agency, body.key, body.name, body.division or division or None, body.level, body.kind),
        )


def _leave_one(connection: sqlite3.Connection, crawl: str, portal: str) -> None:
    """Of two crawls that saw a report named, the later tells what came of it, unless only the earlier could keep it."""
    same = "other.portal = listed.portal AND other.agency = listed.agency AND other.year = listed.year"
    connection.execute(
        f"DELETE FROM listed WHERE portal = ?2 AND crawl = ?1 AND NOT {_WAS_KEPT} AND EXISTS ("  # noqa: S608
        f"    SELECT 1 FROM listed other WHERE {same} AND other.crawl <> ?1 AND other.{_WAS_KEPT})",
        (crawl, portal),
    )
    connection.execute(
        "DELETE FROM listed WHERE portal = ?2 AND crawl <> ?1 AND EXISTS ("  # noqa: S608
        f"    SELECT 1 FROM listed other WHERE {same} AND other.crawl = ?1)",
        (crawl, portal),
    )
