"""Places on the command line: a division of China by its code or its name."""

from __future__ import annotations

import re

import click

from archive.divisions import find

_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")


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
