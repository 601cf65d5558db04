"""The ledger of edits: one version of a report after another at the same address, and what differs between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from archive.database.packing import unpacked_report
from archive.edits import Change, changes, file_changes
from archive.errors import DamagedReading

_SEEN = """
SELECT capture.url, capture.id, capture.captured_at, vc.version
FROM version JOIN version_capture vc ON vc.version = version.id AND vc.position = 0
JOIN capture ON capture.id = vc.capture WHERE version.report = ?
ORDER BY capture.url, capture.captured_at, capture.crawl, capture.position"""
_BOTH = """
SELECT old.release, old.packed, new.packed FROM reading old JOIN reading new USING (release)
WHERE old.version = ? AND new.version = ? AND old.packed IS NOT NULL AND new.packed IS NOT NULL
    AND old.status <> 'withheld' AND new.status <> 'withheld'
ORDER BY min(old.read_at, new.read_at) DESC LIMIT 1"""


class _Seen(NamedTuple):
    url: str
    capture: str
    at: str
    version: str


def renew(connection: sqlite3.Connection, number: int) -> None:
    """Write the edits of a report anew, from the versions seen at each address in the order of their captures."""
    for table in ("change", "edit"):
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))  # noqa: S608 - names above
    for before, after in _edits(connection, number):
        release, found = _differences(connection, before.version, after.version)
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
    several = "SELECT report FROM version WHERE report IS NOT NULL GROUP BY report HAVING count(*) > 1"
    for (number,) in connection.execute(several).fetchall():
        renew(connection, number)


def renew_after_loss(connection: sqlite3.Connection) -> None:
    """Make ready what follows from versions and readings to be made anew, after rows of any table were lost."""
    connection.execute("UPDATE version SET report = NULL WHERE report NOT IN (SELECT id FROM report)")
    settle(connection)
    connection.execute("UPDATE report SET checked = NULL")


def _edits(connection: sqlite3.Connection, number: int) -> Iterator[tuple[_Seen, _Seen]]:
    seen = [_Seen(*row) for row in connection.execute(_SEEN, (number,))]
    for _, at_one in groupby(seen, key=lambda one: one.url):
        yield from (two for two in pairwise(at_one) if two[0].version != two[1].version)


def _differences(connection: sqlite3.Connection, before: str, after: str) -> tuple[str | None, list[Change]]:
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
    return release, [*told, *files] or [Change("other", "", None, None)]


def _files(connection: sqlite3.Connection, version: str) -> dict[str, tuple[str, str]]:
    """The files of a version by their address: the digest of each, and of what it says."""
    rows = connection.execute(
        "SELECT capture.url, capture.digest, coalesce(vc.content, capture.digest) FROM version_capture vc"
        " JOIN capture ON capture.id = vc.capture WHERE vc.version = ? AND vc.position > 0"
        " ORDER BY capture.captured_at",
        (version,),
    )
    return {url: (digest, content) for url, digest, content in rows}
