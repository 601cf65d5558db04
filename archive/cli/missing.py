"""`nianbao missing`: who has not published, with the proof of the search; and who could not be looked at."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.census.words import next_step
from archive.cli.options import DEFAULT_ARCHIVE, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_dictionaries
from archive.cli.scope import meant, require_portal, scope_options, tell_left_out
from archive.counted import counted
from archive.database import census
from archive.database.census import STATUSES, Scope

_ABSENT = ["agency", "year", "looked_at", "list_entries", "list_url", "list_capture"]
_NOT_SEEN = ["agency", "year", "status", "reason", "next"]
_COLUMNS = ["agency", "year", "status", "body_id", "division", "level", "portal", "reason", "looked_at"]
_COLUMNS += ["list_entries", "list_url", "list_capture", "url", "next"]
_NOT_KNOWN = ("blocked", "unread_list", "unknown")
_LOOKED_AT = ("read", "captured", "absent")
_AT_ONCE = 1000  # rows of a printed table, before its head is printed again


@click.command()
@scope_options
@click.option("--strict", is_flag=True, help="Exit with 1 where a report is absent, or nothing was looked at.")
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
    require_portal(connection, scope)
    counts = _counts(connection, scope)
    absent, ways = census.cells(connection, scope, ["absent"]), census.ways(connection)
    where = None if archive == Path(DEFAULT_ARCHIVE) else str(archive)
    not_known = (
        {**cell, "next": next_step(cell, ways.get(cell["portal"]), where)}
        for cell in census.cells(connection, scope, _NOT_KNOWN)
    )
    if output != "table":
        print_dictionaries([*({**cell, "next": None} for cell in absent), *not_known], _COLUMNS, output)
    else:
        click.echo("ABSENT: a list was read in full, after the report was due, and does not name it")
        _print_pieces(absent, _ABSENT)
        click.echo("\nNOT KNOWN: whether these were published cannot be said")
        _print_pieces(not_known, _NOT_SEEN)
        _print_counts(counts)
    tell_left_out(connection, scope, found=counts.total())
    looked_at = sum(counts[status] for status in _LOOKED_AT)
    if strict and not looked_at:
        click.echo("nianbao: nothing that was asked for was looked at", err=True)
    if strict and (counts["absent"] or not looked_at):
        sys.exit(1)


def _counts(connection: Connection, scope: Scope) -> Counter[str]:
    """How many reports, one a body and year, are of each status."""
    counts: Counter[str] = Counter()
    for row in census.shares(connection, scope, ["year"]):
        counts.update({status: row[status] for status in STATUSES})
    return counts


def _print_counts(counts: Counter[str]) -> None:
    not_known = ", ".join(f"{counts[status]} {status}" for status in _NOT_KNOWN)
    click.echo(
        f"\nOf {counted(counts.total(), 'report')} that could be there, one a body and year,"
        f" {counts['absent']} absent; {sum(counts[status] for status in _NOT_KNOWN)} not known ({not_known});"
        " the others are there"
    )


def _print_pieces(cells: Iterable[dict[str, Any]], columns: list[str]) -> None:
    """Print rows as they are found, a table after the other."""
    count, rows = 0, iter(cells)
    while some := list(islice(rows, _AT_ONCE)):
        count += print_dictionaries(some, columns, "table")
    if not count:
        click.echo("none")
