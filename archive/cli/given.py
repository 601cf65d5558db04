"""The reports a person names, as they are checked: files on disk, reports of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from archive.as_json import report_object
from archive.cli.corrected import in_words
from archive.cli.files import is_path, not_read, read_files
from archive.cli.options import Complaint, view
from archive.database import corrections, queries
from archive.errors import ArchiveError, NoSuchReport
from archive.findings.checked import Checked
from archive.models import Hints


def given(things: Sequence[str], archive: Path, complaints: list[str]) -> Iterator[Checked]:
    """Each file or report that is there; the others are complained of and keep nobody else from being checked."""
    for are_files, some in groupby(things, lambda thing: thing == "-" or is_path(thing)):
        if are_files:
            yield from _of_files(some, complaints)
            continue
        for thing in some:
            try:
                connection = view(archive)
                yield _of_archive(connection, queries.find_report(connection, thing))
            except (ArchiveError, Complaint) as error:
                complaints.append(str(error))


def _of_files(things: Iterable[str], complaints: list[str]) -> Iterator[Checked]:
    for path, report in read_files(map(Path, things), Hints()):
        if isinstance(report, Complaint):
            complaints.append(str(report))
        else:
            yield Checked(str(path), report_object(report), str(path), is_draft=True)


def everything(connection: Connection) -> Iterator[Checked]:
    """All reports of an archive."""
    for row in queries.reports(connection):
        yield _of_archive(connection, row["id"])


def _of_archive(connection: Connection, key: str) -> Checked:
    found = queries.report(connection, key)
    if found["reading"]:
        return Checked(
            key,
            found["reading"],
            found["url"],
            _last(connection, key, found["reading"]),
            corrections=_corrected(connection, key),
        )
    media_type = found["captures"][0]["media_type"] if found["captures"] else ""
    facts = {key: found[key] for key in ("title", "agency", "year", "template", "digest")}
    finding = asdict(not_read(found["problem"], media_type))
    return Checked(key, {**facts, "media_type": media_type, "findings": [finding]}, found["url"])


def _corrected(connection: Connection, key: str) -> dict[str, tuple[str, str | None]]:
    """What the corrections in force say the cells of a report hold, and who says so."""
    rows = corrections.rows(connection, report=key, standing="in_force")
    return {row["cell"]: (in_words(row), row["author"]) for row in rows}


def _last(connection: Connection, key: str, reading: Mapping[str, Any]) -> dict[str, Any] | None:
    """The reading of the same body's report of the year before, where a finding that is no pass names cells of it."""
    year = (reading["year"] or 0) - 1
    told = [finding["cells"] for finding in reading["findings"] if finding["status"] != "pass"]
    if not any(cell.startswith(f"{year}:") for cells in told for cell in cells):
        return None
    try:
        last = queries.find_report(connection, f"{key.rpartition(':')[0]}:{year}")
    except NoSuchReport:
        return None
    made: dict[str, Any] | None = queries.report(connection, last)["reading"]
    return made
