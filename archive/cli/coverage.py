"""`nianbao coverage`: body by year, what is there, and if nothing is, why; and the attempts behind one of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import chain, groupby
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.census.words import place_name
from archive.cli.options import archive_option, plain_errors, view
from archive.cli.printing import print_dictionaries, print_rows
from archive.cli.scope import meant, require_portal, scope_options, tell_left_out
from archive.database import census
from archive.database.census import STATUSES, Scope
from archive.errors import NoSuchReport
from archive.findings.visible import visible

_COLUMNS = ["agency", "year", "status", "body_id", "division", "portal", "report_id"]
_COLUMNS += ["level", "reason", "looked_at", "crawls", "url", "capture_id", "list_url", "list_capture", "list_entries"]
_ATTEMPTS = ["at", "crawl", "kind", "outcome", "url", "capture_id", "reason"]
_YEARS = ["agency", "year", "status", "reason", "looked_at", "url", "list_url"]
_NEAR = 5  # names that are like one nobody bears
_AT_ONCE = 500  # bodies of a printed table, before its head is printed again


@click.command()
@click.argument("one", metavar="[BODY[:YEAR]]", required=False)
@scope_options
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(["body", "province", "level", "year", "portal"]),
    help="Count by these, in this order; or `body`, each body and year.  [default: body]",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "json", "html"]),
    default="table",
    show_default=True,
    help="How to print the rows; `html` is one page with the counts and each body and year.",
)
@archive_option
@plain_errors
def coverage(one: str | None, by: tuple[str, ...], output: str, archive: Path, **asked: Any) -> None:
    """Body by year: what is there, and if nothing is, why.

    \b
    read         the report is there and was read
    captured     something is there, but no report of that year could be read from it
    blocked      the portal refused us
    absent       the list was read in full, after the report was due, and does not name it
    unread_list  the list, or something it names, was not read in full
    unknown      the list names it but its page could not be had, or it was not due when the list
                 was read, or nobody has looked

    BODY shows all its years, with the reasons; BODY:YEAR every attempt behind one of them: the crawls, the lists they
    asked for and the pages named. BODY is a name or a key.

    \b
    Examples:
      nianbao coverage --year 2023 --format csv
      nianbao coverage --by province --by year
      nianbao coverage --province 浙江 --format html > zhejiang.html
      nianbao coverage 秀洲区卫生健康局
      nianbao coverage 秀洲区卫生健康局:2020
    """
    scope = meant(**asked)
    if "body" in by and len(by) > 1:
        msg = "--by body shows each body and year; it cannot be counted by something else as well"
        raise click.UsageError(msg)
    connection = view(archive)
    if one:
        if by or output == "html" or scope != Scope():
            msg = "BODY shows one body, as table, csv or json; it takes no --by, no html, and no choice"
            raise click.UsageError(msg)
        _print_attempts(connection, one, output)
        return
    require_portal(connection, scope)
    if output == "html":
        found = _print_page(connection, scope)
    elif by in ((), ("body",)):
        found = _print_bodies(census.cells(connection, scope), output)
    else:
        found = _print_shares(census.shares(connection, scope, by), by, output)
    tell_left_out(connection, scope, found=found)


def _print_bodies(cells: Iterable[dict[str, Any]], output: str) -> int:
    """A row a body and year; as a table a row a body, with a column for each year, printed as it is found."""
    if output != "table":
        return print_rows(_COLUMNS, ([cell[name] for name in _COLUMNS] for cell in cells), output)
    count, waiting = 0, []
    for row in _of_bodies(cells):
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            count += _print_matrix(waiting)
            waiting = []
    return count + (_print_matrix(waiting) if waiting or not count else 0)


def _of_bodies(cells: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """The years of each body; they stand one after the other."""
    return (list(some) for _, some in groupby(cells, key=lambda c: (c["agency"], c["body_id"], c["portal"])))


def _print_matrix(bodies: Sequence[Sequence[dict[str, Any]]]) -> int:
    years = sorted({cell["year"] for cell in chain.from_iterable(bodies)})
    rows = []
    for cells in bodies:
        said = {cell["year"]: cell["status"] for cell in cells}
        first = cells[0]
        rows.append([first["agency"], first["division"], first["portal"], *(said.get(year) for year in years)])
    count = print_rows(["agency", "division", "portal", *map(str, years)], rows, "table")
    sys.stdout.flush()
    return count


def _print_shares(rows: list[dict[str, Any]], by: Sequence[str], output: str) -> int:
    """Counts of each status; in a table with their shares in per cent, else the shares in columns of their own."""
    for row in rows:
        if "province" in row:
            row["division"], row["province"] = row["province"], place_name(row["province"]) or "not known"
        for status in STATUSES:
            share = row[status] / row["cells"]
            if output == "table":
                row[status] = f"{row[status]} ({share:.1%})" if row[status] else "0"
            else:
                row[f"{status}_share"] = round(share, 4)
    heads = list(chain.from_iterable(("province", "division") if name == "province" else (name,) for name in by))
    shares = [] if output == "table" else [f"{status}_share" for status in STATUSES]
    return print_dictionaries(rows, [*heads, "cells", *STATUSES, *shares], output)


def _print_page(connection: Connection, scope: Scope) -> int:
    from archive.census.page import page

    by = census.shares(connection, scope, ["province", "level", "year"])
    bodies = _of_bodies(census.cells(connection, scope))
    for piece in page(scope, by, bodies, count=census.bodies(connection, scope)):
        click.echo(piece, nl=False)
    return len(by)


def _body_and_year(one: str) -> tuple[str, int | None]:
    """BODY:YEAR, or BODY for all its years; a colon may be a Chinese one."""
    body, colon, year = one.replace("：", ":").rpartition(":")
    if colon and year.isascii() and year.isdecimal() and len(year) == len("2020"):
        return body, int(year)
    return one, None


def _print_attempts(connection: Connection, one: str, output: str) -> None:
    body, year = _body_and_year(one)
    found = census.cells_of(connection, body, year)
    if not found:
        near = get_close_matches(body, {name for _, name in census.names(connection)}, _NEAR, 0.6)
        known = f"; near it: {', '.join(map(visible, near))}" if near else ""
        msg = f"nothing is known of {one[:80]!r}{known}; `nianbao coverage` lists which bodies and years there are"
        raise NoSuchReport(msg)
    if year is None:
        print_dictionaries(found, _YEARS if output == "table" else _COLUMNS, output)
        return
    behind = [(cell, census.attempts(connection, cell)) for cell in found]
    if output != "table":
        columns = ["body_id", "agency", "portal", "year", *_ATTEMPTS]
        print_dictionaries([attempt for _, some in behind for attempt in some], columns, output)
        return
    for cell, some in behind:
        for key in ("agency", "year", "status", "reason", "looked_at", "url", "capture_id", "list_url", "list_capture"):
            if cell[key] is not None:
                click.echo(f"{key:<14}{visible(str(cell[key]))}")
        click.echo()
        print_dictionaries(some, _ATTEMPTS, output)
