"""What another archive knows of portals: their rows, visits, requests, lists, and when to look again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from archive.database import frontier, lists
from archive.database.merge.crawls import insert
from archive.database.merge.source import Row, Source

AT_ONCE = 1000  # requests in one transaction
_TOLD = ("title", "division", "level", "family", "index_url", "params", "render", "note")
_SAME = "crawl = ? AND fingerprint = ?"
_KEPT = "outcome IN ('stored', 'unchanged')"


def portal(connection: sqlite3.Connection, theirs: Row) -> str | None:
    """Take the row of a portal as it was crawled last; what is told of it where the two differ."""
    names = ("name", *_TOLD, "seen_at")
    row = connection.execute(f"SELECT {', '.join(names)} FROM portal WHERE name = ?", (theirs["name"],)).fetchone()  # noqa: S608
    ours = dict(zip(names, row, strict=True)) if row else None
    if ours is not None and _age(ours) >= _age(theirs):
        kept, left = ours, theirs
    else:
        kept, left = theirs, ours or theirs
        body = lists.titled(kept["name"], *(kept[name] or None for name in ("title", "division", "level", "index_url")))
        connection.execute("DELETE FROM portal WHERE name = ?", (kept["name"],))
        derived = dict(zip(("body", "kind", "body_name", "body_division", "body_level"), body, strict=True))
        insert(connection, "portal", {name: kept[name] for name in names} | derived)
    differ = [name for name in _TOLD if (kept[name] or "") != (left[name] or "")]
    if not differ:
        return None
    return f"other {', '.join(differ)}; the row of {kept['seen_at'][:10]} is kept, not that of {left['seen_at'][:10]}"


def _age(row: Row) -> tuple[str, ...]:
    return (row["seen_at"], *(row[name] or "" for name in _TOLD))


def visit(connection: sqlite3.Connection, theirs: Row) -> None:
    """Take what a crawl was at a portal; one that came to its end goes before one that had not."""
    connection.execute(
        "DELETE FROM visit WHERE crawl = ? AND portal = ? AND finished_at IS NULL AND ? IS NOT NULL",
        (theirs["crawl"], theirs["portal"], theirs["finished_at"]),
    )
    insert(connection, "visit", {**theirs, "list_capture": _here(connection, theirs["list_capture"])})


def requests(source: Source, crawl: str) -> Iterator[list[tuple[Row, tuple[str, bytes] | None]]]:
    """What a crawl asked for, in that order and some at a time, each with the crawl and fingerprint of its parent."""
    after, found = -1, True
    while found:
        some = list(source.rows("request", f"crawl = ? AND id > ? ORDER BY id LIMIT {AT_ONCE}", (crawl, after)))
        (last,) = source.connection.execute(
            f"SELECT max(id) FROM (SELECT id FROM request WHERE crawl = ? AND id > ? ORDER BY id LIMIT {AT_ONCE})",  # noqa: S608
            (crawl, after),
        ).fetchone()
        found = last is not None
        after = last if found else after
        if some:
            yield [(row, _parent(source, row)) for row in some]


def _parent(source: Source, row: Row) -> tuple[str, bytes] | None:
    found = source.connection.execute("SELECT crawl, fingerprint FROM request WHERE id = ?", (row["parent"],))
    return found.fetchone() if row["parent"] is not None else None


def add_requests(connection: sqlite3.Connection, some: Iterable[tuple[Row, tuple[str, bytes] | None]]) -> None:
    """Take what was asked for, under numbers of ours; what is done in one archive is done."""
    for row, parent in some:
        key = (row["crawl"], row["fingerprint"])
        capture = _here(connection, row["capture"])
        known = connection.execute(f"SELECT id, outcome, unread FROM request WHERE {_SAME}", key).fetchone()  # noqa: S608
        if known is None:
            above = parent and connection.execute(f"SELECT id FROM request WHERE {_SAME}", parent).fetchone()  # noqa: S608
            number = frontier.reserve(connection, 1)
            made = {**row, "id": number, "parent": above[0] if above else None, "capture": capture}
            insert(connection, "request", made | {"unread": row["unread"] if capture else 0})
        elif known[1] is None and row["outcome"] is not None:
            connection.execute(
                "UPDATE request SET outcome = ?, reason = ?, capture = ?, tries = ?, done_at = ?, unread = ?"
                " WHERE id = ?",
                (row["outcome"], row["reason"], capture, row["tries"], row["done_at"], row["unread"], known[0]),
            )
        elif known[2] and row["outcome"] is not None and not row["unread"]:
            connection.execute("UPDATE request SET unread = 0 WHERE id = ?", (known[0],))


def _here(connection: sqlite3.Connection, capture: str | None) -> str | None:
    """The id of a capture that was taken; None for one that was not."""
    row = connection.execute("SELECT id FROM capture WHERE id = ?", (capture,)).fetchone()
    return str(row[0]) if row else None


def taken_over(connection: sqlite3.Connection) -> None:
    """Leave out what an interrupted crawl had not asked for where another crawl took that over."""
    connection.execute(
        "DELETE FROM request WHERE outcome IS NULL AND EXISTS ("
        "    SELECT 1 FROM visit WHERE visit.continues = request.crawl AND visit.portal = request.portal)"
    )


def listed(connection: sqlite3.Connection, source: Source, name: str, taken: frozenset[str]) -> None:
    """Join what the lists of a portal named, by the crawls that were `taken`; before their visits are.

    What one archive knew and knows no more is gone; of what only one crawled, that is left which the other did not read
    the lists in full after.
    """
    ours = list(source.ours(connection, "listed", "portal = ?", (name,)))
    theirs = [row for row in source.rows("listed", "portal = ?", (name,)) if row["crawl"] in taken]
    crawled = _crawled(source.connection, name)
    here, there = _crawled(connection, name), {crawl: whole for crawl, whole in crawled.items() if crawl in taken}
    left = [*_standing(ours, theirs, there), *_standing(theirs, ours, here)]
    connection.execute("DELETE FROM listed WHERE portal = ?", (name,))
    for row in left:
        insert(connection, "listed", {**row, "capture": _here(connection, row["capture"])})
    connection.execute(  # of several crawls the one that kept it, else the later
        "DELETE FROM listed WHERE portal = ?1 AND EXISTS (SELECT 1 FROM listed other WHERE other.portal = ?1"  # noqa: S608
        "    AND other.agency = listed.agency AND other.year = listed.year"
        f"    AND (other.{_KEPT}, other.crawl) > (listed.{_KEPT}, listed.crawl))",
        (name,),
    )
    connection.execute("DELETE FROM listed_body WHERE portal = ?", (name,))
    lists.name_bodies(connection, name)


def _crawled(connection: sqlite3.Connection, name: str) -> dict[str, bool]:
    """The crawls that were at a portal, and whether each read its lists in full."""
    rows = connection.execute("SELECT crawl, whole_list = 1 FROM visit WHERE portal = ?", (name,))
    return {row[0]: bool(row[1]) for row in rows}


def _standing(rows: list[Row], others: list[Row], crawled: dict[str, bool]) -> list[Row]:
    """Those of an archive's rows that the other, whose rows and crawls these are, does not replace."""
    known = {(row["crawl"], row["agency"], row["year"]) for row in others}
    last = max((crawl for crawl, whole in crawled.items() if whole), default="")
    return [
        row
        for row in rows
        if (row["crawl"], row["agency"], row["year"]) in known or (row["crawl"] not in crawled and row["crawl"] >= last)
    ]


