"""Places on the command line: a division of China by its code or its name, and the options that narrow by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from archive.divisions import called, chain, find

LEVELS = ("ministry", "province", "prefecture", "county", "township")
Command = TypeVar("Command", bound=Callable[..., Any])
_MOST = 20  # divisions of one name that are told
_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")


class Place(click.ParamType[str]):
    """A division, by its code or its name; it becomes the code."""

    name = "place"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """33, 330000, 浙江省 or 浙江."""
        if _CODE.fullmatch(value):
            return value
        found = find(value)
        if found is None and (several := called(value)):
            which = ", ".join(f"{one.code} {''.join(part.name for part in chain(one.code))}" for one in several[:_MOST])
            self.fail(f"{value[:40]!r} is several divisions; say the code of one: {which}", param, ctx)
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


def place_options(what: str) -> Callable[[Command], Command]:
    """--province, --division and --level, given to a command by these names; `what` they choose, in the plural."""

    def with_options(command: Command) -> Command:
        for option in (
            click.option("--level", type=click.Choice(LEVELS), help=f"Only {what} of this level."),
            click.option(
                "--division", type=Place(), metavar="CODE", help=f"Only {what} within this place; a code or name."
            ),
            click.option("--province", type=Province(), metavar="P", help=f"Only {what} in this province."),
        ):
            command = option(command)
        return command

    return with_options


def meant_place(province: str | None, division: str | None) -> str | None:
    """The code of the place the options name, None without one; raises UsageError for both."""
    if province and division:
        msg = "--province and --division say the same; give one of them"
        raise click.UsageError(msg)
    return province or division
