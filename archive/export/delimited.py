"""Tables as CSV (RFC 4180), for spreadsheets and programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.export.tables import Table
from archive.export.values import as_it_is, guarded, texts
from archive.export.whole_file import text_file


@dataclass(frozen=True, slots=True)
class Manner:
    """How CSV is written: with a byte order mark for Excel, packed, with texts raw or kept from being formulas."""

    bom: bool = False
    gzipped: bool = False
    raw: bool = False

    @property
    def encoding(self) -> str:
        """The encoding by its name in Python."""
        return "utf-8-sig" if self.bom else "utf-8"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an export: the table in it, its name in the folder, its rows, bytes and SHA-256."""

    table: Table
    path: str
    rows: int
    bytes: int
    sha256: str


def write(
    folder: Path,
    table: Table,
    rows: Iterable[tuple[Any, ...]],
    manner: Manner,
    moved: Callable[[], None] = lambda: None,
) -> Written:
    """Write a table into a new file of a folder; `moved` is called for each row."""
    name = f"{table.name}.csv{'.gz' if manner.gzipped else ''}"
    cells = texts(table, as_it_is if manner.raw else guarded)
    count = 0
    with text_file(folder / name, gzipped=manner.gzipped, encoding=manner.encoding) as (file, measured):
        writer = csv.writer(file)
        writer.writerow(table.names)
        for row in rows:
            writer.writerow(cells(row))
            count += 1
            moved()
    return Written(table, name, count, measured.size, measured.digest)
