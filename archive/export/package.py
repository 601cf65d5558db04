"""The description of a Frictionless Data Package: what its tables hold, and where that is from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from archive.database import exports
from archive.database.exports import Choice
from archive.export.delimited import Manner, Written
from archive.export.dictionary import GUARDED, NOTES, markdown
from archive.export.tables import Column, Table

# The types of Table Schema; those not named are called the same there.
_TYPES = {"list": "array", "map": "object", "json": "object"}


class Publication(NamedTuple):
    """What whoever publishes an export says of it; None is not told."""

    title: str = "Annual reports on open government information of Chinese public bodies"
    description: str | None = None
    license: str | None = None
    organization: str | None = None


def describe(
    folder: Path,
    files: list[Written],
    manner: Manner,
    publication: Publication,
    told: dict[str, Any],
    sources: Iterable[tuple[str, str]],
) -> None:
    """Write datapackage.json and README.md beside the tables of a folder.

    `told` is the origin of the export, `sources` are titles and addresses of the portals it is from.
    """
    made = {
        "profile": "tabular-data-package",
        "name": "nianbao-export",
        "title": publication.title,
        "description": publication.description or _description(told),
        "created": told["made_at"],
        "version": told["made_at"][:10],
        "sources": [{"title": title, "path": path} for title, path in sources],
        **({"licenses": [{"name": publication.license}]} if publication.license else {}),
        **_contributors(publication),
        "nianbao": told | {"raw": manner.raw},
        "resources": [_resource(file, manner, {f.table.name for f in files}) for file in files],
    }
    text = json.dumps(made, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(f"{text}\n", "utf-8")
    notes = (f"\n{made['description']}\n", NOTES, *(() if manner.raw else (GUARDED,)))
    (folder / "README.md").write_text(markdown([file.table for file in files], publication.title, notes), "utf-8")


def _description(told: dict[str, Any]) -> str:
    archive = told["archive"]
    chosen = f"; chosen of these: {json.dumps(told['choice'], ensure_ascii=False)}" if told["choice"] else ""
    return (
        f"Written by {told['program']} at {told['made_at']} from an archive of {archive['reports']} reports,"
        f" {archive['captures']} captures in {archive['crawls']} crawls from {archive['first_crawl_at']}"
        f" to {archive['last_crawl_at']}{chosen}."
    )


def _contributors(publication: Publication) -> dict[str, Any]:
    if not publication.organization:
        return {}
    return {"contributors": [{"title": publication.organization, "role": "publisher"}]}


def _resource(file: Written, manner: Manner, packed: set[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": file.table.name,
        "description": file.table.description,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **({"compression": "gz"} if manner.gzipped else {}),
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": _schema(file.table, packed),
    }


def _schema(table: Table, packed: set[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"fields": [_field(column, table) for column in table.columns], "missingValues": [""]}
    if table.key:
        made["primaryKey"] = list(table.key)
    keys = [(column, *target.split(".")) for column, target in table.foreign.items()]
    foreign = [
        {"fields": [column], "reference": {"resource": other, "fields": [key]}}
        for column, other, key in keys
        if other in packed
    ]
    return made | ({"foreignKeys": foreign} if foreign else {})


def _field(column: Column, table: Table) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": {"required": True}} if column.name in table.key else {}),
    }


def sources(connection: sqlite3.Connection, portals: Table, choice: Choice) -> list[tuple[str, str]]:
    """Title and address of each portal the chosen reports are from."""
    title, name, address = (portals.names.index(column) for column in ("title", "name", "index_url"))
    return [
        (row[title] or row[name], row[address]) for row in exports.rows(connection, portals, choice) if row[address]
    ]
