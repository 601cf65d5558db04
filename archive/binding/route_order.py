"""Routes of section four whose merged cells a picture shows dissolved or torn, told by the outcomes below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from archive.binding.head_order import OUTCOMES, core, orders
from archive.labels import is_chinese, normal, vocabulary
from archive.models import GridCell, Table
from archive.numbers import UNTOLD, read_value
from archive.template import review_columns

_MOST_HEADS = 8  # rows above the values of section four; more are no head
_LEAST_HEADS = 2  # one of routes, one of outcomes

Row = Sequence[GridCell]


def settled(table: Table) -> tuple[Table, list[tuple[GridCell, str]]]:
    """A table whose heads of section four are those of the form, and each new route with what stood in its place.

    All fifteen outcomes must stand above its values in their order, and one of the routes must be read; nothing is
    changed where each route already stands above its outcomes.
    """
    for r, row in enumerate(table.rows):
        own = [cell for cell in row if cell.row == r]
        heads = table.rows[max(r - _MOST_HEADS, 0) : r]
        if len(own) != len(orders()[1]) or not all(map(_is_value, own)) or len(heads) < _LEAST_HEADS:
            continue
        heads = heads[_first(heads) :]
        if len(heads) >= _LEAST_HEADS and _are_told(own, heads):
            return _with_heads(table, r - len(heads), r, own)
    return table, []


def _is_value(cell: GridCell) -> bool:
    return "confidence" in cell.place and read_value(cell.text).state != "text"


def _first(heads: Sequence[Row]) -> int:
    """Which of the rows above the values is the first with a route in it."""
    return next((i for i, row in enumerate(heads) if any(_names_route(c.text) for c in row)), len(heads))


def _names_route(text: str) -> bool:
    """Whether a text is a route, or several read as one."""
    return any(word in normal(text) for word in vocabulary().routes)


def _are_told(values: Row, heads: Sequence[Row]) -> bool:
    """Whether outcomes stand above the values as the form has them, and the routes above these do not."""
    known = vocabulary()
    parts = [key.rpartition(".") for key in review_columns()]
    outcomes = [_above(cell, heads, known.outcomes) for cell in values]
    routes = [_above(cell, [_spread(row) for row in heads], known.routes) for cell in values]
    is_new = outcomes == [outcome for *_, outcome in parts] and routes != [route for route, *_ in parts]
    return is_new and all(_may_stand(cell, values) for row in heads for cell in row)


def _may_stand(head: GridCell, values: Row) -> bool:
    """Whether a head is no route, or one that stands above some of its own outcomes; one of an office's own may not."""
    known, word = vocabulary(), core(head.text)
    routes, route = _routes(), known.routes.get(word)
    if route in routes:
        own = values[routes.index(route) * OUTCOMES :][:OUTCOMES]
        return any(c.column < head.column + head.width and head.column < c.column + c.width for c in own)
    is_word = sum(map(is_chinese, word)) > 1 and "readings" not in head.place
    return _names_route(head.text) or word in known.outcomes or not is_word


def _above(value: GridCell, heads: Sequence[Row], known: Mapping[str, str]) -> str | None:
    """What the nearest of the known labels above a value means; None where there is none."""
    above = (c for row in reversed(heads) for c in row if c.column <= value.column < c.column + c.width)
    return next((known[word] for c in above if (word := core(c.text)) in known), None)


def _spread(row: Row) -> Row:
    """A row of merged heads with what each says in the empty cells that dissolving it left."""
    texts: Iterator[str] = accumulate([cell.text for cell in row], _said_last)
    return [cell._replace(text=text) for cell, text in zip(row, texts, strict=True)]


def _said_last(left: str, own: str) -> str:
    return own if normal(own) else left


def _routes() -> tuple[str, ...]:
    """The routes of the form from left to right."""
    return tuple(dict.fromkeys(key.rpartition(".")[0] for key in review_columns()))


def _with_heads(table: Table, start: int, end: int, values: Row) -> tuple[Table, list[tuple[GridCell, str]]]:
    """The heads of the form in two rows in the place of those from `start` to `end`, above them empty rows."""
    width = max(c.column + c.width for c in values)
    seen = [c for row in table.rows[start:end] for c in row if normal(c.text) not in ("", UNTOLD)]
    said = " ".join(dict.fromkeys(c.text.replace("\n", "") for c in seen if _names_route(c.text)))
    place = {**seen[0].place, "row": end - 1}
    words = {key: word for word, key in reversed(vocabulary().routes.items())}
    routes = []
    for route, first, last in zip(_routes(), values[::OUTCOMES], values[OUTCOMES - 1 :: OUTCOMES], strict=True):
        own = {**place, "column": first.column + 1}
        routes.append(GridCell(words[route], own, first.column, last.column + last.width - first.column, end - 2, 1))
    outcomes = [
        GridCell(word, place, c.column, c.width, end - 1, 1) for c, word in zip(values, orders()[1], strict=True)
    ]
    empty = [(GridCell("", place, 0, width, r, 1),) for r in range(start, end - 2)]
    rows = (*table.rows[:start], *empty, tuple(routes), tuple(outcomes), *table.rows[end:])
    return replace(table, rows=rows), [(route, said) for route in routes]
