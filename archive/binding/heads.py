"""The heads of the official tables: which column of a table is which column of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from archive.labels import marked_table, normal, split_number, split_unit, vocabulary
from archive.models import GridCell
from archive.template import application_columns, review_columns

Kind = Literal["disclosure", "applications", "review", "statistics"]
_WEAK = ("other_org", "total")  # 其他 and 总计 head columns and rows alike


class HeadCell(NamedTuple):
    """A label in a head row; `keys` are what it may stand for."""

    keys: tuple[str, ...]
    cell: GridCell
    line: int
    unit: str | None = None


class Column(NamedTuple):
    """A column of the form and the grid columns [start, end) its head covers.

    `copies` is how many times its head is printed side by side: a merged cell dissolved into copies.
    """

    key: str
    start: int
    end: int
    unit: str | None = None
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The columns in force for the rows below, from left to right.

    `aligned` says that start and end can be relied on; else only the order of columns counts. `right` is
    where the head's rows end. `doubt` says why values may not belong to the columns they stand under.
    `cells` are the labels it was made of, `sides` those of columns beside them that hold no values.
    """

    kind: Kind
    columns: tuple[Column, ...]
    aligned: bool
    right: int
    doubt: str = ""
    cells: tuple[HeadCell, ...] = ()
    sides: tuple[GridCell, ...] = ()


def recognise(row: Sequence[GridCell], line: int) -> tuple[Kind, list[HeadCell]] | None:
    """The labels of a head row and the table it belongs to; None when it is no head row."""
    told = [(cell, meaning) for cell in row if (meaning := _meaning(cell.text))]
    if not told:
        return None  # as with nearly all rows
    found: dict[Kind, list[HeadCell]] = {"disclosure": [], "applications": [], "review": []}
    strong: Kind | None = None
    for cell, meaning in told:
        for kind, keys, unit in meaning.keys:
            found[kind].append(HeadCell(keys, cell, line, unit))
            strong = strong if keys[0] in _WEAK else kind
        strong = strong or meaning.marked
    return (strong, found[strong]) if strong else None


class _Meaning(NamedTuple):
    """What a label may be in a head: for each table its keys and its unit, and the table that alone has it."""

    keys: tuple[tuple[Kind, tuple[str, ...], str | None], ...]
    marked: Kind | None


@lru_cache(maxsize=4096)
def _meaning(text: str) -> _Meaning | None:
    """What stands in a cell as a label of a head; None where it can be none, as with every value."""
    label = normal(text)
    if not label:
        return None
    words = vocabulary()
    plain, unit = split_unit(label)
    core = split_number(label)[1]
    keys: list[tuple[Kind, tuple[str, ...], str | None]] = []
    if named := words.heads.get(plain) or words.heads.get(label):
        keys.append(("disclosure", named, unit))
    if applicant := words.applicants.get(core):
        keys.append(("applications", (applicant,), None))
    if key := words.routes.get(core) or words.outcomes.get(core):
        keys.append(("review", (key,), None))
    marked = cast("Kind | None", marked_table(label))
    return _Meaning(tuple(keys), marked) if keys or marked else None


def build(
    kind: Kind, cells: Sequence[HeadCell], *, aligned: bool, right: int, sides: Sequence[GridCell] = ()
) -> Head | None:
    """The head made of the labels of one or several head rows; None when they make no sense."""
    distinct = _distinct(cells)
    if kind == "disclosure":
        columns = _disclosure(distinct)
    elif kind == "applications":
        columns = _by_position(distinct) if aligned else _applicants_in_order(distinct)
    else:
        columns = (aligned and _review_by_position(distinct)) or _review_in_order(distinct, aligned=aligned)
    if not columns:
        return None
    apart = all(a.end <= b.start for a, b in pairwise(columns))
    return Head(kind, tuple(columns), aligned and apart, right, _doubt(kind, columns), tuple(distinct), tuple(sides))


def repeats(kind: Kind, pending: Sequence[HeadCell], row: Sequence[HeadCell]) -> bool:
    """Whether a head row begins the head anew: it names again what the rows above it have named."""
    known = {h.keys[0]: h for h in pending}
    again = [h for h in row if h.keys[0] in known and h.cell is not known[h.keys[0]].cell]
    if kind == "review":
        again = [h for h in again if h.keys[0].startswith("review.")]
    return any(h.keys[0] not in _WEAK for h in again)


def _doubt(kind: Kind, columns: Sequence[Column]) -> str:
    """Why a head cannot be trusted: a column of the form is missing from it, or stands elsewhere."""
    keys = tuple(c.key for c in columns)
    expected = application_columns() if kind == "applications" else _of_routes(keys)
    if kind == "disclosure" or keys == expected:
        return ""
    missing = [key for key in expected if key not in keys]
    return f"the head above lacks {', '.join(missing)}" if missing else "the columns stand in another order"


