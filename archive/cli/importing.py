"""`nianbao import`: web archives and folders of others into the archive."""

from __future__ import annotations

import sys
from pathlib import Path
from sqlite3 import Connection
from urllib.parse import urlsplit

import click

from archive.backlog import Backlog
from archive.cli.options import Complaint, archive_option, plain_errors
from archive.counted import counted
from archive.database.connection import open_existing
from archive.database.withheld import tombstones
from archive.findings.visible import visible
from archive.imports.filing import Filing
from archive.imports.found import Trouble
from archive.imports.sources import NoSource, Source, opened
from archive.jobs import Result
from archive.keeper import Keeper
from archive.rechecking import recheck
from archive.worker import ReadingPool, processors

_MOST_TOLD = 100  # troubles of a source


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--url", help="The address the documents of a folder stood under, of which their paths are the rest.")
@archive_option
@plain_errors
def import_(paths: tuple[Path, ...], url: str | None, archive: Path) -> None:
    """Take in WARC and WACZ files, and folders of documents; what may be a report is read.

    Captures keep their times, addresses, headers and status, and where they are from. What the archive has already is
    not taken again. A folder may hold a manifest.csv with the columns path, url, agency, year, captured_at.

    Exit status 1 when a file is damaged: what can be read of it is taken.

    \b
    Examples:
      nianbao import crawl.warc.gz
      nianbao import collection.wacz 2019/ --url http://www.example.gov.cn/zfxxgk/
    """
    if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        msg = f"--url takes an address that begins with http:// or https://, not {url[:80]!r}"
        raise Complaint(msg)
    with Keeper(archive) as keeper:
        keeper.flush()
        view = open_existing(archive).conn
        damaged = _Taking(keeper, view, url).take(paths)
        read: set[str | None] = set()

        def told(key: str | None, _: Result) -> None:
            read.add(key)

        with ReadingPool(archive, processors()) as pool:
            Backlog(keeper, pool, view, told).drain()
        recheck(keeper, view)
    if read:
        click.echo(f"{counted(len(read - {None}), 'report')} read")
    if damaged:
        sys.exit(1)


class _Taking:
    """Takes in one source after the other; revisits may refer to what a later one holds."""

    def __init__(self, keeper: Keeper, view: Connection, url: str | None) -> None:
        self._keeper, self._view, self._url = keeper, view, url
        self._withheld = tombstones(view)
        self._filings: list[tuple[Path, Filing]] = []
        self._damaged = False

    def take(self, paths: tuple[Path, ...]) -> bool:
        """Take all in and tell of each; whether something of them could not be taken."""
        try:
            for path in paths:
                try:
                    with opened(path, self._url) as source:
                        self._one(path, source)
                except NoSource as error:
                    click.echo(f"nianbao: {visible(str(error))}", err=True)
                    self._damaged = True
        except BaseException:
            for _, filing in self._filings:
                filing.end("interrupted")
            raise
        for path, filing in self._filings:
            filing.retry()
            self._tell(path, filing.end())
            click.echo(f"{click.format_filename(path)}: {_said(filing)}")
        return self._damaged

    def _one(self, path: Path, source: Source) -> None:
        filing = Filing(self._keeper, self._view, self._withheld, source.options, source.titles)
        self._filings.append((path, filing))
        watched, troubles = sys.stderr.isatty(), 0
        for number, event in enumerate(source.events, 1):
            found = [event] if isinstance(event, Trouble) else filing.take(event)
            self._tell(path, found[: max(0, _MOST_TOLD - troubles)])
            self._damaged |= any(trouble.is_damage for trouble in found)
            troubles += len(found)
            if watched and number % 100 == 0:
                click.echo(f"\r{number} taken", nl=False, err=True)
        if troubles > _MOST_TOLD:
            self._tell(path, [Trouble(f"{troubles - _MOST_TOLD} more like these")])
        filing.retry()

    def _tell(self, path: Path, troubles: list[Trouble]) -> None:
        for trouble in troubles:
            self._damaged |= trouble.is_damage
            click.echo(f"nianbao: {click.format_filename(path)}: {visible(trouble.sentence)}", err=True)


def _said(filing: Filing) -> str:
    """What became of the captures of a file."""
    counts = filing.counts
    said = [counted(counts["new"], "new capture")]
    said += [f"{counts['known']} in the archive already"] if counts["known"] else []
    said += [f"{counts['withheld']} withheld and not taken"] if counts["withheld"] else []
    said += [f"{counted(counts['to read'], 'document')} to read"] if counts["to read"] else []
    return ", ".join(said)
