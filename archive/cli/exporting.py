"""`nianbao export`: what people take away; each format is a command of its own."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.cli.lazy import LazyCommands
from archive.cli.options import Complaint, Years, archive_option, view

if TYPE_CHECKING:
    from archive.database.exports import Choice

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = {
    "bag": "archive.cli.exporting_copies:bag",
    "csv": "archive.cli.exporting_tables:csv",
    "jsonl": "archive.cli.exporting_lines:jsonl",
    "package": "archive.cli.exporting_package:package",
    "parquet": "archive.cli.exporting_tables:parquet",
    "sqlite": "archive.cli.exporting_copies:sqlite",
    "wacz": "archive.cli.exporting_warc:wacz",
    "warc": "archive.cli.exporting_warc:warc",
}


@click.group(commands=LazyCommands(FORMATS))
def export() -> None:
    """Take data out of the archive, in formats others read.

    An export is written beside its place and renamed when it is whole. It shows the archive of one moment, also while a
    crawl writes. What was withheld is in none.
    """


def target(what: str, *, streams: bool = False) -> Callable[[Command], Command]:
    """The place of an export, as argument or --output, given to the command as `output`; --force; and --archive.

    Where it `streams`, the place may be - for standard output.
    """

    def decorated(command: Command) -> Command:
        @functools.wraps(command)
        def wrapped(*arguments: Any, output: Path | None, place: Path | None, **options: Any) -> Any:
            if bool(output) == bool(place):
                raise click.UsageError(f"say once where to write: {what}, or --output {what}")
            output = output or place
            if str(output) == "-" and not streams:
                msg = "this cannot be written to standard output; `nianbao export jsonl -` can"
                raise Complaint(msg)
            return command(*arguments, output=output, **options)

        kind = click.Path(path_type=Path)
        for option in (
            archive_option,
            click.option("--force", is_flag=True, help="Take the place of an export that is there."),
            click.option("--output", type=kind, metavar=what, help=f"Where to write; the same as {what}."),
            click.argument("place", type=kind, metavar=what, required=False),
        ):
            wrapped = option(wrapped)
        return wrapped  # type: ignore[return-value]

    return decorated


@contextmanager
def moment(archive: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees the archive of one moment."""
    from archive.database.exports import one_moment

    connection = view(archive)
    with one_moment(connection):
        yield connection


def choice_options(command: Command) -> Command:
    """--body, --portal and --year; `chosen` makes a Choice of them."""
    for option in (
        click.option("--year", "years", type=Years(), metavar="A-B", help="Only reports of these years."),
        click.option("--portal", help="Only reports of this portal."),
        click.option("--body", help="Only reports of this body: its key, its name, or a part only one has."),
    ):
        command = option(command)
    return command


def chosen(
    connection: sqlite3.Connection, body: str | None, portal: str | None, years: tuple[int, int] | None
) -> Choice:
    """The Choice the options make; raises Complaint for a portal, NoSuchReport for a body that is not there."""
    from archive.cli.scope import require_portal
    from archive.database import exports, queries
    from archive.database.census import Scope

    if portal is not None and not portal.strip():
        msg = "the name of the portal is empty"
        raise Complaint(msg)
    require_portal(connection, Scope(None, None, portal, None, None))
    first, last = years or (None, None)
    choice = exports.Choice(queries.find_body(connection, body) if body is not None else None, portal, first, last)
    if not choice.is_all and not exports.how_many(connection, choice):
        click.echo("no report is chosen: what is written of reports is empty", err=True)
    return choice
