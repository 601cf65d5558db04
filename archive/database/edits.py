"""The ledger of edits: one version of a report after another at the same address, and what differs between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from archive.database import dates, speaker
from archive.database.packing import unpacked_report
from archive.edits import Change, changes, file_changes
from archive.errors import DamagedReading

_SEEN = """
SELECT capture.url, capture.id, capture.captured_at, vc.version, vc.dates
FROM version JOIN version_capture vc ON vc.version = version.id AND vc.position = 0
JOIN capture ON capture.id = vc.capture WHERE version.report = ?
ORDER BY capture.url, capture.captured_at, capture.crawl, capture.position"""
_BOTH = """
SELECT old.release, old.packed, new.packed FROM reading old JOIN reading new USING (release)
WHERE old.version = ? AND new.version = ? AND old.packed IS NOT NULL AND new.packed IS NOT NULL
    AND old.status <> 'withheld' AND new.status <> 'withheld'
ORDER BY min(old.read_at, new.read_at) DESC LIMIT 1"""

_DATES = [("field", name) for name in dates.NAMES]

_SEVERAL = """
SELECT report FROM version JOIN version_capture vc ON vc.version = version.id AND vc.position = 0
WHERE report IS NOT NULL GROUP BY report HAVING count(DISTINCT vc.version) > 1 OR count(DISTINCT vc.dates) > 1"""


class _Seen(NamedTuple):
    url: str
    capture: str
    at: str
    version: str
    dates: str | None


def renew(connection: sqlite3.Connection, number: int) -> None:
    """Write the edits of a report anew, from the versions seen at each address in the order of their captures."""
    for table in ("change", "edit"):
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))  # noqa: S608 - names above
    for before, after in _edits(connection, number):
        release, found = _differences(connection, before, after)
        connection.execute(
            "INSERT INTO edit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, after.capture, after.url, before.version, after.version, before.at, after.at, release),
        )
        connection.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, after.capture, position, *change) for position, change in enumerate(found, 1)],
        )


def settle(connection: sqlite3.Connection) -> None:
    """Write the ledger of an archive that had none."""
    for (number,) in connection.execute(_SEVERAL).fetchall():
        renew(connection, number)


def renew_after_loss(connection: sqlite3.Connection) -> None:
    """Make ready what follows from versions and readings to be made anew, after rows of any table were lost."""
    connection.execute("UPDATE version SET report = NULL WHERE report NOT IN (SELECT id FROM report)")
    settle(connection)
    connection.execute("UPDATE report SET checked = NULL")


def _edits(connection: sqlite3.Connection, number: int) -> Iterator[tuple[_Seen, _Seen]]:
    doubted = speaker.doubted(connection, number)  # what is there on the next day is no edit
    seen = [one for row in connection.execute(_SEEN, (number,)) if (one := _Seen(*row)).version not in doubted]
    for _, at_one in groupby(seen, key=lambda one: one.url):
        yield from (two for two in pairwise(_dated(at_one)) if _is_edited(*two))


def _dated(seen: Iterable[_Seen]) -> Iterator[_Seen]:
    """What was seen again as it was says the dates it had."""
    last = None
    for one in seen:
        last = one.dates or last
        yield one._replace(dates=last)


def _is_edited(before: _Seen, after: _Seen) -> bool:
    if before.version != after.version:
        return True
    told = dates.compared(before.dates, after.dates)
    return told is not None and bool(told[1])


def _differences(connection: sqlite3.Connection, before: _Seen, after: _Seen) -> tuple[str | None, list[Change]]:
    """What differs between two captures: dates by what each said, else by the readings of the two versions."""
    told = dates.compared(before.dates, after.dates)
    if before.version == after.version:
        return told or (None, [])
    release, found = _between(connection, before.version, after.version)
    if release is None:
        return None, found
    if told is not None:
        found = [change for change in found if change[:2] not in _DATES] + told[1]
    return release, found or [Change("other", "", None, None)]


def _between(connection: sqlite3.Connection, before: str, after: str) -> tuple[str | None, list[Change]]:
    """What differs, by the latest release that read both versions: of two releases, differences may be theirs."""
    files = list(file_changes(_files(connection, before), _files(connection, after)))
    row = connection.execute(_BOTH, (before, after)).fetchone()
    if row is None:
        return None, files
    release, old, new = row
    try:
        told = list(changes(unpacked_report(old), unpacked_report(new)))
    except DamagedReading:
        return None, files
    return release, [*told, *files]


def _files(connection: sqlite3.Connection, version: str) -> dict[str, tuple[str, str]]:
    """The files of a version by their address: the digest of each, and of what it says."""
    rows = connection.execute(
        "SELECT capture.url, capture.digest, coalesce(vc.content, capture.digest) FROM version_capture vc"
        " JOIN capture ON capture.id = vc.capture WHERE vc.version = ? AND vc.position > 0"
        " ORDER BY capture.captured_at",
        (version,),
    )
    return {url: (digest, content) for url, digest, content in rows}
