"""Which of a report's versions speaks for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from archive.database.packing import unpacked_report
from archive.models import Report
from archive.releases import age

_SURE = 2  # crawls that saw a report without its tables


class Speaker(NamedTuple):
    """The latest reading of a version, the address of its page, and whether it has tables."""

    version: str
    release: str
    status: str
    has_tables: bool
    url: str
    first_seen: str
    crawls: int

    @property
    def rank(self) -> int:
        """The lower, the more of the report it holds."""
        return {"read": 0, "partial": 1 if self.has_tables else 2}.get(self.status, 3)

    def is_doubtful(self, whole: set[str]) -> bool:
        """Whether a page that once held tables came without any, or unreadable, once: a bad day of its server."""
        is_poor = self.status in ("partial", "unread") and not self.has_tables
        return is_poor and self.url in whole and self.crawls < _SURE

    def report(self, connection: sqlite3.Connection) -> Report | None:
        """What was read, as it is stored."""
        (packed,) = connection.execute(
            "SELECT packed FROM reading WHERE version = ? AND release = ?", (self.version, self.release)
        ).fetchone()
        return unpacked_report(packed) if packed else None


def speaker(connection: sqlite3.Connection, number: int) -> Speaker:
    """Which version speaks for a report: of an address the latest, of several addresses the most complete.

    The latest is the one that was captured last, as a page may be set back to what it was; of several addresses as
    complete it is the one whose content is newest. A version that could not be read speaks only where there is no
    other; so does one without tables where another of its address has some, until a second crawl has seen it. One that
    was withheld goes on to speak for its address, so that nothing it replaced comes back. Of a version the reading of
    the newest release counts, whenever it was made.
    """
    return _best(_told(connection, number, None))


def speaker_at(connection: sqlite3.Connection, number: int, moment: str) -> Speaker | None:
    """Which version would speak for a report had nothing been captured after a moment; None where nothing had been."""
    told = _told(connection, number, moment)
    return _best(told) if told else None


def doubted(connection: sqlite3.Connection, number: int) -> set[str]:
    """The versions without tables, or that could not be read, that only one crawl saw where there had been tables."""
    told = _newest(_told(connection, number, None))
    whole = _whole(told)
    return {one.version for one in told if one.is_doubtful(whole)}


def _told(connection: sqlite3.Connection, number: int, until: str | None) -> list[Speaker]:
    """Every reading of every version, the one that was captured last first."""
    rows = connection.execute(
        "SELECT version.id, reading.release, reading.status, reading.template IS NOT NULL, min(capture.url),"
        " version.first_seen, count(DISTINCT capture.crawl)"
        " FROM version JOIN reading ON reading.version = version.id"
        " LEFT JOIN version_capture vc ON vc.version = version.id AND vc.position = 0"
        " LEFT JOIN capture ON capture.id = vc.capture"
        " WHERE version.report = :report AND (:until IS NULL OR capture.captured_at <= :until)"
        " GROUP BY version.id, reading.release"
        " ORDER BY max(capture.captured_at) DESC, max(capture.position) DESC, version.id, reading.read_at DESC",
        {"report": number, "until": until},
    )
    return [Speaker(*row) for row in rows]


def _newest(told: Sequence[Speaker]) -> list[Speaker]:
    """Of each version the reading of the newest release."""
    newest: dict[str, Speaker] = {}
    for one in told:
        known = newest.get(one.version)
        if known is None or age(one.release)[:2] > age(known.release)[:2]:
            newest[one.version] = one
    return list(newest.values())


def _whole(told: Sequence[Speaker]) -> set[str]:
    """The addresses at which there were tables."""
    return {one.url for one in told if one.has_tables}


def _best(told: Sequence[Speaker]) -> Speaker:
    newest = _newest(told)
    latest: dict[str, Speaker] = {}
    whole = _whole(newest)
    for one in sorted(newest, key=lambda one: one.status == "unread" or one.is_doubtful(whole)):
        latest.setdefault(one.url, one)
    return min(sorted(latest.values(), key=lambda one: one.first_seen, reverse=True), key=lambda one: one.rank)
