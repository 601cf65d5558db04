"""By which rule a value was bound to its cell of the form, in words and with the labels that decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.binding.heads import Column, Head
from archive.binding.ledger import Ledger, RowRead
from archive.models import GridCell

_KINDS = {
    "disclosure": "section two of the form",
    "applications": "section three of the form",
    "review": "section four of the form",
    "statistics": "a list of indicators",
}


_UNTOLD = "which of them belongs here cannot be told"
_CUT_APART = "they were not told by their places; a finding says by what"


@dataclass(frozen=True, slots=True)
class Rule:
    """What bound a cell: the labels of its row, the heads of its column from the top, and how these were matched.

    `doubt` says why the value may belong elsewhere; it is empty where nothing speaks for that.
    """

    labels: tuple[GridCell, ...]
    heads: tuple[GridCell, ...]
    how: str
    doubt: str = ""


def rules(ledger: Ledger) -> dict[str, Rule]:
    """The rule of every cell that was bound, by cell id; of several copies that whose value was kept."""
    found: dict[str, Rule] = {}
    for read in ledger.rows:
        for number, column in enumerate(read.columns):
            name = read.cell_id(column.key)
            kept, cell = ledger.cells.get(name), read.assigned.cells.get(column.key)
            if kept is not None and (name not in found or (cell is not None and cell.place is kept.place)):
                how = _how(read, column, number, kept.state)
                found[name] = Rule(_labels(read.stub), _heads(read.head, column, number), *how)
    return found


def _labels(stub: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """The labels of a row without the groups that reach into it from above."""
    last = stub[-1].row if stub else 0
    return tuple(cell for cell in stub if not cell.row < last < cell.row + cell.height)


def _heads(head: Head, column: Column, number: int) -> tuple[GridCell, ...]:
    """The labels above a column; where position means nothing, those that name it."""
    if head.aligned:
        over = [h for h in head.cells if h.cell.column < column.end and column.start < h.cell.column + h.cell.width]
        return tuple(h.cell for h in sorted(over, key=lambda h: h.line))
    return tuple(_named(head, column, number))


def _named(head: Head, column: Column, number: int) -> Iterator[GridCell]:
    """The labels that can only mean this column, and the one of several alike that stands at its turn."""
    route, _, last = column.key.rpartition(".")
    yield from (h.cell for h in head.cells if route and h.keys[0] == route)
    alike = [h.cell for h in head.cells if last in h.keys]
    before = sum(c.key.rpartition(".")[2] == last for c in head.columns[:number]) if head.kind == "review" else 0
    if before < len(alike):
        yield alike[before]


def _how(read: RowRead, column: Column, number: int, state: str) -> tuple[str, str]:
    """The rule in words, and the doubt."""
    assigned, head = read.assigned, read.head
    form = _KINDS[head.kind]
    row = "its row head names the row" if read.stub else "the one row of values below the heads"
    if column.key in assigned.open:
        how = f"{form}: {row}; {len(read.values)} values stand under {len(read.columns)} heads"
        return how, _UNTOLD if state == "unreadable" else _CUT_APART
    if column.key in assigned.doubtful:
        doubt = assigned.reason
    elif head.kind != "disclosure":
        doubt = head.doubt
    else:
        doubt = ""
    if head.aligned and not doubt:
        return f"{form}: {row}, and the value stands under the head of its column", ""
    return f"{form}: {row}, and the value is the {_ordinal(number + 1)} of {len(read.values)} in it", doubt


def _ordinal(number: int) -> str:
    """A place in a row.

    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in (11, 12, 13) else "th"
    return f"{number}{ending}"
