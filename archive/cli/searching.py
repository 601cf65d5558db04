"""`nianbao search`: words in the texts of all reports."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import Years, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_rows
from archive.database import queries, texts

_COLUMNS = ["report", "section", "snippet"]
_MOST = 1000


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--year", type=Years(), help="Only reports of a year, or of years: 2019-2023, 2019-, -2018.")
@click.option("--body", help="Only reports of this body: its key, its name, or a part of it that only one has.")
@click.option("--limit", type=click.IntRange(1, _MOST), default=20, show_default=True, help="Print no more than these.")
@click.option("--expression", is_flag=True, help="WORDS is one expression with AND, OR, NOT, NEAR(), * and brackets.")
@format_option
@archive_option
@plain_errors
def search(
    words: tuple[str, ...],
    year: tuple[int, int] | None,
    body: str | None,
    limit: int,
    expression: bool,
    output: str,
    archive: Path,
) -> None:
    """Find words in titles and sections of the reports as they are read today.

    Each of WORDS is looked for as it is written, of one character or many; all of them must stand in one section.
    Marks between characters do not count, nor does full or half width.

    \b
    Examples:
      nianbao search 行政复议
      nianbao search 申请 卫生 --year 2019-2023
      nianbao search --expression '依申请公开 AND (收费 OR 信息处理费)'
    """
    if expression and len(words) > 1:
        msg = "with --expression there is one argument: put it in quotes"
        raise click.UsageError(msg)
    connection = view(archive)
    of = queries.find_body(connection, body) if body is not None else None
    found = texts.find(connection, words, body=of, years=year, expression=expression, most=limit + 1)
    columns = _COLUMNS if output == "table" else list(texts.Hit._fields)
    rows = [[getattr(hit, name) for name in columns] for hit in found[:limit]]
    print_rows(columns, rows, output)
    if not found:
        click.echo("found nowhere", err=True)
    elif len(found) > limit:
        click.echo(f"there are more than these {limit}: --limit, --year and --body choose", err=True)
