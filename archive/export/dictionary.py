"""The dictionary of the tables in Markdown: docs/columns.md, and the README of every data package."""

from __future__ import annotations

from collections.abc import Iterable

from archive.export.tables import Table

# How tables are to be read, whatever their format.
NOTES = """
Figures are as the reports print them: nothing is corrected, added up or filled in. A figure that is not there
is empty (NULL), never 0; `state` (`disclosure`, `statistics`) or `states` (`applications`, `review`) says
why: `blank`, `not_applicable` (printed as `/`, `-` and the like), `text` or `unreadable`. What the checks say
of a figure is in `findings`, what people say it should be in `corrections`. Moments are in UTC. A `count` is a
whole number, unless a report prints one with decimals; a `number` may have some. A `list`, a `map` from names to
words and other `json` stand as JSON where a format has nothing of the kind.
"""
# How CSV is, where texts are kept from being formulas.
GUARDED = """
A text that a spreadsheet would take for a formula has an apostrophe (') before it. Such a text begins, after
white space or apostrophes, with =, +, -, @ or one of their wide forms, or with a tab or line break; plain
numbers and dashes are none. One apostrophe taken off gives the text as it is in the archive.
"""


def markdown(tables: Iterable[Table], title: str, notes: Iterable[str] = (NOTES,)) -> str:
    """How the tables are to be read, and each with its key and its columns: type, unit, and what it holds."""
    parts = [f"# {title}\n", *notes]
    for table in tables:
        key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
        parts += [
            f"\n## {table.name}\n",
            f"\n{table.description}{key}\n",
            "\n| column | type | unit | |\n",
            "|-|-|-|-|\n",
        ]
        for column in table.columns:
            text = f"{column.description}{_leads_to(table, column.name)}"
            parts.append(f"| `{column.name}` | {column.type} | {column.unit or ''} | {text} |\n")
    return "".join(parts)


def _leads_to(table: Table, column: str) -> str:
    target = table.foreign.get(column)
    return f" → `{target}`" if target else ""
