"""A report of an archive, found by what a person calls it, with all that is known of where its figures come from."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

from archive.database import corrections, lineage, queries
from archive.errors import ArchiveError
from archive.lineage.subject import Subject


def of_archive(connection: Connection, wanted: str, archive: Path) -> Subject:
    """The report with its documents; raises NoSuchReport, or ArchiveError where nothing was read for it yet."""
    key = queries.find_report(connection, wanted)
    found = queries.report(connection, key)
    if found["status"] == "withheld":
        msg = f"the documents of {key} cannot be read again: {found['problem']}"
        raise ArchiveError(msg)
    current = lineage.current(connection, key)
    job = lineage.job(connection, current[0]) if current else None
    if current is None or job is None or not job.sources:
        msg = f"nothing was read for {key} yet"
        raise ArchiveError(msg)
    return Subject(
        key,
        archive,
        job,
        lineage.captures(connection, current[0]),
        found["status"],
        current[1],
        found["reading"],
        tuple(lineage.accounts(connection, key)),
        tuple(corrections.rows(connection, report=key)),
    )
