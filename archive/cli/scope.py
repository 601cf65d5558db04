"""Which bodies and years a command about the census is asked for, and what of the archive these leave out."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from sqlite3 import Connection
from typing import Any, TypeVar

import click

from archive.cli.options import Complaint, Years
from archive.cli.places import meant_place, place_options
from archive.counted import counted
from archive.database import census
from archive.database.census import Scope
from archive.divisions import of_code
from archive.findings.visible import visible

Command = TypeVar("Command", bound=Callable[..., Any])
_NAMED_AT_MOST = 5


def scope_options(command: Command) -> Command:
    """The options that say which bodies and years are meant; `meant` makes their Scope."""
    for option in (
        click.option("--portal", help="Only bodies of this portal."),
        click.option("--year", "years", type=Years(), metavar="A-B", help="Only these years: 2023, 2019-2023, 2019-."),
        place_options("bodies"),
    ):
        command = option(command)
    return command


def meant(
    *,
    province: str | None,
    division: str | None,
    level: str | None,
    years: tuple[int, int] | None,
    portal: str | None,
) -> Scope:
    """What the options ask for; raises Complaint for a code that no division has."""
    first, last = years or (None, None)
    place = meant_place(province, division)
    if place and of_code(place) is None:
        msg = f"no division has the code {place} (GB/T 2260)"
        raise Complaint(msg)
    return Scope(place, level, portal, first, last)


def require_portal(connection: Connection, scope: Scope) -> None:
    """Raise Complaint for a portal that is not in the archive, with names that are like it."""
    if scope.portal is None:
        return
    names = census.portals(connection)
    if scope.portal not in names:
        near = get_close_matches(scope.portal, names, _NAMED_AT_MOST, 0.6)
        msg = f"there is no portal {visible(scope.portal[:80])!r} in this archive"
        raise Complaint(msg + (f"; there is {', '.join(map(visible, near))}" if near else ""))


def tell_left_out(connection: Connection, scope: Scope, *, found: int) -> None:
    """Say in lines on standard error which portals the choice leaves out for want of a place, and why nothing is."""
    if not found:
        click.echo(f"nothing is known of any body and year asked for{_of_years(connection, scope)}", err=True)
    for what, option, names in census.left_out(connection, scope):
        some = ", ".join(visible(name) for name in names[:_NAMED_AT_MOST])
        more = ", …" if len(names) > _NAMED_AT_MOST else ""
        click.echo(
            f"{counted(len(names), 'portal', 'portals')} whose {what} is not known {'is' if len(names) == 1 else 'are'}"
            f" left out by --{option}: {some}{more}; --portal NAME instead shows one",
            err=True,
        )


def _of_years(connection: Connection, scope: Scope) -> str:
    """The years of the census, where others were asked for."""
    bounds = census.bounds(connection)
    if not bounds or ((scope.first_year or 0) <= bounds[1] and (scope.last_year or bounds[0]) >= bounds[0]):
        return ""
    return f"; the census of this archive is of the years {bounds[0]}-{bounds[1]}"
