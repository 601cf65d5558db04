"""`nianbao reread`: read what is stored again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.backlog import Backlog
from archive.cli.options import archive_option, plain_errors
from archive.counted import counted
from archive.database import readings
from archive.database.connection import open_existing
from archive.jobs import Job, Result
from archive.keeper import Keeper
from archive.reading import RELEASE
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

        waiting = [pool.submit(job, done) for job in readings.version_jobs(view, None if everything else RELEASE)]
        for number, future in enumerate(waiting, 1):
            future.result()
            if sys.stderr.isatty():
                click.echo(f"\r{number}/{len(waiting)}", nl=False, err=True)
        keeper.flush()
    waited = f"{counted(first, 'report')} read that had been waiting, " if first else ""
    told = f"{waited}{counted(counts['read'], 'report')} read again, {counts['problems']} could not be read"
    click.echo(told, err=True)
