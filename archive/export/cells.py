"""The cells of the official forms: their identifiers and what the forms call them, as a table of the exports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from archive.database import exports
from archive.database.exports import Choice
from archive.export.tables import Table
from archive.findings.cells import chinese_name, head_name
from archive.labels import split_unit
from archive.template import STATISTICS, TEMPLATES, load

_OF_REQUESTS = ("applications", "review")  # their counts are of requests and cases, 件


def rows(connection: sqlite3.Connection, table: Table, choice: Choice) -> Iterator[tuple[Any, ...]]:
    """The rows of any table of tables.toml: this one is made of the forms, every other is the archive's."""
    return cells() if table.name == "cells" else exports.rows(connection, table, choice)


def cells() -> Iterator[tuple[str, str, str, str, str, str | None]]:
    """Form, identifier, row, column, official name and unit of every cell the forms print, in their order."""
    for form in (STATISTICS, *TEMPLATES):
        for row, printed in load(form).rows.items():
            for cell in printed:
                column = cell.removeprefix(row).strip("[].")
                yield form, cell, row, column, chinese_name(cell, form), _unit(row, column, form)


def _unit(row: str, column: str, form: str) -> str | None:
    """The unit the form prints in the head of the column; requests and cases are counted in 件."""
    if row.partition(".")[0] in _OF_REQUESTS:
        return "件"
    return split_unit(head_name(row, column, form))[1] if column else None
