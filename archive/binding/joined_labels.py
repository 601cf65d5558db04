"""Labels of rows below one another that were read as one cell: where no rules part them, white alone does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from archive.binding.likeness import FAINT, likeness
from archive.labels import exact_row, normal, row_key
from archive.models import GridCell, Place, Table
from archive.template import application_groups

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
        if labels := labels_of(cell.text, cell.height, spelled):
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


def labels_of(text: str, count: int, spelled: Spelled) -> Sequence[str]:
    """The lines of a text as so many labels of different rows; none where there is no way or there are several.

    The name of a group that stands in the middle of its rows may be left out.
    """
    lines = text.split("\n")
    rest = [line for line in lines if row_key(line) not in application_groups()]
    return _only_way(lines, count, spelled) or (_only_way(rest, count, spelled) if len(rest) < len(lines) else ())


def _only_way(lines: Sequence[str], count: int, spelled: Spelled) -> Sequence[str]:
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


def parted_heads(
    table: Table, orders: Sequence[Sequence[str]], known: Callable[[str], str]
) -> tuple[Table, list[tuple[GridCell, str]]]:
    """A table with heads parted that were read as one though they stand above several columns.

    All others of their row must stand in one of the `orders` of the forms; `known` gives the label of a form as these
    have it, and nothing for what is none.
    """
    made: dict[int, list[GridCell]] = {}
    told: list[tuple[GridCell, str]] = []
    for row in table.rows:
        for cell, labels in _wide(row, orders, known):
            parts = [
                cell._replace(text=label, column=cell.column + i, width=1, place=_moved(cell, i))
                for i, label in enumerate(labels)
            ]
            made[id(cell)] = parts
            told += [(part, cell.text) for part in parts]
    if not made:
        return table, []
    rows = tuple(tuple(part for c in row for part in made.get(id(c), [c])) for row in table.rows)
    return replace(table, rows=rows), told


def _moved(cell: GridCell, steps: int) -> Place:
    return {**cell.place, "column": int(str(cell.place.get("column", 0))) + steps}


def _wide(
    row: Sequence[GridCell], orders: Sequence[Sequence[str]], known: Callable[[str], str]
) -> Iterator[tuple[GridCell, Sequence[str]]]:
    """The heads of a row that stand above more than one column, with what should stand there."""
    for order in orders:
        at, own = len(order), []
        for cell in reversed(row):
            if at <= 0:
                break
            at -= cell.width
            own.append((cell, order[max(at, 0) : max(at, 0) + cell.width]))
        single = [(cell, words) for cell, words in own if cell.width == 1]
        wide = [(cell, words) for cell, words in own if cell.width > 1]
        if at or len(single) <= len(own) / 2 or any(known(cell.text) != words[0] for cell, words in single):
            continue
        if all(_may_be(cell, words) and not known(cell.text) for cell, words in wide):
            yield from wide


def _may_be(cell: GridCell, words: Sequence[str]) -> bool:
    """Whether a cell of a picture is like heads read together, or was not read well."""
    is_like = likeness(normal(cell.text), "".join(words)) >= FAINT
    return "confidence" in cell.place and (is_like or "readings" in cell.place)
