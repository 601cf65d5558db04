"""Which bodies and years a command about the census is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from archive.cli.options import Years
from archive.cli.places import meant_place, place_options
from archive.database.census import Scope

Command = TypeVar("Command", bound=Callable[..., Any])


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
    """What the options ask for."""
    first, last = years or (None, None)
    return Scope(meant_place(province, division), level, portal, first, last)
