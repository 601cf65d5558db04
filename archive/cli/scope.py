"""Which bodies and years a command about the census is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from archive.cli.options import Years
from archive.database.census import Scope
from archive.divisions import find

LEVELS = ["ministry", "province", "prefecture", "county", "township"]
_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")
Command = TypeVar("Command", bound=Callable[..., Any])


class Place(click.ParamType[str]):
    """A division, by its code or its name; it becomes the code."""

    name = "place"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """33, 330000, 浙江省 or 浙江."""
        if _CODE.fullmatch(value):
            return value
        found = find(value)
        if found is None:
            self.fail(f"{value[:40]!r} is no division that is known by this name; say its code (GB/T 2260)", param, ctx)
        return found.code


class Province(Place):
    """A province, by its code or its name."""

    name = "province"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As a place, which must be a province."""
        code = super().convert(value, param, ctx)
        if code[2:].strip("0"):
            self.fail(f"{value[:40]!r} is no province; --division takes any place", param, ctx)
        return code


def scope_options(command: Command) -> Command:
    """The options that say which bodies and years are meant; `meant` makes their Scope."""
    for option in (
        click.option("--portal", help="Only bodies of this portal."),
        click.option("--year", "years", type=Years(), metavar="A-B", help="Only these years: 2023, 2019-2023, 2019-."),
        click.option("--level", type=click.Choice(LEVELS), help="Only bodies of this level."),
        click.option("--division", type=Place(), metavar="CODE", help="Only bodies within this place; a code or name."),
        click.option("--province", type=Province(), metavar="P", help="Only bodies within this province."),
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
    if province and division:
        msg = "--province and --division say the same; give one of them"
        raise click.UsageError(msg)
    first, last = years or (None, None)
    return Scope(province or division, level, portal, first, last)
