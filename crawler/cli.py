"""`nianbao`, the front door: the offline commands of the archive, and those that need the network."""

from __future__ import annotations

import click

from archive import __version__
from archive.cli import COMMANDS
from archive.cli.lazy import LazyCommands

_CRAWLING = {name: f"crawler.commands:{name}" for name in ("crawl", "portals", "demo")}


@click.group(commands=LazyCommands(COMMANDS | _CRAWLING), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nianbao")
def main() -> None:
    """Find, keep, read and check the annual open-government-information reports of Chinese public bodies."""