def _of_routes(keys: Sequence[str]) -> tuple[str, ...]:
    """The columns of section four that belong to the same routes; each of them may have a table of its own."""
    if not set(keys).issubset(review_columns()):
        return review_columns()
    routes = {key.rpartition(".")[0] for key in keys}
    return tuple(key for key in review_columns() if key.rpartition(".")[0] in routes)


def _distinct(cells: Sequence[HeadCell]) -> list[HeadCell]:
    seen: set[tuple[int, int]] = set()
    kept = []
    for head in cells:
        origin = (head.cell.row, head.cell.column)
        if origin not in seen:
            seen.add(origin)
            kept.append(head)
    return kept


def _column(key: str, head: HeadCell) -> Column:
    return Column(key, head.cell.column, head.cell.column + head.cell.width, head.unit)


def _disclosure(cells: Sequence[HeadCell]) -> list[Column]:
    used: set[str] = set()
    columns: list[Column] = []
    for i, head in enumerate(cells):
        if i and _is_copy(cells[i - 1], head):
            columns[-1] = columns[-1]._replace(end=head.cell.column + head.cell.width, copies=columns[-1].copies + 1)
            continue
        key = next((k for k in head.keys if k not in used), None)
        if key is None:
            return []
        used.add(key)
        columns.append(_column(key, head))
    return columns


def _is_copy(before: HeadCell, head: HeadCell) -> bool:
    """Whether a head that can mean one column only is printed again right beside itself."""
    beside = before.line == head.line and before.cell.column + before.cell.width == head.cell.column
    return beside and before.keys == head.keys and len(head.keys) == 1


def _by_position(cells: Sequence[HeadCell]) -> list[Column]:
    leaves = [_column(h.keys[0], h) for h in cells if h.keys[0] != "organization"]
    return sorted(leaves, key=lambda c: c.start)


def _applicants_in_order(cells: Sequence[HeadCell]) -> list[Column]:
    """Text gives no columns: the kinds of organisation stand where their group head stands."""
    group_line = next((h.line for h in cells if h.keys[0] == "organization"), None)
    if group_line is None:  # 总计 may stand a line higher than the rest, at the far end of its line
        last = [h for h in cells if h.keys[0] == "total"]
        return [Column(h.keys[0], i, i + 1) for i, h in enumerate([*(h for h in cells if h not in last), *last])]
    below = [h for h in cells if h.line > group_line]
    order: list[HeadCell] = []
    for head in (h for h in cells if h.line == group_line):
        order.extend(below if head.keys[0] == "organization" else [head])
    # 总计 may stand a line higher than the rest, at the far end of its line
    order.extend(h for h in cells if h.line < group_line)
    return [Column(h.keys[0], i, i + 1) for i, h in enumerate(order)]


def _review_by_position(cells: Sequence[HeadCell]) -> list[Column]:
    routes = [h for h in cells if h.keys[0].startswith("review.")]
    named = [h for h in cells if not h.keys[0].startswith("review.")]
    columns = []
    for head in {(h.keys, h.cell.column, h.cell.width): h for h in named}.values():  # one of copies below one another
        above = [r for r in routes if r.cell.row < head.cell.row and _covers(r.cell, head.cell)]
        if not above:
            return []
        route = max(above, key=lambda r: r.cell.row).keys[0]
        columns.append(_column(f"{route}.{head.keys[0]}", head))
    return sorted(columns, key=lambda c: c.start)


def _covers(above: GridCell, below: GridCell) -> bool:
    return above.column <= below.column < above.column + above.width


def _review_in_order(cells: Sequence[HeadCell], *, aligned: bool) -> list[Column]:
    """Runs of outcomes, a new one wherever an outcome comes again, belong to the routes in order."""
    routes = [h.keys[0] for h in cells if h.keys[0].startswith("review.")]
    routes = [r for r in routes if r != "review.litigation"] or routes
    outcomes = [h for h in cells if not h.keys[0].startswith("review.")]
    if aligned:
        outcomes.sort(key=lambda h: h.cell.column)
    runs: list[list[HeadCell]] = []
    for outcome in outcomes:
        if not runs or any(h.keys == outcome.keys for h in runs[-1]):
            runs.append([])
        runs[-1].append(outcome)
    if len(runs) != len(routes):
        return []
    named = [(f"{route}.{h.keys[0]}", h) for route, run in zip(routes, runs, strict=True) for h in run]
    return [_column(key, h) if aligned else Column(key, i, i + 1) for i, (key, h) in enumerate(named)]
