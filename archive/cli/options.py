"""Options every command takes, and how errors end a command."""

from __future__ import annotations

import functools
import math
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

import click

from archive.errors import ArchiveError

DEFAULT_ARCHIVE = "nianbao-archive"
Command = TypeVar("Command", bound=Callable[..., Any])


class Complaint(click.ClickException):
    """One line on standard error, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click passes where to
        """Print the line."""
        click.echo(f"nianbao: {self.format_message()}", err=True)


class Measure(click.FloatRange):
    """A number within bounds; not-a-number is none."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """As click's range, which lets nan pass."""
        measure: float = super().convert(value, param, ctx)
        if math.isnan(measure):
            self.fail(f"{value!r} is no {self.name}", param, ctx)
        return measure


class Seconds(Measure):
    """A number of seconds."""

    name = "number of seconds"


class ArchivePath(click.Path):
    """A directory; an empty name, as an unset variable leaves it, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """As click's path."""
        if not str(value).strip():
            self.fail("the name of the archive is empty", param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if error.message.endswith("is a file."):
                self.fail(f"{value} is a file, not a folder; an archive is a folder", param, ctx)
            raise


class Year(click.IntRange):
    """A year there may be reports of."""

    name = "year"

    def __init__(self) -> None:
        """From the first year of the last century on."""
        super().__init__(1900, 2200)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """As click's range, in plain words."""
        try:
            year: int = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)[:40]!r} is no year from 1900 to 2200", param, ctx)
        return year


class Years(click.ParamType[tuple[int, int]]):
    """A year or a range of years."""

    name = "A-B"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """2020, 2019-2023, 2019- or -2023 as first and last year."""
        found = re.fullmatch(r"(\d{4})?(-)?(\d{4})?", value.strip())
        if not found or not any(found.groups()):
            self.fail(f"{value!r} is no year or range of years such as 2019-2023", param, ctx)
        first, dash, last = found.groups()
        years = int(first or 0), int(last or (9999 if dash else first))
        if years[0] > years[1]:
            self.fail(f"{value!r} ends before it begins", param, ctx)
        return years


def require_name(thing: Path | str) -> None:
    """Raise Complaint for `-`: what comes from standard input has no name to keep it under, or to be found by."""
    if str(thing) == "-":
        msg = "standard input cannot be taken here: write it to a file first and name that; `nianbao parse -` reads it"
        raise Complaint(msg)


def _forget_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def heard_or_not() -> Iterator[None]:
    """Printing whose reader may go away in the middle (`| head`) without changing what the command ends with."""
    try:
        yield
    except BrokenPipeError:
        _forget_output()


def plain_errors(command: Command) -> Command:
    """Turn the archive's errors into one clear line."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except KeyboardInterrupt:
            click.echo("nianbao: stopped", err=True)
            sys.exit(130)
        except ArchiveError as error:
            raise Complaint(str(error)) from error
        except UnicodeEncodeError as error:
            msg = "a name or an argument holds bytes that are no text in UTF-8"
            raise Complaint(msg) from error
        except sqlite3.DatabaseError as error:
            msg = f"the archive cannot be read: {error}; `nianbao verify` says more"
            raise Complaint(msg) from error
        except OverflowError as error:
            msg = f"a number is too large: {error}"
            raise Complaint(msg) from error
        except BrokenPipeError:
            _forget_output()  # the reader of our output has gone (`| head`); nothing is wrong
            return None
        except OSError as error:
            _forget_output()
            where = error.filename or "the output"  # what is written to has no name
            msg = f"{where} cannot be used: {error.strerror or error}"
            raise Complaint(msg) from error

    return wrapped  # type: ignore[return-value]


def archive_option(command: Command) -> Command:
    """--archive DIR, given to the command as `archive`."""
    return click.option(
        "--archive",
        type=ArchivePath(file_okay=False, path_type=Path),
        envvar="NIANBAO_ARCHIVE",
        default=DEFAULT_ARCHIVE,
        show_default=f"$NIANBAO_ARCHIVE, else ./{DEFAULT_ARCHIVE}",
        help="The archive's directory.",
    )(command)


def format_option(command: Command) -> Command:
    """--format table|csv|json, given to the command as `output`."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(["table", "csv", "json"]),
        default="table",
        show_default=True,
        help="How to print the rows.",
    )(command)


def view(archive: Path) -> Connection:
    """A connection for looking at an archive that must be there."""
    from archive.database.connection import open_existing  # commands that touch no archive start without SQLite

    connection: Connection = open_existing(archive).conn
    return connection
