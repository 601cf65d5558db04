"""Bodies and the rows of reports as two archives have them, joined by one rule."""

from __future__ import annotations

import sqlite3

from archive.bodies import scope_of
from archive.database.merge.crawls import insert
from archive.database.merge.source import Row, Source


def body(connection: sqlite3.Connection, source: Source, key: str) -> None:
    """Take a body: of two names the fuller, of what only one archive knows that, else what its own portal told."""
    theirs = next(source.rows("body", "id = ?", (key,)), None)
    if theirs is None:
        return
    for before in source.rows("predecessor", "body = ?", (key,)):
        insert(connection, "predecessor", before)
    names = list(theirs)
    row = connection.execute(f"SELECT {', '.join(names)} FROM body WHERE id = ?", (key,)).fetchone()  # noqa: S608
    if row is None:
        insert(connection, "body", theirs)
        return
    ours = dict(zip(names, row, strict=True))
    first, second = sorted((ours, theirs), key=lambda one: _homeliness(connection, one["portal"], one["division"]))
    made = {name: first[name] if first[name] is not None else second[name] for name in names}
    made["name"] = min(ours["name"], theirs["name"], key=lambda name: (-len(name), name))
    if made != ours:
        connection.execute("DELETE FROM body WHERE id = ?", (key,))
        insert(connection, "body", made)


def report(connection: sqlite3.Connection, theirs: Row) -> int:
    """The number of a report here, made where there is none."""
    made = {**theirs, "status": "unread", "version": None, "release": None, "checked": None}
    del made["id"]
    insert(connection, "report", made)
    return int(connection.execute("SELECT id FROM report WHERE key = ?", (theirs["key"],)).fetchone()[0])


Address = tuple[str | None, str | None]  # a report's portal, and its page


def agree(connection: sqlite3.Connection, key: str, known: tuple[Address, ...]) -> None:
    """Let a report be found at one of its known addresses at which what speaks for it was seen.

    The one on the portal of the body's own place goes first, then by name.
    """
    rows = connection.execute(
        "SELECT capture.url, body.division FROM report JOIN body ON body.id = report.body"
        " JOIN version_capture vc ON vc.version = report.version AND vc.position = 0"
        " JOIN capture ON capture.id = vc.capture WHERE report.key = ?",
        (key,),
    ).fetchall()
    if not rows:
        return
    pages, division = {row[0] for row in rows}, rows[0][1]
    asked = {(portal, url if url in pages else min(pages)) for portal, url in known}
    best = min(asked, key=lambda one: (*_homeliness(connection, one[0], division), one[1]))
    connection.execute(
        "UPDATE report SET portal = ?1, url = ?2 WHERE key = ?3 AND (portal IS NOT ?1 OR url IS NOT ?2)", (*best, key)
    )


def _homeliness(connection: sqlite3.Connection, portal: str | None, division: str | None) -> tuple[int, str]:
    """What sorts the portal of a body's own place first, then others by name, and none last."""
    if portal is None:
        return 2, ""
    row = connection.execute("SELECT division, index_url, title FROM portal WHERE name = ?", (portal,)).fetchone()
    return (0 if row and division and scope_of(*row) == division else 1), portal
