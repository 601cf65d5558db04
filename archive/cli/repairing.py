"""`nianbao repair`: what can be put right in a damaged archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from sqlite3 import Connection

import click

from archive.cli.options import ArchivePath, archive_option, plain_errors
from archive.cli.progress import progress
from archive.counted import counted
from archive.database.connection import NAME, open_existing
from archive.errors import ArchiveError, ArchiveUnusable
from archive.findings.visible import visible
from archive.keeper import Keeper
from archive.mending import documents, rows, whole
from archive.mending.steps import Step
from archive.rechecking import recheck


@click.command()
@click.option("--yes", is_flag=True, help="Do it; without this it is only said what would be done.")
@click.option(
    "--from",
    "others",
    multiple=True,
    type=ArchivePath(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Another archive in which missing documents are looked for; may be given several times.",
)
@archive_option
@plain_errors
def repair(yes: bool, others: tuple[Path, ...], archive: Path) -> None:
    """Put right what can be put right in an archive, and say what was done.

    Without --yes nothing is changed. No byte and no row is removed that is not held elsewhere: a database that is
    damaged is copied row by row into a new one and kept beside it, altered documents are moved to orphans/ when the
    right ones are put in their place, and what cannot be put right is named and left.

    Exit status 1 where something is left: to be done with --yes, or lost.

    \b
    Examples:
      nianbao repair
      nianbao repair --yes --from /mnt/copy/nianbao-archive
    """
    if not (archive / NAME).is_file():
        open_existing(archive)  # says what there is instead
    damage = whole.damage(archive)
    done, left = 0, _replace(archive, damage, yes=yes) if damage else 0
    with ExitStack() as stack:
        connection = open_existing(archive).conn
        keeper = stack.enter_context(Keeper(archive)) if yes else None
        if keeper is not None and left:
            rows.renew(keeper)
            _say(
                "done",
                "the ledger of edits and the checks are made anew; `nianbao reread --all` makes all reports anew",
            )
            done += 1
        for step in _steps(connection, archive, others):
            done += step.act is not None
            put_right = _take(step, keeper)
            left += step.is_loss if step.act is None else not put_right
        if keeper is not None and done:
            recheck(keeper, connection)
    _sum_up(done, left, yes=yes)
    if left:
        sys.exit(1)


def _replace(archive: Path, damage: str, *, yes: bool) -> int:
    """Put what can be read in the place of a damaged database, and say what could not; of how many tables."""
    _say("damage", f"the database is damaged: {damage.splitlines()[-1]}")
    if not yes:
        _say("would copy", f"what can be read of {NAME} into a new one; the rest is seen after that")
        sys.exit(1)
    aside, tables = whole.replaced(archive)
    _say("done", f"{NAME} holds what could be read; the damaged one is kept as {aside.name}")
    for table in tables:
        if table.problem:
            _say("lost", f"table {table.name}: {table.rows} rows were read; {table.problem}")
            for key in table.lost:
                _say("lost", f"row {key} of {table.name}")
    return sum(bool(table.problem) for table in tables)


def _steps(connection: Connection, archive: Path, others: Sequence[Path]) -> Iterator[Step]:
    yield from rows.left_open(connection)
    yield from documents.unfinished(connection, archive)
    yield from documents.missing_documents(connection, archive, others, progress())
    yield from rows.derived(connection)


def _take(step: Step, keeper: Keeper | None) -> bool:
    """Take a step, or say that it would be taken; whether nothing is left to do."""
    if step.act is None:
        _say("left", f"{step.what}: {step.where}")
        return False
    if keeper is None:
        _say("would", f"{step.what}: {step.where}")
        return False
    try:
        step.act(keeper)
    except (ArchiveError, OSError) as error:
        if isinstance(error, ArchiveUnusable):
            raise
        _say("failed", f"{step.what}: {step.where} ({error})")
        return False
    _say("done", f"{step.what}: {step.where}")
    return True


def _sum_up(done: int, left: int, *, yes: bool) -> None:
    if not done and not left:
        click.echo("nothing to repair")
    elif not yes and done:
        click.echo(f"{counted(done, 'step')} to take; `nianbao repair --yes` takes them")
    else:
        click.echo(f"{counted(done, 'step')} taken, {left} left; `nianbao verify` looks at everything again")


def _say(word: str, text: str) -> None:
    click.echo(visible(f"{word:<6} {text}"))
