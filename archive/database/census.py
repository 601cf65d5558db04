"""What the census is asked: each body and year, their shares, and the attempts behind one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.bodies import body_of
from archive.database.queries import rows

STATUSES = ("read", "captured", "blocked", "absent", "unread_list", "unknown")
_BY = {
    "province": "nullif(substr(division, 1, 2), '')",
    "level": "nullif(level, '')",
    "year": "year",
    "portal": "portal",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which bodies and years are meant; None: all. `division` is a code, or the first digits of one."""

    division: str | None = None
    level: str | None = None
    portal: str | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def condition(self) -> tuple[str, dict[str, Any]]:
        """The rows of the view that are meant; a range of codes, which an index finds."""
        stem = (self.division or "").rstrip("0")
        stem += "0" * (len(stem) % 2)
        terms = {
            "division >= :stem AND division < :stem || ':'": self.division,
            "level = :level": self.level,
            "portal = :portal": self.portal,
            "year >= :first": self.first_year,
            "year <= :last": self.last_year,
        }
        said = " AND ".join(term for term, value in terms.items() if value is not None)
        values = {"stem": stem, "level": self.level, "portal": self.portal}
        return said or "true", values | {"first": self.first_year, "last": self.last_year}


def cells(connection: sqlite3.Connection, scope: Scope, statuses: Sequence[str] = STATUSES) -> Iterator[dict[str, Any]]:
    """The rows of `coverage` meant, by division, body and year, one after the other."""
    where, values = scope.condition
    wanted = ", ".join(f"'{status}'" for status in statuses if status in STATUSES)
    cursor = connection.execute(
        f"SELECT * FROM coverage WHERE {where} AND status IN ({wanted})"  # noqa: S608 - constants of this file
        " ORDER BY division, agency, body_id, portal, year",
        values,
    )
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def shares(connection: sqlite3.Connection, scope: Scope, by: Sequence[str]) -> list[dict[str, Any]]:
    """How many bodies and years are of each status, a row for each of what `by` names."""
    where, values = scope.condition
    groups = ", ".join([*(_BY[name] for name in by), "status"])
    found = Counter(connection.execute(f"SELECT {groups} FROM coverage WHERE {where}", values))  # noqa: S608
    made: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (*group, status), count in sorted(found.items(), key=_in_order):
        row = made.setdefault(
            tuple(group), {**dict(zip(by, group, strict=True)), "cells": 0, **dict.fromkeys(STATUSES, 0)}
        )
        row[status] = count
        row["cells"] += count
    return list(made.values())


def _in_order(counted: tuple[tuple[Any, ...], int]) -> list[tuple[bool, Any]]:
    return [(value is not None, value) for value in counted[0]]


def bodies(connection: sqlite3.Connection, scope: Scope) -> int:
    """How many bodies are meant."""
    where, values = scope.condition
    (count,) = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT body_id, agency, portal FROM coverage WHERE {where})",  # noqa: S608
        values,
    ).fetchone()
    return int(count)


def portals(connection: sqlite3.Connection) -> list[str]:
    """The names of all portals of the archive."""
    return [row[0] for row in connection.execute("SELECT name FROM portal ORDER BY name")]


def bounds(connection: sqlite3.Connection) -> tuple[int, int] | None:
    """The first and the last year of the census; None where nothing was read or looked at."""
    first, last = connection.execute("SELECT min(year), max(year) FROM coverage").fetchone()
    return None if first is None else (first, last)


def left_out(connection: sqlite3.Connection, scope: Scope) -> list[tuple[str, str, list[str]]]:
    """The portals a choice by place or level cannot weigh: what is not known of them, the option, and their names.

    A ministry has no place and lies in none.
    """
    if scope.portal is not None:
        return []
    inside, values = replace(scope, level=None, first_year=None, last_year=None).condition
    inside = inside.replace("division", "body_division")
    asked = {
        ("place", "province or --division", "body_division IS NULL AND body_level IS NOT 'ministry'"): scope.division,
        ("level", "level", f"body_level IS NULL AND body_division IS NOT NULL AND {inside}"): scope.level,
    }
    found = []
    for (what, option, condition), value in asked.items():
        if value is not None:
            names = connection.execute(f"SELECT name FROM portal WHERE {condition} ORDER BY name", values)  # noqa: S608
            found.append((what, option, [name for (name,) in names]))
    return [row for row in found if row[2]]


def ways(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """How each portal was crawled: its row, and the portal list that was named to the last crawl, None for none."""
    found = rows(
        connection,
        "SELECT name, title, family, index_url, (SELECT options ->> '$.portal_list' FROM visit"
        " JOIN crawl ON crawl.id = visit.crawl WHERE visit.portal = portal.name"
        " ORDER BY visit.crawl DESC LIMIT 1) AS portal_list FROM portal",
        (),
    )
    return {row["name"]: row for row in found}


def cells_of(connection: sqlite3.Connection, body: str, year: int | None = None) -> list[dict[str, Any]]:
    """The rows of `coverage` of a body, by key or by name, in a year or in all; several bodies may bear the name.

    A name is brought to its normal form: 嘉兴市卫生健康委员会 finds 嘉兴市卫健委.
    """
    key = body_of(body).key
    same = [key] if "@" in key else [known for known, _ in names(connection) if (known or "").partition("@")[0] == key]
    found = rows(
        connection,
        "SELECT * FROM coverage WHERE body_id = ?1 AND ifnull(year = ?2, 1)"
        " UNION SELECT * FROM coverage WHERE agency = ?1 AND ifnull(year = ?2, 1) ORDER BY agency, body_id, year",
        (body, year),
    )
    if found:
        return found
    return [
        cell
        for known in same
        for cell in rows(
            connection,
            "SELECT * FROM coverage WHERE body_id = ?1 AND ifnull(year = ?2, 1) ORDER BY year",
            (known, year),
        )
    ]


def names(connection: sqlite3.Connection) -> list[tuple[str | None, str]]:
    """The keys and names of all bodies of the census."""
    return connection.execute(
        "SELECT id, name FROM body UNION SELECT body, name FROM listed_body UNION SELECT body, body_name FROM portal"
    ).fetchall()


def attempts(connection: sqlite3.Connection, cell: dict[str, Any]) -> list[dict[str, Any]]:
    """The attempts behind one row of `coverage`, the earliest first."""
    return rows(
        connection,
        "SELECT * FROM attempts WHERE agency = ?1 AND body_id IS ?2 AND year = ?3"
        " AND (?2 IS NOT NULL OR portal = ?4) ORDER BY at, crawl, kind",
        (cell["agency"], cell["body_id"], cell["year"], cell["portal"]),
    )
