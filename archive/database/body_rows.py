"""The rows of public bodies: what a body is called, where it stands, what it was before."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.agencies import is_short_for
from archive.bodies import Body, body_of, scope_of
from archive.body_names import body_name


class _Home(NamedTuple):
    """What the portal a report was found on says of itself."""

    title: str | None = None
    division: str | None = None
    level: str | None = None


def keep(connection: sqlite3.Connection, body: Body, portal: str | None) -> None:
    """Write a body down, or what its name now tells more; `portal` is the one its report was found on.

    A name that is written out goes before a short one. What a name cannot tell, the portal tells of its own body.
    """
    division, level = _stated(connection, body, portal)
    known = connection.execute("SELECT name, portal FROM body WHERE id = ?", (body.key,)).fetchone()
    if known is None:
        connection.execute(
            "INSERT INTO body (id, name, division, level, portal, kind) VALUES (?, ?, ?, ?, ?, ?)",
            (body.key, body.name, division, level, portal, body.kind),
        )
    else:
        name = body.name if _is_fuller(body.name, known[0]) else known[0]
        connection.execute(
            "UPDATE body SET name = ?, division = coalesce(?, division), level = coalesce(?, level), kind = ?,"
            " portal = ? WHERE id = ?",
            (name, division, level, body.kind, homelier(connection, body, known[1], portal), body.key),
        )
    connection.executemany(
        "INSERT OR IGNORE INTO predecessor VALUES (?, ?)", [(body.key, before) for before in body.formerly]
    )


def homelier(connection: sqlite3.Connection, body: Body, known: str | None, other: str | None) -> str | None:
    """Of two portals the one of the body's own place; the one known where both are, or neither is."""
    if other is None or known == other:
        return known
    if known is None:
        return other
    return other if _is_home(connection, body, other) and not _is_home(connection, body, known) else known


def _is_home(connection: sqlite3.Connection, body: Body, portal: str) -> bool:
    row = connection.execute("SELECT division, index_url, title FROM portal WHERE name = ?", (portal,)).fetchone()
    return bool(row and body.division and scope_of(*row) == body.division)


def is_known_better(connection: sqlite3.Connection, report: int, body: Body | None, year: int | None) -> bool:
    """Whether a report of the same content, seen elsewhere before, is this body's and tells as well where that stands.

    A name whose place is in no table is told apart by where it was found, and a copy is found elsewhere.
    """
    key, division, of_year = connection.execute(
        "SELECT body.id, body.division, report.year FROM report JOIN body ON body.id = report.body WHERE report.id = ?",
        (report,),
    ).fetchone()
    if body is None or body.division or body.level == "ministry" or not key or of_year != year:
        return False
    before, after = key.partition("@")[0], body.key.partition("@")[0]
    return before == after or (division is not None and is_short_for(before, after))


def drop(connection: sqlite3.Connection, body: str) -> None:
    """Forget a body without reports."""
    gone = "SELECT 1 FROM report WHERE body = ?1"
    connection.execute(f"DELETE FROM predecessor WHERE body = ?1 AND NOT EXISTS ({gone})", (body,))  # noqa: S608
    connection.execute(f"DELETE FROM body WHERE id = ?1 AND NOT EXISTS ({gone})", (body,))  # noqa: S608


def _is_fuller(name: str, known: str) -> bool:
    return len(name) > len(known) and is_short_for(known, name)


def _stated(connection: sqlite3.Connection, body: Body, portal: str | None) -> tuple[str | None, str | None]:
    """Division and level by the name; where it tells neither, those of the portal, if it is the portal's own body."""
    if body.division or body.level == "ministry":
        return body.division, body.level
    row = connection.execute("SELECT title, division, level FROM portal WHERE name = ?", (portal,)).fetchone()
    home = _Home(*row) if row else _Home()
    places = body_name(body.name).places
    if places and not (home.title and "".join(places) in home.title):
        return None, body.level
    return home.division or None, body.level or home.level or None


def settle(connection: sqlite3.Connection) -> None:
    """Give the bodies of an archive of an earlier release what their names tell, and their key of today.

    Where two rows turn out to be one body both stay as they are: a reread joins their reports.
    """
    rows = connection.execute(
        "SELECT body.id, body.name, body.portal, portal.division, portal.index_url, portal.title"
        " FROM body LEFT JOIN portal ON portal.name = body.portal WHERE body.id <> ''"
    ).fetchall()
    found = [(row[0], row[2], body_of(row[1], scope_of(*row[3:]))) for row in rows]
    taken = {key for key, _, _ in found}
    for key, portal, body in found:
        if body.key != key and body.key not in taken:
            taken.add(body.key)
            _rename(connection, key, body.key)
        else:
            body = body._replace(key=key)  # noqa: PLW2901 - it goes by the key it has
        keep(connection, body, portal)


def _rename(connection: sqlite3.Connection, key: str, to: str) -> None:
    connection.execute("UPDATE body SET id = ? WHERE id = ?", (to, key))
    connection.execute(
        "UPDATE OR IGNORE report SET body = ?1, key = ?1 || substr(key, length(?2) + 1) WHERE body = ?2", (to, key)
    )
    connection.execute("UPDATE OR IGNORE estimate SET body = ? WHERE body = ?", (to, key))
