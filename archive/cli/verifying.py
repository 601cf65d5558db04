"""`nianbao verify`: is the archive what was stored."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import click

from archive.blobs import Blobs
from archive.cli.options import archive_option, plain_errors, view
from archive.counted import counted
from archive.database import captures
from archive.verify import Fault
from archive.verify import verify as verify_archive


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
