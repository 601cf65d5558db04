"""The tables of every export as tables.toml describes them: types, units, keys, and what is in each column."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib import resources
from typing import Literal

from archive.errors import NoSuchTable

Type = Literal["string", "integer", "count", "number", "boolean", "date", "datetime", "list", "map", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its values, their unit where all have one, and what it holds."""

    name: str
    type: Type
    description: str
    unit: str | None = None


@dataclass(frozen=True)
class Table:
    """A public table as it is exported.

    `key` names the columns that tell a row (none where nothing in it does), `order` those by which rows come, `foreign`
    what a column is the key of (`reports.id`), `chosen_by` how a choice of reports leaves rows out, `index` further
    columns people look rows up by.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    chosen_by: str
    foreign: Mapping[str, str]
    left_out: bool = False
    index: tuple[str, ...] = ()

    @cached_property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.columns]

    @cached_property
    def counts(self) -> list[str]:
        """The columns that hold whole numbers unless a report prints others."""
        return [column.name for column in self.columns if column.type == "count"]

    def counted_as(self, kind: Literal["integer", "number"]) -> Table:
        """The same with counts of the type they have in an archive."""
        made = (replace(c, type=kind) if c.type == "count" else c for c in self.columns)
        return replace(self, columns=tuple(made))


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """All tables by name."""
    text = (resources.files("archive") / "export" / "tables.toml").read_text("utf-8")
    return {name: _table(name, **told) for name, told in tomllib.loads(text).items()}


def _table(
    name: str,
    *,
    description: str,
    columns: dict[str, dict[str, str]],
    key: list[str],
    order: list[str],
    chosen_by: str,
    foreign: dict[str, str] | None = None,
    left_out: bool = False,
    index: list[str] | None = None,
) -> Table:
    made = tuple(Column(column, **told) for column, told in columns.items())  # type: ignore[arg-type]
    keys, links, quick = (tuple(key), tuple(order)), foreign or {}, tuple(index or ())
    return Table(name, description, made, *keys, chosen_by, links, left_out=left_out, index=quick)


def wanted(names: Iterable[str]) -> list[Table]:
    """The tables of these names, or, where there are none, all that are not left out; raises NoSuchTable."""
    known = tables()
    asked = list(dict.fromkeys(names))
    for name in asked:
        if name not in known:
            msg = f"there is no table {name[:80]!r}; there are {', '.join(known)}"
            raise NoSuchTable(msg)
    return [known[name] for name in asked] or [table for table in known.values() if not table.left_out]
