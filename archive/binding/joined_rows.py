"""Rows of a picture's table that were read as one: a fax lost the whole rule between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.binding.joined_labels import Spelled, labels_of
from archive.models import GridCell, Place, Table
from archive.numbers import read_value

_FEWEST = 2  # rows

Row = tuple[GridCell, ...]


def parted(table: Table, spelled: Spelled) -> tuple[Table, list[tuple[GridCell, str]]]:
    """A table with such rows parted, and each label with what its whole cell said.

    The lines of the label must make labels of rows in one way alone, and each cell beside it must hold as many numbers.
    """
    made: list[Row] = []
    told: list[tuple[GridCell, str]] = []
    for r, row in enumerate(table.rows):
        label = _label(row, r, spelled)
        if label is None:
            made.append(row)
            continue
        at, words = label
        made += [_part(row, at, words, i) for i in range(len(words))]
        told += [(made[len(made) - len(words) + i][at], row[at].text) for i in range(len(words))]
    if not told:
        return table, []
    rows, moved = _numbered(made)
    return replace(table, rows=rows), [(moved[id(part)], whole) for part, whole in told]


def _label(row: Row, number: int, spelled: Spelled) -> tuple[int, Sequence[str]] | None:
    """Which cell of a row holds the labels of several, and these; None where it is one row."""
    own = [i for i, cell in enumerate(row) if cell.row == number and cell.height == 1]
    count = row[-1].text.count("\n") + 1 if row else 0
    if count < _FEWEST:
        return None
    for at in own:
        beside = row[at + 1 :]
        if beside and all(i in own for i in range(at, len(row))) and all(_holds(cell, count) for cell in beside):
            return (at, words) if (words := labels_of(row[at].text, count, spelled)) else None
    return None


def _holds(cell: GridCell, count: int) -> bool:
    """Whether a cell read from a picture holds so many numbers below one another."""
    lines = cell.text.split("\n")
    return "confidence" in cell.place and len(lines) == count and all(read_value(t).state == "number" for t in lines)


def _part(row: Row, at: int, words: Sequence[str], number: int) -> Row:
    """One of the rows: what stands before the label is the same cell in all of them."""
    label = row[at]._replace(text=words[number])
    values = (cell._replace(text=cell.text.split("\n")[number], place=_alone(cell.place)) for cell in row[at + 1 :])
    return (*row[:at], label, *values)


def _alone(place: Place) -> Place:
    """The place of a part: what else the whole cell may say is nothing that the part may say."""
    return {**place, "readings": ""} if "readings" in place else place


def _numbered(rows: Sequence[Row]) -> tuple[tuple[Row, ...], dict[int, GridCell]]:
    """The rows with their cells numbered anew, and what became of each cell (by its id)."""
    covered: dict[int, tuple[GridCell, int, int]] = {}
    for r, row in enumerate(rows):
        for cell in row:
            first = covered[id(cell)][1] if id(cell) in covered else r
            covered[id(cell)] = (cell, first, r)
    moved = {
        key: cell._replace(
            row=first,
            height=last - first + 1,
            place={**cell.place, "row": int(str(cell.place.get("row", 0))) + first - cell.row},
        )
        for key, (cell, first, last) in covered.items()
    }
    return tuple(tuple(moved[id(cell)] for cell in row) for row in rows), moved
