"""`nianbao check` and `verify`: are the figures sound, is the archive."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

import click

from archive.as_json import report_object
from archive.blobs import Blobs
from archive.cli.files import is_path, not_read, read_files
from archive.cli.options import Complaint, archive_option, heard_or_not, plain_errors, view
from archive.cli.printing import print_json
from archive.cli.summary import print_findings
from archive.counted import counted
from archive.database import captures, queries
from archive.errors import ArchiveError
from archive.models import Hints
from archive.verify import Fault
from archive.verify import verify as verify_archive

_NOT_CHECKED = ("X0", "T0", "T1", "T2")  # unreadable, no report, an empty form, no form


class Checked(NamedTuple):
    """A report by name with its findings."""

    name: str
    findings: list[dict[str, Any]]

    @property
    def fails(self) -> bool:
        """Whether a check fails."""
        return any(f["status"] == "fail" for f in self.findings)

    @property
    def is_unchecked(self) -> bool:
        """Whether nothing was there to check, or not one check came to an end."""
        ended = any(f["status"] in ("pass", "fail") for f in self.findings)
        return not ended or any(f["check"] in _NOT_CHECKED for f in self.findings)

    @property
    def is_doubtful(self) -> bool:
        """Whether anything could not be told for certain."""
        return any(f["status"] == "unknown" for f in self.findings)


@click.command()
@click.argument("things", nargs=-1, metavar="[FILE or REPORT]...")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--strict", is_flag=True, help="What could not be told for certain counts as failed, too.")
@archive_option
@plain_errors
def check(things: tuple[str, ...], as_json: bool, strict: bool, archive: Path) -> None:
    """Check the sums of reports: files on disk, reports of the archive, or (without argument) all of these.

    Exit status 1 when a check fails, or when one of the things named could not be checked: it cannot be
    read, is no annual report, has none of the tables, its form is empty, or no sum of it is there as a
    whole. What could not be told for certain is printed as `unknown` and counts as failed only with
    --strict. Exit status 2 when a file is not there. `-` reads a document from standard input.

    Of a whole archive only the reports with a failed check are printed; a last line counts all of them, and
    of several things named.

    \b
    Examples:
      nianbao check --strict draft.docx && echo ready
      nianbao check 秀洲区卫生健康局:2020
      nianbao check
    """
    complaints: list[str] = []
    checked = list(_given(things, archive, complaints) if things else _all(view(archive)))
    with heard_or_not():
        if as_json:
            print_json([{"report": one.name, "findings": one.findings} for one in checked])
        else:
            _print([one for one in checked if things or one.fails or (strict and one.is_doubtful)])
    if len(things) != 1 and not as_json:
        click.echo(_counted(checked), err=True)
    for complaint in complaints:
        click.echo(f"nianbao: {complaint}", err=True)
    failed = any(one.fails or (strict and one.is_doubtful) or (things and one.is_unchecked) for one in checked)
    if complaints or failed:
        sys.exit(2 if complaints else 1)


def _print(reports: list[Checked]) -> None:
    for one in reports:
        click.echo(one.name)
        print_findings(one.findings)
        if one.is_unchecked:
            click.echo("  nothing could be checked")


def _counted(checked: list[Checked]) -> str:
    failed = sum(one.fails for one in checked)
    unchecked = sum(one.is_unchecked and not one.fails for one in checked)
    doubtful = sum(one.is_doubtful and not one.fails and not one.is_unchecked for one in checked)
    told = f"{counted(len(checked), 'report')}, {failed} with a failed check, {doubtful} more in doubt"
    return f"{told}, {unchecked} without anything to check" if unchecked else told


def _given(things: tuple[str, ...], archive: Path, complaints: list[str]) -> Iterator[Checked]:
    """Each thing that is there; the others are complained of and keep nobody else from being checked."""
    for thing in things:
        try:
            if thing == "-" or is_path(thing):
                yield _of_file(thing)
                continue
            connection = view(archive)
            key = queries.find_report(connection, thing)
            yield Checked(key, _findings(connection, key))
        except (ArchiveError, Complaint) as error:
            complaints.append(str(error))


def _of_file(thing: str) -> Checked:
    ((_, report),) = read_files([Path(thing)], Hints())
    if isinstance(report, Complaint):
        raise report
    return Checked(thing, report_object(report)["findings"])


def _all(connection: Connection) -> Iterator[Checked]:
    for row in queries.reports(connection):
        yield Checked(row["id"], _findings(connection, row["id"]))


def _findings(connection: Connection, key: str) -> list[dict[str, Any]]:
    found = queries.report(connection, key)
    if found["reading"]:
        findings: list[dict[str, Any]] = found["reading"]["findings"]
        return findings
    media_type = found["captures"][0]["media_type"] if found["captures"] else ""
    return [asdict(not_read(found["problem"], media_type))]


@click.command()
@archive_option
@plain_errors
def verify(archive: Path) -> None:
    """Check the archive itself: every stored byte, every reference, every crawl's chain and manifest.

    The figures to query are compared with the stored readings they come from.

    Exit status 1 when anything is not as it was stored.

    \b
    Example:
      nianbao verify --archive /srv/nianbao
    """
    connection = view(archive)
    faults = notes = 0
    for found in verify_archive(connection, Blobs(archive / "blobs")):
        if not isinstance(found, Fault):
            continue
        faults += not found.harmless
        notes += found.harmless
        click.echo(f"{'note' if found.harmless else 'FAULT'}  {found.what}: {found.where}")
    try:
        blobs, size, kept, chains = captures.counts(connection)
    except sqlite3.DatabaseError:
        click.echo(f"{counted(faults, 'fault')}; the blobs are not affected: copy them before anything else")
        sys.exit(1)
    summary = f"{counted(blobs, 'blob')} ({size:,} bytes), {counted(kept, 'capture')}, {counted(chains, 'chain')}"
    said = [counted(faults, "fault") if faults else "sound", *([counted(notes, "note")] if notes else [])]
    click.echo(f"{summary}: {', '.join(said)}")
    if faults:
        sys.exit(1)