def revisit(connection: sqlite3.Connection, theirs: Row) -> None:
    """Take when an address was last looked at, where that was later there."""
    if _here(connection, theirs["capture"]) != theirs["capture"]:
        return
    names = list(theirs)
    row = connection.execute(
        f"SELECT {', '.join(names)} FROM revisit WHERE fingerprint = ?",  # noqa: S608 - names of our schema
        (theirs["fingerprint"],),
    ).fetchone()
    if row is None or _later(dict(zip(names, row, strict=True))) < _later(theirs):
        connection.execute("DELETE FROM revisit WHERE fingerprint = ?", (theirs["fingerprint"],))
        insert(connection, "revisit", theirs)


def _later(row: Row) -> tuple[Any, ...]:
    return row["checked_at"], [str(value) for value in row.values()]


def gone(connection: sqlite3.Connection, theirs: Row, report: str | None) -> None:
    """Take the judgement that an address is gone, where it is the later one; `report` is the key of what was there."""
    number = connection.execute("SELECT id FROM report WHERE key = ?", (report,)).fetchone()
    key = (theirs["url"], theirs["since"])
    same = connection.execute(
        "SELECT judged_at, coalesce(back_at, '') FROM gone WHERE url = ? AND since = ?", key
    ).fetchone()
    if same is not None and same >= (theirs["judged_at"], theirs["back_at"] or ""):
        return
    connection.execute("DELETE FROM gone WHERE url = ? AND since = ?", key)
    insert(connection, "gone", {**theirs, "report": number[0] if number else None})
