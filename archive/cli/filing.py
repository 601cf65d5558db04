"""`nianbao add` and `reread`: bring documents in, read them again."""

from __future__ import annotations

import sys
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.backlog import Backlog
from archive.cli.options import archive_option, plain_errors
from archive.counted import counted
from archive.database import queries, readings
from archive.database.connection import open_existing
from archive.intake import Added, add_files, require_files
from archive.jobs import Job, Result
from archive.keeper import Keeper
from archive.reading import RELEASE
from archive.worker import ReadingPool, processors


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Where the document comes from.")
@click.option("--agency", help="The publishing body; used where the document names none.")
@click.option(
    "--year", type=click.IntRange(1900, 2200), help="The year reported on; used where the document names none."
)
@click.option("--title", help="The title; used where the document has none.")
@click.option(
    "--together", is_flag=True, help="The files are one report: a page and its attachments, pictures of pages."
)
@archive_option
@plain_errors
def add(
    files: tuple[Path, ...],
    url: str | None,
    agency: str | None,
    year: int | None,
    title: str | None,
    together: bool,
    archive: Path,
) -> None:
    """Put your own documents into the archive; they are kept and read like fetched ones.

    One line a file says what became of it and which report it is. Exit status 2 when a file was skipped.

    \b
    Examples:
      nianbao add 2020/*.docx
      nianbao add report.pdf --agency 秀洲区卫生健康局 --year 2020 --url https://example.org/report.pdf
      nianbao add --together page.html tables.docx --url https://example.org/2020/page.html
    """
    require_files(files)
    try:
        added = _added(archive, files, url=url, agency=agency, year=year, title=title, together=together)
    except KeyboardInterrupt:
        click.echo("nianbao: stopped; what was kept and not yet read is read by the next `add` or `reread`", err=True)
        sys.exit(130)
    if any(one.outcome == "skipped" for one in added):
        sys.exit(2)


def _added(archive: Path, files: tuple[Path, ...], **known: Any) -> list[Added]:
    """Keep the files, read them and say of each what became of it."""
    with Keeper(archive) as keeper, ReadingPool(archive, processors()) as pool:
        added = list(add_files(keeper, files, **known))
        view = open_existing(archive).conn
        Backlog(keeper, pool, view).drain()
        for one in added:
            said = one.detail if one.outcome == "skipped" else _what_it_is(view, one.detail)
            click.echo(f"{one.outcome:<10}{click.format_filename(one.path)}: {said}")
    return added


def _what_it_is(view: Connection, capture: str) -> str:
    key, problem = queries.reading_of(view, capture)
    said = key or "no report in this document; it is kept all the same"
    return f"{said} ({problem})" if problem else said


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
    told = f"{waited}{counts['read']} reports read again, {counts['problems']} could not be read"
    click.echo(told, err=True)
