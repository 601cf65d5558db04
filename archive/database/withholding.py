"""What withholding bytes touches in the database, and the change itself: text goes, rows that prove something stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from archive.corrections import Correction
from archive.database import corrections, readings, speaking, standing
from archive.database.packing import pack, unpacked_report
from archive.database.withheld import Tombstone, bury
from archive.errors import ArchiveError, DamagedReading
from archive.withholding import figures_only, is_bare_figure

_LEAST_DIGITS = 8  # of a digest a person may write in place of all
_MOST_OTHERS = 20  # documents named that are not touched


class Seen(NamedTuple):
    """A document by its digest, with one of the addresses it was seen at."""

    digest: str
    media_type: str
    size: int
    url: str
    captures: int


class Reach(NamedTuple):
    """What withholding touches: documents, versions, reports by number and key.

    `others` are documents seen at the same addresses that say something else; they are not touched.
    """

    documents: list[Seen]
    versions: list[str]
    reports: list[tuple[int, str]]
    others: list[Seen]

    @property
    def digests(self) -> list[str]:
        """Those of the documents."""
        return [one.digest for one in self.documents]


def digests_meant(connection: sqlite3.Connection, wanted: str) -> list[str]:
    """The document whose digest begins so; raises ArchiveError where several do. Nothing where none does."""
    if len(wanted) < _LEAST_DIGITS or set(wanted) - set("0123456789abcdef"):
        return []
    rows = connection.execute(
        "SELECT digest FROM blob WHERE digest >= ?1 AND digest < ?1 || 'g' ORDER BY digest LIMIT 9", (wanted,)
    )
    found = [row[0] for row in rows]
    if len(found) > 1:
        msg = f"several documents begin with {wanted}; say more of its digits: {', '.join(one[:16] for one in found)}"
        raise ArchiveError(msg)
    return found


def digests_of_report(connection: sqlite3.Connection, key: str) -> list[str]:
    """The documents of all versions of a report: its pages and its attachments."""
    rows = connection.execute(
        "SELECT DISTINCT capture.digest FROM report JOIN version ON version.report = report.id"
        " JOIN version_capture vc ON vc.version = version.id JOIN capture ON capture.id = vc.capture"
        " WHERE report.key = ? ORDER BY 1",
        (key,),
    )
    return [row[0] for row in rows]


def reach(connection: sqlite3.Connection, digests: Iterable[str]) -> Reach:
    """What withholding these documents touches: with them all that say the same under other bytes."""
    known: set[str] = set()
    waiting = set(digests)
    while waiting:
        known |= waiting
        waiting = {same for digest in waiting for same in _saying_the_same(connection, digest)} - known
    versions = _of(connection, "SELECT DISTINCT vc.version", known)
    reports: set[tuple[int, str]] = set()
    for (version,) in versions:
        reports |= set(
            connection.execute(
                "SELECT report.id, report.key FROM version JOIN report ON report.id = version.report"
                " WHERE version.id = ?",
                (version,),
            )
        )
    seen = [one for digest in sorted(known) if (one := _seen(connection, digest))]
    others = _others(connection, known)
    return Reach(seen, sorted(row[0] for row in versions), sorted(reports, key=lambda one: one[1]), others)


def _saying_the_same(connection: sqlite3.Connection, digest: str) -> Iterator[str]:
    rows = connection.execute(
        "SELECT other.digest FROM capture JOIN version_capture a ON a.capture = capture.id"
        " JOIN version_capture b ON b.version = a.version AND b.position = a.position"
        " JOIN capture other ON other.id = b.capture WHERE capture.digest = ?1 UNION"
        " SELECT capture.digest FROM version_capture vc JOIN capture ON capture.id = vc.capture WHERE vc.content IN ("
        "    SELECT content FROM version_capture JOIN capture ON capture.id = capture WHERE digest = ?1)",
        (digest,),
    )
    return (row[0] for row in rows)


def _of(connection: sqlite3.Connection, select: str, digests: Iterable[str]) -> set[tuple[str]]:
    """The rows about the versions the documents were seen as."""
    found: set[tuple[str]] = set()
    for digest in digests:
        joined = "FROM capture JOIN version_capture vc ON vc.capture = capture.id WHERE capture.digest = ?"
        found |= set(connection.execute(f"{select} {joined}", (digest,)))
    return found


def _seen(connection: sqlite3.Connection, digest: str) -> Seen | None:
    row = connection.execute(
        "SELECT blob.digest, coalesce(min(media_type), ''), blob.size, coalesce(min(url), ''), count(capture.id)"
        " FROM blob LEFT JOIN capture ON capture.digest = blob.digest WHERE blob.digest = ? GROUP BY blob.digest",
        (digest,),
    ).fetchone()
    return Seen(*row) if row else None


def _others(connection: sqlite3.Connection, digests: set[str]) -> list[Seen]:
    found: set[str] = set()
    for digest in digests:
        rows = connection.execute(
            "SELECT other.digest FROM capture JOIN capture other ON other.url = capture.url WHERE capture.digest = ?"
            " AND other.digest NOT IN (SELECT digest FROM withheld)",
            (digest,),
        )
        found |= {row[0] for row in rows} - digests
    return [one for digest in sorted(found)[:_MOST_OTHERS] if (one := _seen(connection, digest))]


def withhold(
    connection: sqlite3.Connection,
    digests: Iterable[str],
    stone: Tombstone,
    *,
    keep_figures: bool,
    again: bool = False,
) -> Reach:
    """Set a tombstone for every document, take what was read from them out of the database, let others speak.

    Chain, captures and versions stay. With `keep_figures` so do the numbers, without their text; `again` leaves what
    was emptied before as it is. What was touched.
    """
    touched = reach(connection, digests)
    for digest in touched.digests:
        bury(connection, stone._replace(digest=digest))
    for version in touched.versions:
        _blank(connection, version, stone.because, keep_figures=keep_figures, again=again)
    _forget_printed(connection, touched)
    for number, _ in touched.reports:
        speaking.speak_again(connection, number)
        connection.execute(  # what was found beside its figures or its words is found anew
            "UPDATE report SET checked = NULL WHERE body = (SELECT body FROM report WHERE id = ?)", (number,)
        )
    return touched


def _blank(connection: sqlite3.Connection, version: str, because: str, *, keep_figures: bool, again: bool) -> None:
    connection.execute("UPDATE version_capture SET dates = NULL WHERE version = ?", (version,))
    rows = connection.execute(
        "SELECT release, packed FROM reading WHERE version = ? AND NOT (? AND status = 'withheld')", (version, again)
    ).fetchall()
    for release, packed in rows:
        try:
            kept = pack(figures_only(unpacked_report(packed))) if keep_figures and packed else None
        except DamagedReading:
            kept = None
        connection.execute(
            "UPDATE reading SET packed = ?, title = NULL, agency = NULL, status = 'withheld', problem = ?"
            " WHERE version = ? AND release = ?",
            (kept, readings.withheld_because(because), version, release),
        )


def _forget_printed(connection: sqlite3.Connection, touched: Reach) -> None:
    """Let corrections say no more how a cell was printed; what they say otherwise stays, under its new id."""
    of_digests = [("digest", digest) for digest in touched.digests]
    concerned: set[str] = set()
    for column, value in [*of_digests, *(("version", version) for version in touched.versions)]:
        rows = connection.execute(f"SELECT id, printed FROM correction WHERE {column} = ?", (value,))  # noqa: S608
        concerned |= {row[0] for row in rows if row[1] and not is_bare_figure(row[1])}
    for old in sorted(concerned):
        row = connection.execute(
            f"SELECT {', '.join(standing.FIELDS)} FROM correction WHERE id = ?",  # noqa: S608 - names of fields
            (old,),
        ).fetchone()
        for table, column in (("correction_today", "correction"), ("correction", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (old,))  # noqa: S608 - names above
        corrections.take(connection, [replace(Correction(*row), printed="")])
