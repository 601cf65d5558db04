"""`nianbao reread` and `recheck`: read what is stored again, check what was read again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.backlog import Backlog
from archive.cli.options import archive_option, plain_errors
from archive.cli.progress import progress
from archive.counted import counted
from archive.database import rereads, standing
from archive.database.connection import open_existing
from archive.keeper import Keeper
from archive.rechecking import recheck as recheck_archive
from archive.rereading import Reread
from archive.worker import ReadingPool, processors


@click.command()
@click.option("--all", "everything", is_flag=True, help="Read what this release has read already, too.")
@archive_option
@plain_errors
def reread(everything: bool, archive: Path) -> None:
    """Read stored reports again with this version of the parser; nothing is fetched.

    Without --all only reports this parser release has not read, those first that a crawl or `add` kept and
    did not come to read. Earlier readings are kept: `nianbao releases diff` compares them. However it is stopped, the
    next run, with --all or without as this one, reads only what this one did not. What was withheld is not read.

    \b
    Example:
      nianbao reread --all
    """
    view = open_existing(archive).conn
    with Keeper(archive) as keeper, ReadingPool(archive, processors()) as pool:
        first = Backlog(keeper, pool, view).drain()
        again = Reread(keeper, pool, view, progress() or (lambda *_: None))
        again.run(_since(keeper) if everything else "")
        keeper.write(rereads.end_pass if everything else lambda _: None)
        keeper.write(standing.renew_all)
        recheck_archive(keeper, view)
    waited = f"{counted(first, 'report')} read that had been waiting, " if first else ""
    told = f"{waited}{counted(again.read, 'report')} read again, {again.problems} could not be read"
    click.echo(told + (f", {again.lost} could not be stored" if again.lost else ""), err=True)
    if again.lost:
        sys.exit(1)


def _since(keeper: Keeper) -> str:
    """When a reread of everything began: now, or where one was stopped, then."""
    moment, goes_on = keeper.write(rereads.begin_pass).result()
    if goes_on:
        click.echo(f"going on with the reread begun {moment}", err=True)
    return str(moment)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Check what this release has checked already, too.")
@archive_option
@plain_errors
def recheck(everything: bool, archive: Path) -> None:
    """Check the archive's reports again from what was read of them; no document is read, nothing is fetched.

    Each is checked alone and beside the others: the years of a body, a government and the bodies it covers, other
    copies, the days the law names; and the figures of missing years are estimated from their neighbours. `crawl`,
    `add` and `reread` do this for what they touched; a new release of the checks is what it is for.

    \b
    Example:
      nianbao recheck --all
    """
    view = open_existing(archive).conn
    with Keeper(archive) as keeper:
        done = recheck_archive(keeper, view, everything=everything, moved=progress())
    click.echo(f"{counted(done, 'report')} checked", err=True)
