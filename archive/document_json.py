"""A read document as JSON and back, so that reading it once is enough."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

from archive.models import Block, Document, GridCell, Paragraph, Table

_FACTS = [f.name for f in fields(Document) if f.name not in ("blocks", "second")]
_CELL = list(GridCell._fields)
SHAPE = "1 " + " ".join([*_FACTS, *_CELL])  # what is written has these names; other names are another format


def dump(document: Document) -> bytes:
    """The JSON of a document without its second reading; TypeError where it holds what JSON has not."""
    data = {
        "facts": [getattr(document, name) for name in _FACTS],
        "second": document.second is not None,
        "blocks": [_dumped(block) for block in document.blocks],
    }
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def load(text: bytes) -> tuple[Document, bool]:
    """The document, and whether its reader can read it a second time; ValueError where this is no document."""
    try:
        data = json.loads(text)
        facts = {name: _frozen(value) for name, value in zip(_FACTS, data["facts"], strict=True)}
        document = replace(Document("", ()), **facts, blocks=tuple(map(_loaded, data["blocks"])))
        return document, bool(data["second"])
    except (KeyError, TypeError, IndexError, RecursionError) as error:
        msg = f"no document: {error}"
        raise ValueError(msg) from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _dumped(block: Block) -> list[Any]:
    """A cell that stands in several rows is written once: that it is one cell matters."""
    if isinstance(block, Paragraph):
        return [block.text, block.place]
    cells = list({id(cell): cell for row in block.rows for cell in row}.values())
    numbers = {id(cell): number for number, cell in enumerate(cells)}
    rows = [[numbers[id(cell)] for cell in row] for row in block.rows]
    return [block.aligned, block.place, [[getattr(cell, name) for name in _CELL] for cell in cells], rows]


def _loaded(written: list[Any]) -> Block:
    if len(written) == 2:
        return Paragraph(*written)
    aligned, place, values, rows = written
    cells = [_cell(value) for value in values]
    return Table(tuple(tuple(cells[number] for number in row) for row in rows), aligned, place)


def _cell(values: list[Any]) -> GridCell:
    return GridCell(**{name: _frozen(value) for name, value in zip(_CELL, values, strict=True)})
