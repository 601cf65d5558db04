"""`nianbao merge`: other archives into this one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from archive.cli.confirming import confirm, yes_option
from archive.cli.options import ArchivePath, Complaint, archive_option, plain_errors
from archive.cli.progress import progress
from archive.counted import counted
from archive.database.connection import NAME, open_existing
from archive.database.merge.crawls import Conflict
from archive.database.merge.source import Source, opened
from archive.database.merge.words import asked_to_go, is_here
from archive.database.scrubbing import scrub
from archive.findings.visible import visible
from archive.keeper import Keeper
from archive.merging import Merge
from archive.rechecking import recheck_now


@click.command()
@click.argument(
    "others", metavar="OTHER...", nargs=-1, required=True, type=ArchivePath(file_okay=False, path_type=Path)
)
@yes_option
@archive_option
@plain_errors
def merge(others: tuple[Path, ...], yes: bool, archive: Path) -> None:
    """Take other archives into this one: documents, captures with their chains, versions, readings, corrections.

    What this archive has already stays as it is, so that the same archive can be merged again, and a merge that was
    stopped goes on. Every document is compared with its digest while it is copied, and every chain is recomputed.
    OTHER is only looked at; one of an earlier release is brought up in a copy. What the two have otherwise is named,
    and nothing here is overwritten. What was withheld in one is withheld in the other: before anything goes here for
    that reason you are asked.

    Exit status 1 where something is in conflict, or is not as it was stored in the other archive.

    \b
    Example:
      nianbao merge /mnt/colleague/archive --archive /srv/nianbao
    """
    _require_others(others, archive)
    clean = True
    for other in others:
        with opened(other) as source, Keeper(archive) as keeper:
            _ask(source, keeper, yes=yes)
            made = Merge(source, keeper, _say, progress())
            made.run()
        recheck_now(archive, open_existing(archive).conn)
        if made.taken["withheld document"]:
            scrub(archive)
        _tell(other, made)
        clean = clean and not (made.found["conflict"] or made.found["damage"])
    if not clean:
        sys.exit(1)


def _require_others(others: Sequence[Path], archive: Path) -> None:
    for other in others:
        path = other / NAME
        if not path.is_file():
            msg = f"there is no archive in {click.format_filename(other)} (no {NAME})"
            raise Complaint(msg)
        if (archive / NAME).exists() and path.samefile(archive / NAME):
            msg = f"{click.format_filename(other)} is the archive itself"
            raise Complaint(msg)


def _ask(source: Source, keeper: Keeper, *, yes: bool) -> None:
    """Ask before documents go that are here because they were withheld there."""
    view = open_existing(keeper.directory).conn
    going = [stone for stone in asked_to_go(view, source) if is_here(view, stone.digest)]
    view.close()
    for stone in going:
        click.echo(f"withheld there: {stone.digest}  {visible(stone.because)}", err=True)
    if going:
        confirm(f"remove {counted(len(going), 'document')} here, too, for good?", yes=yes)


def _tell(other: Path, made: Merge) -> None:
    taken = [counted(count, what) for what, count in made.taken.items() if count]
    click.echo(f"{click.format_filename(other)}: {', '.join(taken) or 'nothing'} new here", err=True)


def _say(kind: str, one: Conflict) -> None:
    click.echo(f"{kind:<9} {visible(one.what)}: {visible(one.why)}")
