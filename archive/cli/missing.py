"""`nianbao missing`: who has not published, with the proof of the search; and who could not be looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import click

from archive.census.words import next_step
from archive.cli.options import archive_option, format_option, plain_errors, view
from archive.cli.printing import print_dictionaries
from archive.cli.scope import meant, scope_options
from archive.database import census

_ABSENT = ["agency", "year", "looked_at", "list_entries", "list_url", "list_capture"]
_NOT_SEEN = ["agency", "year", "status", "reason", "next"]
_COLUMNS = ["agency", "year", "status", "body_id", "division", "level", "portal", "reason", "looked_at"]
_COLUMNS += ["list_entries", "list_url", "list_capture", "url", "next"]
_NOT_LOOKED_AT = ("blocked", "unread_list", "unknown")
_AT_ONCE = 1000  # rows of a printed table, before its head is printed again


@click.command()
@scope_options
@click.option("--strict", is_flag=True, help="Exit with 1 where a report is absent.")
@format_option
@archive_option
@plain_errors
def missing(strict: bool, output: str, archive: Path, **asked: Any) -> None:
    """Who has not published; and apart from it, who could not be looked at.

    Of what is absent the proof is shown: the list that was read in full after the report was due and does not name it,
    when, how many reports it named, and the capture of it. Of what was blocked, or could not be read, why, and a
    command to try next; nobody can say whether that was published.

    \b
    Examples:
      nianbao missing --year 2023
      nianbao missing --province 浙江 --level county --format csv > missing.csv
      nianbao missing --year 2023 --strict
    """
    connection, scope = view(archive), meant(**asked)
    absent = census.cells(connection, scope, ["absent"])
    not_seen = ({**cell, "next": next_step(cell)} for cell in census.cells(connection, scope, _NOT_LOOKED_AT))
    if output != "table":
        found = list(absent)
        print_dictionaries([*({**cell, "next": None} for cell in found), *not_seen], _COLUMNS, output)
        count = len(found)
    else:
        click.echo("ABSENT: a list was read in full, after the report was due, and does not name it")
        count = _print_pieces(absent, _ABSENT)
        click.echo("\nNOT LOOKED AT: whether these were published cannot be said")
        _print_pieces(not_seen, _NOT_SEEN)
    if strict and count:
        sys.exit(1)


def _print_pieces(cells: Iterable[dict[str, Any]], columns: list[str]) -> int:
    """Print rows as they are found, a table after the other; how many there were."""
    count, rows = 0, iter(cells)
    while some := list(islice(rows, _AT_ONCE)):
        count += print_dictionaries(some, columns, "table")
    if not count:
        click.echo("none")
    return count
