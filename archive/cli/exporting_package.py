"""`nianbao export package`: the tables with all that is to be known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

import click

from archive.cli.exporting import choice_options, chosen, moment, target
from archive.cli.exporting_tables import tell_written, write_all
from archive.cli.options import plain_errors
from archive.database.exports import Choice
from archive.export import delimited
from archive.export.delimited import Manner, Written
from archive.export.origin import origin
from archive.export.package import Publication, describe, sources
from archive.export.placing import placed_folder
from archive.export.tables import Table, tables, wanted

Command = TypeVar("Command", bound=Callable[..., Any])


def publication_options(command: Command) -> Command:
    """--title, --description, --license and --organization."""
    for option in (
        click.option("--organization", metavar="NAME", help="Who publishes it."),
        click.option("--license", metavar="NAME", help="Its licence, as CC-BY-4.0."),
        click.option("--description", metavar="TEXT", help="What it is."),
        click.option("--title", metavar="TEXT", default=Publication().title, help="Its title."),
    ):
        command = option(command)
    return command


def write_package(
    folder: Path, connection: Connection, choice: Choice, manner: Manner, publication: Publication
) -> list[Written]:
    """Write all tables as CSV into a folder, with datapackage.json and README.md."""

    def write(into: Path, table: Table, rows: Iterator[tuple[Any, ...]], moved: Callable[[], None]) -> Written:
        return delimited.write(into, table, rows, manner, moved)

    files = write_all(folder, connection, wanted(()), choice, write)
    portals = sources(connection, tables()["portals"], choice)
    describe(folder, files, manner, publication, origin(connection, choice), portals)
    return files


@click.command()
@click.option("--gzip", is_flag=True, help="Pack each table.")
@click.option("--raw", is_flag=True, help="Write texts as they are, also those a spreadsheet would take for formulas.")
@publication_options
@choice_options
@target("DIR")
@plain_errors
def package(
    output: Path,
    archive: Path,
    title: str,
    description: str | None,
    license: str | None,  # noqa: A002 - click names it after the option
    organization: str | None,
    body: str | None,
    portal: str | None,
    years: tuple[int, int] | None,
    *,
    gzip: bool,
    raw: bool,
    force: bool,
) -> None:
    """A Frictionless Data Package in the folder DIR: every public table as CSV, with types, units, keys and origin.

    \b
    Examples:
      nianbao export package package
      nianbao export package package-2020 --year 2020 --gzip --license CC-BY-4.0 --organization "Open Reports"
    """
    manner, publication = Manner(gzipped=gzip, raw=raw), Publication(title, description, license, organization)
    with moment(archive) as connection, placed_folder(output, archive, force=force) as folder:
        choice = chosen(connection, body, portal, years)
        files = write_package(folder, connection, choice, manner, publication)
    tell_written(output, files)
