"""The dictionary of the tables in Markdown: docs/columns.md, and the README of every data package."""

from __future__ import annotations

from collections.abc import Iterable

from archive.export.tables import Table


def markdown(tables: Iterable[Table], title: str) -> str:
    """Each table with its key and its columns: type, unit, and what it holds."""
    parts = [f"# {title}\n"]
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
