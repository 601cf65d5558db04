"""`nianbao reread` and `recheck`: read what is stored again, check what was read again."""

from __future__ import annotations

from pathlib import Path

import click

from archive.backlog import Backlog
from archive.cli.options import archive_option, plain_errors
from archive.cli.progress import progress
from archive.counted import counted
from archive.database import readings, standing
from archive.database.connection import open_existing
from archive.jobs import Job, Result
from archive.keeper import Keeper
from archive.reading import RELEASE
from archive.rechecking import recheck as recheck_archive
from archive.worker import ReadingPool, processors


@click.command()
@click.option("--all", "everything", is_flag=True, help="Read what this release has read already, too.")
@archive_option
@plain_errors
def reread(everything: bool, archive: Path) -> None:
    """Read stored reports again with this version of the parser; nothing is fetched.

    Without --all only reports this parser release has not read, those first that a crawl or `add` kept and
    did not come to read. Earlier readings are kept.

    \b
    Example:
      nianbao reread --all
    """
    view = open_existing(archive).conn
    counts = {"read": 0, "problems": 0}
    with Keeper(archive) as keeper, ReadingPool(archive, processors()) as pool:
        first = Backlog(keeper, pool, view).drain()

        def done(job: Job, result: Result) -> None:
            counts["read"] += 1
            counts["problems"] += result.report is None
            keeper.write(lambda c: readings.store(c, job, result, RELEASE))

        moved = progress()
        waiting = [pool.submit(job, done) for job in readings.version_jobs(view, None if everything else RELEASE)]
        for number, future in enumerate(waiting, 1):
            future.result()
            if moved:
                moved(number, len(waiting))
        keeper.write(standing.renew_all)
        recheck_archive(keeper, view)
    waited = f"{counted(first, 'report')} read that had been waiting, " if first else ""
    told = f"{waited}{counted(counts['read'], 'report')} read again, {counts['problems']} could not be read"
    click.echo(told, err=True)


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
