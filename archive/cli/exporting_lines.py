"""`nianbao export jsonl`: whole reports, one a line."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from archive.cli.exporting import choice_options, chosen, moment, target
from archive.cli.options import plain_errors
from archive.cli.progress import Rows
from archive.counted import counted
from archive.database import exports
from archive.export import lines
from archive.export.placing import placed_file
from archive.export.whole_file import text_file


@click.command()
@choice_options
@target("FILE", streams=True)
@plain_errors
def jsonl(
    output: Path,
    archive: Path,
    body: str | None,
    portal: str | None,
    years: tuple[int, int] | None,
    *,
    force: bool,
) -> None:
    """One JSON object a line for each report: what `parse --json` prints, and what the archive knows of it.

    FILE is - for standard output; a name that ends in .gz is packed.

    \b
    Examples:
      nianbao export jsonl reports.jsonl.gz
      nianbao export jsonl - --year 2020 | jq -r '[.key, .status] | @tsv'
    """
    with moment(archive) as connection:
        choice = chosen(connection, body, portal, years)
        with _opened(output, archive, force=force) as file:
            count = lines.write(file, exports.whole_reports(connection, choice), Rows().of("reports"))
    click.echo(f"{output}: {counted(count, 'report')}", err=True)


@contextmanager
def _opened(output: Path, archive: Path, *, force: bool) -> Iterator[TextIO]:
    if str(output) != "-":
        with (
            placed_file(output, archive, force=force) as path,
            text_file(path, gzipped=output.suffix == ".gz") as (file, _),
        ):
            yield file
        return
    raw = sys.stdout.buffer
    text = io.TextIOWrapper(raw, "utf-8", "backslashreplace", newline="", write_through=True)
    try:
        yield text
    finally:
        text.detach()
    raw.flush()
