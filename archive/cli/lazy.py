"""Commands that are imported when they are asked for: `nianbao --version` needs none of them."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import cast

import click


class LazyCommands(UserDict[str, str | click.Command]):
    """What click takes for a group's commands: each given as `module:attribute`, and imported when it is looked up."""

    def __getitem__(self, name: str) -> click.Command:
        """The command of that name; raises KeyError where there is none."""
        found = self.data[name]
        if isinstance(found, str):
            module, _, attribute = found.partition(":")
            self.data[name] = found = cast("click.Command", getattr(import_module(module), attribute))
        return found
