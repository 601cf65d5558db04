"""`nianbao add`: bring a person's own documents in, and say of each what became of it as soon as that is known."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlsplit

import click

from archive.agencies import is_short_for
from archive.backlog import Backlog
from archive.bodies import is_nameless
from archive.cli.options import Complaint, Year, archive_option, plain_errors, require_name
from archive.counted import counted
from archive.database import queries
from archive.database.connection import open_existing
from archive.intake import Added, add_files, require_files
from archive.keeper import Keeper
from archive.rechecking import recheck
from archive.worker import ReadingPool, processors


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Where the document comes from.")
@click.option("--agency", help="The publishing body; used where the document names none.")
@click.option("--year", type=Year(), help="The year reported on; used where the document names none.")
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

    One line a file says what became of it and which report it is, as soon as it and those before it are
    read; --agency and --year that the document contradicts, and a document that names no body, are told.
    Exit status 2 when a file was skipped. After Ctrl-C what was kept and not yet read is named.

    \b
    Examples:
      nianbao add 2020/*.docx
      nianbao add report.pdf --agency 秀洲区卫生健康局 --year 2020 --url https://example.org/report.pdf
      nianbao add --together page.html tables.docx --url https://example.org/2020/page.html
    """
    _require_address(url, 1 if together else len(files))
    for file in files:
        require_name(file)
    require_files(files)
    told = _Told(agency, year, len(files))
    try:
        with Keeper(archive) as keeper, ReadingPool(archive, processors()) as pool:
            told.take(add_files(keeper, files, url=url, agency=agency, year=year, title=title, together=together))
            view = open_existing(archive).conn
            told.tell(view)
            Backlog(keeper, pool, view).drain(lambda: told.tell(view))
            told.tell(view, everything=True)
            recheck(keeper, view)
    except KeyboardInterrupt:
        told.name_waiting()
        raise
    if told.skipped:
        sys.exit(2)


def _require_address(url: str | None, reports: int) -> None:
    if url is None:
        return
    if urlsplit(url).scheme not in ("http", "https", "file") or not urlsplit(url).path + urlsplit(url).netloc:
        msg = f"--url takes an address that begins with http://, https:// or file://, not {url[:80]!r}"
        raise Complaint(msg)
    if reports > 1:
        msg = f"--url is the address of one document, and these are {reports}; add them one by one, or with --together"
        raise Complaint(msg)


class _Told:
    """The files in the order they were given, each told of once it and those before it are done."""

    def __init__(self, agency: str | None, year: int | None, files: int) -> None:
        """What a person said of the documents, and how many there are."""
        self._agency, self._year, self._files = agency, year, files
        self._waiting: deque[Added] = deque()
        self._is_said = False  # that only what others kept is still being read
        self.skipped = 0

    def take(self, added: Iterator[Added]) -> None:
        """Note what is kept, while it is being kept."""
        for one in added:
            self._waiting.append(one)
            _progress(len(self._waiting), self._files, "kept")

    def tell(self, view: Connection, *, everything: bool = False) -> None:
        """Print the lines that can be printed by now; `everything` also of what nobody could read."""
        while self._waiting:
            one = self._waiting[0]
            kept = one.outcome != "skipped"
            if kept and not everything and queries.is_waiting(view, one.detail):
                break
            self._waiting.popleft()
            self.skipped += not kept
            _clear()
            click.echo(f"{one.outcome:<10}{_name(one)}: {self._said(view, one) if kept else one.detail}")
        if self._waiting:
            _progress(self._files - len(self._waiting), self._files, "read")
        elif not self._is_said and (left := queries.waiting(view)):
            self._is_said = True
            others = counted(left, "document that was kept before is", "documents that were kept before are")
            click.echo(
                f"nianbao: {others} still being read; Ctrl-C leaves them to the next `add` or `reread`", err=True
            )

    def _said(self, view: Connection, one: Added) -> str:
        """Which report a kept file is; what a person said of it in vain goes to standard error."""
        read = queries.reading_of(view, one.detail)
        for doubt in self._doubts(read):
            click.echo(f"nianbao: {_name(one)}: {doubt}", err=True)
        said = read.report or "no report in this document; it is kept all the same"
        return f"{said} ({read.problem})" if read.problem else said

    def _doubts(self, read: queries.Reading) -> Iterator[str]:
        if read.report and is_nameless(read.report):
            yield "no publishing body was found; add it again with --agency to say whose report it is"
        if self._year and read.year and read.year != self._year:
            yield f"the document itself says {read.year}; --year not used"
        if self._agency and read.agency and not is_short_for(self._agency, read.agency):
            yield f"the document itself says {read.agency}; --agency not used"

    def name_waiting(self) -> None:
        """After Ctrl-C: which files are kept and not told of."""
        _clear()
        kept = [one for one in self._waiting if one.outcome != "skipped"]
        for one in kept:
            click.echo(f"{'kept':<10}{_name(one)}: not read yet")
        if kept:
            several = counted(len(kept), "file is kept and waits", "files are kept and wait")
            click.echo(f"nianbao: {several}; the next `add` or `reread` reads what is left", err=True)


def _name(one: Added) -> Any:
    return click.format_filename(one.path)


def _progress(done: int, of: int, how: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{of} {how}", nl=False, err=True)


def _clear() -> None:
    """Take the line of progress off a terminal."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
