"""`nianbao check` and `verify`: are the figures sound, is the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.as_json import report_object
from archive.blobs import Blobs
from archive.cli.options import archive_option, plain_errors, view
from archive.cli.parsing import read_file
from archive.cli.printing import print_json
from archive.cli.summary import print_findings
from archive.database import captures, queries
from archive.models import Hints
from archive.verify import Fault
from archive.verify import verify as verify_archive

Checked = tuple[str, list[dict[str, Any]]]


@click.command()
@click.argument("things", nargs=-1, metavar="[FILE or REPORT]...")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@archive_option
@plain_errors
def check(things: tuple[str, ...], as_json: bool, archive: Path) -> None:
    """Check the sums of reports: files on disk, reports of the archive, or (without argument) all of these.

    Exit status 1 when a check fails.

    \b
    Examples:
      nianbao check draft.docx
      nianbao check 秀洲区卫生健康局:2020
      nianbao check
    """
    checked = list(_given(things, archive) if things else _all(view(archive)))
    if as_json:
        print_json([{"report": name, "findings": findings} for name, findings in checked])
    failed = 0
    for name, findings in checked:
        failing = any(f["status"] == "fail" for f in findings)
        failed += failing
        if not as_json and (things or failing):
            click.echo(name)
            print_findings(findings)
    if not things and not as_json:
        click.echo(f"{len(checked)} reports, {failed} with a failed check", err=True)
    if failed:
        sys.exit(1)


def _given(things: tuple[str, ...], archive: Path) -> Iterator[Checked]:
    for thing in things:
        if Path(thing).is_file():
            yield thing, report_object(read_file(Path(thing), Hints()))["findings"]
            continue
        connection = view(archive)
        key = queries.find_report(connection, thing)
        yield key, _findings(connection, key)


def _all(connection: Connection) -> Iterator[Checked]:
    for row in queries.reports(connection):
        yield row["id"], _findings(connection, row["id"])


def _findings(connection: Connection, key: str) -> list[dict[str, Any]]:
    found = queries.report(connection, key)
    findings: list[dict[str, Any]] = found["reading"]["findings"] if found["reading"] else []
    return findings


@click.command()
@archive_option
@plain_errors
def verify(archive: Path) -> None:
    """Check the archive itself: every stored byte, every reference, every crawl's chain and manifest.

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
    blobs, size, kept, chains = captures.counts(connection)
    summary = f"{blobs} blobs ({size:,} bytes), {kept} captures, {chains} chains"
    click.echo(f"{summary}: {'sound' if not faults else f'{faults} faults'}" + (f", {notes} notes" if notes else ""))
    if faults:
        sys.exit(1)
