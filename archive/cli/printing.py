"""Rows to standard output: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import math
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.findings.visible import visible, visible_json

_WIDE = 10_000  # columns where there is no terminal: nothing is cut


def console() -> Console:
    """Standard output; on a terminal as wide as that, elsewhere without any limit."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDE
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], output: str) -> int:
    """Print rows in the format asked for; how many there were."""
    if output == "csv":
        return _csv(columns, rows)
    if output == "json":
        return _json(columns, rows)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=not sys.stdout.isatty())
    count = 0
    for row in rows:
        table.add_row(*(Text(_plain(value)) for value in row))
        count += 1
    console().print(table)
    return count


def print_dictionaries(rows: Sequence[dict[str, Any]], columns: Sequence[str], output: str) -> int:
    """Print the named columns of dictionaries."""
    return print_rows(columns, ([row.get(name) for name in columns] for row in rows), output)


def print_json(thing: Any) -> None:
    """Print one JSON value, Chinese as it is; what would steer a terminal, escaped."""
    click.echo(visible_json(json.dumps(thing, ensure_ascii=False, indent=2)))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow(["" if value is None else value for value in row])
        count += 1
    return count


def _json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    made = [dict(zip(columns, map(_jsonable, row), strict=True)) for row in rows]
    print_json(made)
    return len(made)


def _jsonable(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no number for it
    return value.hex() if isinstance(value, bytes) else value


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value.hex() if isinstance(value, bytes) else "\n".join(map(visible, str(value).split("\n")))
