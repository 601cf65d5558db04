"""`nianbao export csv` and its like: the public tables as files of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

import click

from archive.cli.exporting import choice_options, chosen, moment, target
from archive.cli.options import plain_errors
from archive.cli.progress import Rows
from archive.database import exports
from archive.database.exports import Choice
from archive.export import cells, delimited
from archive.export.delimited import Manner, Written
from archive.export.origin import origin, tell
from archive.export.placing import placed_folder
from archive.export.tables import Table, wanted

Command = TypeVar("Command", bound=Callable[..., Any])
Writer = Callable[[Path, Table, Iterator[tuple[Any, ...]], Callable[[], None]], Written]


def tables_option(command: Command) -> Command:
    """--table NAME, any number of times."""
    return click.option(
        "--table", "names", multiple=True, metavar="NAME", help="Only this table; may be given several times."
    )(command)


def write_all(
    folder: Path, connection: Connection, tables: list[Table], choice: Choice, write: Writer
) -> list[Written]:
    """Write tables into a folder, each as it comes from the archive."""
    progress = Rows()
    made = []
    for table in tables:
        known = exports.with_its_counts(connection, table)
        made.append(write(folder, known, cells.rows(connection, known, choice), progress.of(table.name)))
    return made


def tell_written(output: Path, files: list[Written]) -> None:
    """Say on standard error what was written."""
    rows, size = sum(file.rows for file in files), sum(file.bytes for file in files)
    click.echo(f"{output}: {len(files)} tables, {rows:,} rows, {size:,} bytes", err=True)


@click.command()
@click.option("--bom", is_flag=True, help="Begin each file with a byte order mark, by which Excel knows UTF-8.")
@click.option("--gzip", is_flag=True, help="Pack each file.")
@click.option("--raw", is_flag=True, help="Write texts as they are, also those a spreadsheet would take for formulas.")
@tables_option
@choice_options
@target("DIR")
@plain_errors
def csv(
    output: Path,
    archive: Path,
    names: tuple[str, ...],
    body: str | None,
    portal: str | None,
    years: tuple[int, int] | None,
    *,
    bom: bool,
    gzip: bool,
    raw: bool,
    force: bool,
) -> None:
    """One CSV file for each public table, in the folder DIR.

    What is not known is an empty cell, never 0. A text that a spreadsheet would take for a formula has an apostrophe
    before it, unless --raw is given.

    \b
    Examples:
      nianbao export csv tables
      nianbao export csv tables-2023 --year 2023 --table reports --table applications --bom
    """
    tables, manner = wanted(names), Manner(bom, gzip, raw)

    def write(folder: Path, table: Table, rows: Iterator[tuple[Any, ...]], moved: Callable[[], None]) -> Written:
        return delimited.write(folder, table, rows, manner, moved)

    with moment(archive) as connection, placed_folder(output, archive, force=force) as folder:
        choice = chosen(connection, body, portal, years)
        files = write_all(folder, connection, tables, choice, write)
        tell(folder, "csv", origin(connection, choice) | {"raw": raw}, files)
    tell_written(output, files)


@click.command()
@tables_option
@choice_options
@target("DIR")
@plain_errors
def parquet(
    output: Path,
    archive: Path,
    names: tuple[str, ...],
    body: str | None,
    portal: str | None,
    years: tuple[int, int] | None,
    *,
    force: bool,
) -> None:
    """One Parquet file with typed columns for each public table, in the folder DIR.

    \b
    Examples:
      nianbao export parquet parquet
      nianbao export parquet parquet --table reports --table applications --force
    """
    from archive.export import parquet as files_of

    tables = wanted(names)
    with moment(archive) as connection, placed_folder(output, archive, force=force) as folder:
        choice = chosen(connection, body, portal, years)
        files = write_all(folder, connection, tables, choice, files_of.write)
        tell(folder, "parquet", origin(connection, choice), files)
    tell_written(output, files)
