"""Section four as a table for each route, which only the line above it names: （一）行政复议."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.labels import normal, split_number, vocabulary
from archive.models import Block, GridCell, Paragraph, Table
from archive.template import review_columns

_IN_BRACKETS = re.compile(r"(.+)（([^（）]+)）")


def headed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a document; a table that begins with outcomes has the route above it as its first row."""
    above: Block | None = None
    for block in blocks:
        if (
            isinstance(block, Table)
            and isinstance(above, Paragraph)
            and _begins_with_outcomes(block)
            and _route(above.text)
        ):
            yield _below(above, block)
        else:
            yield block
        above = block


def _route(text: str) -> str | None:
    """The one route of the form a line names, alone or in brackets behind the kind of route.

    >>> _route("（一）行政复议"), _route("（二）行政诉讼（未经复议直接起诉）：")
    ('行政复议', '未经复议直接起诉')
    >>> _route("（二）行政诉讼"), _route("本年行政复议")
    (None, None)
    """
    label = split_number(normal(text).rstrip(":："))[1].removesuffix("情况")
    routes = vocabulary().routes
    both = _IN_BRACKETS.fullmatch(label)
    if both and both[1] in routes:
        label = both[2]
    return label if f"{routes.get(label)}.total" in review_columns() else None


def _begins_with_outcomes(table: Table) -> bool:
    labels = [label for cell in table.rows[0] if (label := normal(cell.text))] if table.rows else []
    return len(labels) > 1 and all(split_number(label)[1] in vocabulary().outcomes for label in labels)


def _below(above: Paragraph, table: Table) -> Table:
    """The table with the line above it as a head over all its columns."""
    first, last = table.rows[0][0], table.rows[0][-1]
    width = last.column + last.width - first.column
    head = GridCell(_route(above.text) or "", above.place, first.column, width, 0, 1)
    lower = tuple(tuple(cell._replace(row=cell.row + 1) for cell in row) for row in table.rows)
    return replace(table, rows=((head,), *lower))
