"""`nianbao export`: the archive in the forms in which others take it."""

from __future__ import annotations

import click

from archive.cli.lazy import LazyCommands


@click.group(commands=LazyCommands({name: f"archive.cli.exporting_warc:{name}" for name in ("warc", "wacz")}))
def export() -> None:
    """Write the archive, or a part of it, for other programs."""
