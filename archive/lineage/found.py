"""A report of an archive, found by what a person calls it, with all that is known of where its figures come from."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

from archive.database import corrections, lineage, queries, versions
from archive.errors import ArchiveError
from archive.lineage.subject import Subject


def of_archive(connection: Connection, wanted: str, archive: Path, at: str | None = None) -> Subject:
    """The report with its documents; raises NoSuchReport, or ArchiveError where nothing was read for it yet.

    `at` is the moment at which the archive is to be looked at, in ISO 8601; now, where there is none.
    """
    key = queries.find_report(connection, wanted)
    found = versions.report_at(connection, key, at) if at else queries.report(connection, key)
    if found["status"] == "withheld":
        msg = f"the documents of {key} cannot be read again: {found['problem']}"
        raise ArchiveError(msg)
    told = found["version"], found["release"]
    job = lineage.job(connection, told[0], at) if told[0] else None
    if job is None or not job.sources:
        msg = f"nothing was read for {key} yet"
        raise ArchiveError(msg)
    return Subject(
        key,
        archive,
        job,
        lineage.captures(connection, told[0], at),
        found["status"],
        told[1],
        found["reading"],
        tuple(lineage.accounts(connection, key, *told)),
        tuple(corrections.rows(connection, report=key, version=found["version"] if at else None)),
    )
