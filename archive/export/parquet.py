"""Tables as Parquet: typed columns, for DuckDB, pandas, R and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from archive.errors import ExtraMissing
from archive.export.delimited import Written
from archive.export.tables import Table
from archive.export.values import typed
from archive.export.whole_file import measured_file

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    msg = "this needs pyarrow: pip install 'nianbao[export]'"
    raise ExtraMissing(msg) from error

_MOST_ROWS = 50_000  # of a row group, all of which is held in memory, several times
_MOST_LETTERS = 4_000_000
_TYPES = {
    "string": pa.string(),
    "json": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", "UTC"),
    "list": pa.list_(pa.string()),
    "map": pa.map_(pa.string(), pa.string()),
}


def write(
    folder: Path, table: Table, rows: Iterable[tuple[Any, ...]], moved: Callable[[], None] = lambda: None
) -> Written:
    """Write a table into a new file of a folder; raises CannotExport where a value is not of its column's type."""
    name = f"{table.name}.parquet"
    schema = _schema(table)
    convert = [typed(table, column) for column in table.columns]
    count = 0
    with measured_file(folder / name) as file:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for group in _groups(rows):
                columns = ([make(row[n]) for row in group] for n, make in enumerate(convert))
                arrays = [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
                count += len(group)
                for _ in group:
                    moved()
        return Written(table, name, count, file.size, file.digest)


def _schema(table: Table) -> Any:
    fields = [
        pa.field(c.name, _TYPES[c.type], c.name not in table.key, {"description": c.description, "unit": c.unit or ""})
        for c in table.columns
    ]
    return pa.schema(fields, {"description": table.description})


def _groups(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    group: list[tuple[Any, ...]] = []
    letters = 0
    for row in rows:
        group.append(row)
        letters += sum(len(value) for value in row if isinstance(value, str))
        if len(group) == _MOST_ROWS or letters > _MOST_LETTERS:
            yield group
            group, letters = [], 0
    if group:
        yield group
