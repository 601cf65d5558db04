"""Labels of rows below one another that were read as one cell: where no rules part them, white alone does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from archive.labels import exact_row
from archive.models import GridCell, Table

_MOST_LINES = 12  # of a cell; more are no labels

Spelled = Callable[[str], str | None]


def parted(table: Table, spelled: Spelled) -> tuple[Table, list[tuple[GridCell, str]]]:
    """A table with such cells parted, and each part with what the whole cell said.

    A cell over as many rows as its lines make labels of rows, in one way alone, is parted. `spelled` gives the official
    label that a misread one can only be.
    """
    made: dict[int, list[GridCell]] = {}
    told: list[tuple[GridCell, str]] = []
    for cell in {id(c): c for row in table.rows for c in row if c.height > 1 and "confidence" in c.place}.values():
        if labels := _labels(cell.text, cell.height, spelled):
            parts = [_part(cell, i, label) for i, label in enumerate(labels)]
            made[id(cell)] = parts
            told += [(part, cell.text) for part in parts]
    if not made:
        return table, []
    rows = tuple(tuple(made[id(c)][r - c.row] if id(c) in made else c for c in row) for r, row in enumerate(table.rows))
    return replace(table, rows=rows), told


def _part(cell: GridCell, number: int, text: str) -> GridCell:
    place = {**cell.place, "row": int(str(cell.place.get("row", 0))) + number}
    return cell._replace(text=text, place=place, row=cell.row + number, height=1)


def _labels(text: str, count: int, spelled: Spelled) -> Sequence[str]:
    """The lines of a text as so many labels of different rows; none where there is no way or there are several."""
    lines = text.split("\n")
    if not count <= len(lines) <= _MOST_LINES:
        return ()
    found = [way for way in _ways(lines, count) if _are_rows(way, spelled)]
    return found[0] if len(found) == 1 else ()


def _ways(lines: Sequence[str], count: int) -> Iterator[list[str]]:
    for cuts in combinations(range(1, len(lines)), count - 1):
        ends = (0, *cuts, len(lines))
        yield ["".join(lines[a:b]) for a, b in pairwise(ends)]


def _are_rows(labels: Sequence[str], spelled: Spelled) -> bool:
    keys = [exact_row(label) or exact_row(spelled(label) or "") for label in labels]
    return None not in keys and len(set(keys)) == len(keys)
