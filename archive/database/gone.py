"""Whether the address of a report is gone: a judgement over a window of time, never from one answer."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from archive.clock import now

WINDOW = timedelta(days=14)
SHARE = 0.75  # of the tries within the window and since


class Try(NamedTuple):
    """One time an address was asked for and answered; `found` where it held the report."""

    at: str
    found: bool


class Judgement(NamedTuple):
    """Since when an address is gone, and of how many tries since then how many failed."""

    since: str
    tries: int
    failures: int


def judge(tries: list[Try]) -> Judgement | None:
    """Whether an address is gone after these tries, in the order of time; those that were blocked are none.

    It is where the last one failed and there is a time, at least WINDOW before it, since which SHARE of them did.

    >>> judge([Try("2027-02-01T00:00:00Z", False), Try("2027-02-20T00:00:00Z", False)])
    Judgement(since='2027-02-01T00:00:00Z', tries=2, failures=2)
    >>> judge([Try("2027-02-01T00:00:00Z", False), Try("2027-02-09T00:00:00Z", False)]) is None
    True
    """
    if not tries or tries[-1].found:
        return None
    last = datetime.fromisoformat(tries[-1].at)
    found: Judgement | None = None
    failures = 0
    for count, one in enumerate(reversed(tries), 1):
        failures += not one.found
        if not one.found and failures >= SHARE * count and last - datetime.fromisoformat(one.at) >= WINDOW:
            found = Judgement(one.at, count, failures)
    return found


def renew(connection: sqlite3.Connection, crawl: str, portal: str) -> None:
    """Judge the reports of a portal that a crawl found missing, and note those that are back."""
    rows = connection.execute(
        "SELECT revisit.url, revisit.fingerprint, revisit.capture, iif(request.outcome = 'missing', NULL, done_at)"
        " FROM request JOIN revisit USING (fingerprint)"
        " WHERE request.crawl = ? AND request.portal = ? AND request.kind = 'detail' AND revisit.capture IS NOT NULL"
        " AND (request.outcome = 'missing' OR (request.outcome IN ('stored', 'unchanged') AND EXISTS ("
        "    SELECT 1 FROM gone WHERE gone.url = revisit.url AND back_at IS NULL)))",
        (crawl, portal),
    ).fetchall()
    for url, fingerprint, capture, back_at in rows:
        if back_at is not None:
            connection.execute("UPDATE gone SET back_at = ? WHERE url = ? AND back_at IS NULL", (back_at, url))
        elif found := judge(_tries(connection, url, fingerprint)):
            _record(connection, url, portal, capture, found)


def _tries(connection: sqlite3.Connection, url: str, fingerprint: bytes) -> list[Try]:
    """The tries of an address since it was last back, the best of a day standing for it: ten at once are no window."""
    rows = connection.execute(
        "SELECT done_at, outcome <> 'missing' FROM request WHERE fingerprint = ? AND kind = 'detail'"
        " AND outcome IN ('stored', 'unchanged', 'missing')"
        " AND done_at > ifnull((SELECT max(back_at) FROM gone WHERE url = ?), '') ORDER BY done_at",
        (fingerprint, url),
    ).fetchall()
    days = (list(of_day) for _, of_day in groupby(rows, key=lambda row: row[0][:10]))
    return [Try(of_day[-1][0], any(found for _, found in of_day)) for of_day in days]


def _record(connection: sqlite3.Connection, url: str, portal: str, capture: str, found: Judgement) -> None:
    row = connection.execute(
        "SELECT version.report FROM version_capture vc JOIN version ON version.id = vc.version WHERE vc.capture = ?",
        (capture,),
    ).fetchone()
    connection.execute("DELETE FROM gone WHERE url = ? AND back_at IS NULL", (url,))
    connection.execute(
        "INSERT OR REPLACE INTO gone (url, since, report, portal, judged_at, tries, failures)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (url, found.since, row[0] if row else None, portal, now(), found.tries, found.failures),
    )
