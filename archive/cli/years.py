"""`nianbao years`: the figures of a body over the years, and what its neighbours say of a year that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from archive.cli.options import archive_option, format_option, plain_errors, view
from archive.cli.printing import print_rows
from archive.database import figures, queries

_USUAL = (
    "applications.new[[]total]",
    "applications.carried_in[[]total]",
    "applications.results.total[[]total]",
    "applications.results.granted[[]total]",
    "applications.carried_out[[]total]",
    "review.*.total",
    "disclosure.*.decisions",
    "disclosure.*.in_force",
    "disclosure.fees.amount",
    "stats.requests.received",
)
_LONG = ["agency", "year", "cell", "value", "low", "high", "because"]


@click.command()
@click.argument("agency")
@click.option("--cell", "patterns", multiple=True, metavar="PATTERN", help="Cells to show, as a pattern with `*`.")
@format_option
@archive_option
@plain_errors
def years(agency: str, patterns: tuple[str, ...], output: str, archive: Path) -> None:
    """The figures of one body over the years.

    Of a year whose report is not held, what its neighbours say is shown in its place: `=4` where they leave one
    value, `4..` at least, `..9` at most. CSV and JSON have one row a figure, and say why.

    AGENCY is a name, a part of one, or a key from the table `bodies`.

    \b
    Examples:
      nianbao years 秀洲区卫生健康局
      nianbao years 秀洲区卫生健康局 --cell 'applications.*[total]' --format csv
    """
    connection = view(archive)
    body = queries.find_body(connection, agency)
    wanted = [pattern.replace("[", "[[]") for pattern in patterns] or list(_USUAL)
    known = [row for row in figures.series(connection, body) if _is_wanted(row[1], wanted)]
    guessed = [row for row in figures.estimated(connection, body) if _is_wanted(row[1], wanted)]
    if output == "table":
        columns, rows = _wide(known, guessed)
        print_rows(columns, rows, output)
    else:
        name = body.partition("@")[0]
        told = [[name, *row, None, None, None] for row in known] + [
            [name, y, c, None, *more] for y, c, *more in guessed
        ]
        print_rows(_LONG, sorted(told, key=lambda row: (row[1], row[2])), output)
    if not known and not guessed:
        click.echo("no figures", err=True)


def _is_wanted(cell: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(cell, pattern) for pattern in patterns)


def _wide(known: Sequence[tuple[int, str, Any]], guessed: Sequence[Sequence[Any]]) -> tuple[list[str], list[list[str]]]:
    """A row a cell, a column a year."""
    shown = {(year, cell): f"{value:g}" if isinstance(value, float) else str(value) for year, cell, value in known}
    for year, cell, low, high, _ in guessed:
        shown.setdefault((year, cell), _range(low, high))
    found = sorted({year for year, _ in shown})
    cells = dict.fromkeys(cell for _, cell in shown)
    return ["cell", *map(str, found)], [[cell, *(shown.get((year, cell), "") for year in found)] for cell in cells]


def _range(low: float | None, high: float | None) -> str:
    """How a bound is shown.

    >>> _range(4, 4), _range(4, None), _range(None, 9), _range(4, 9)
    ('=4', '4..', '..9', '4..9')
    """
    if low == high:
        return f"={low:g}"
    return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"
