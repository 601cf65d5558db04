"""Options every command takes, and how errors end a command."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

import click

from archive.database.connection import open_existing
from archive.errors import ArchiveError

DEFAULT_ARCHIVE = "nianbao-archive"
Command = TypeVar("Command", bound=Callable[..., Any])


class Complaint(click.ClickException):
    """One line on standard error, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click passes where to
        """Print the line."""
        click.echo(f"nianbao: {self.format_message()}", err=True)


def plain_errors(command: Command) -> Command:
    """Turn the archive's errors into one clear line."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except ArchiveError as error:
            raise Complaint(str(error)) from error
        except BrokenPipeError:
            # the reader of our output has gone (`| head`); nothing is wrong
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return None

    return wrapped  # type: ignore[return-value]


def archive_option(command: Command) -> Command:
    """--archive DIR, given to the command as `archive`."""
    return click.option(
        "--archive",
        type=click.Path(file_okay=False, path_type=Path),
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
    connection: Connection = open_existing(archive).conn
    return connection
