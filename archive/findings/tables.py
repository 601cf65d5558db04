"""The tables of a report as a page shows them: the form's rows and columns, what was read, what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.findings.cells import head_name, row_name
from archive.findings.checked import Checked
from archive.findings.told import Said
from archive.printed_form import as_printed, row_of
from archive.template import load

_SECTIONS = ("disclosure", "applications", "review", "stats")


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: what is printed (None where it was not found), and the numbers of what fails or doubts it."""

    cell: str
    text: str | None
    failures: tuple[int, ...]
    doubts: tuple[int, ...]
    is_suspect: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its id, its label, and a cell for each head; None where the form has none."""

    row: str
    label: str
    cells: tuple[Shown | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that share their heads, of one section."""

    section: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def grids(checked: Checked, said: Sequence[Said]) -> Iterator[Grid]:
    """The tables of a report in the order of its form; rows neither printed nor named by a finding are left out.

    Findings are numbered by their order in `said`, from 1.
    """
    texts = {cell["id"]: str(cell["text"]) for cell in checked.reading.get("cells", ())}
    marks = _marks(said)
    form = checked.reading.get("template")
    rows = _rows(form, [*texts, *(key for key in marks if key.partition(".")[0] in _SECTIONS)])
    for (section, _), alike in groupby(rows.items(), lambda row: _kind(*row)):
        named = {row: {_column(cell): cell for cell in ids} for row, ids in alike}
        columns = tuple(dict.fromkeys(column for cells in named.values() for column in cells))
        made = tuple(
            Row(row, row_name(row, form), _cells(cells, columns, texts, marks)) for row, cells in named.items()
        )
        yield Grid(section, tuple(head_name(made[0].row, column, form) for column in columns), made)


def _rows(template: str | None, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The cells to show by row: those of the form in its order, others before the first row below them, or behind."""
    shown: dict[str, list[str]] = {}
    for cell in ids:
        shown.setdefault(row_of(cell), []).append(cell)
    form = as_printed(load(template), [cell for cells in shown.values() for cell in cells]).rows if template else {}
    order = [row for row in form if row in shown]
    for row in (row for row in shown if row not in form):
        below = (i for i, known in enumerate(order) if known.startswith(f"{row}."))
        section = [i + 1 for i, known in enumerate(order) if known.partition(".")[0] == row.partition(".")[0]]
        order.insert(next(below, section[-1] if section else len(order)), row)
    return {row: tuple(dict.fromkeys((*form.get(row, ()), *shown[row]))) for row in order}


def _kind(row: str, ids: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Rows of one section with the same columns stand in one table; indicators all do."""
    section = row.partition(".")[0]
    return section, tuple(_column(cell) for cell in ids) if section != "stats" else ()


def _column(cell: str) -> str:
    _, bracket, column = cell.removesuffix("]").partition("[")
    if bracket:
        return column
    return "year" if cell.startswith("stats.") else cell.rpartition(".")[2]


def _cells(
    cells: Mapping[str, str],
    columns: Sequence[str],
    texts: Mapping[str, str],
    marks: Mapping[str, list[tuple[int, Said]]],
) -> tuple[Shown | None, ...]:
    return tuple(_shown(cells[c], texts, marks.get(cells[c], ())) if c in cells else None for c in columns)


def _shown(cell: str, texts: Mapping[str, str], marks: Sequence[tuple[int, Said]]) -> Shown:
    failures, doubts = (tuple(i for i, one in marks if one.status == status) for status in ("fail", "unknown"))
    suspected = any(spot.cell == cell and spot.is_suspect for _, one in marks for spot in one.spots)
    return Shown(cell, texts.get(cell), failures, doubts, suspected)


def _marks(said: Sequence[Said]) -> dict[str, list[tuple[int, Said]]]:
    """The findings that name a cell and are no pass, with their numbers."""
    marks: dict[str, list[tuple[int, Said]]] = {}
    for number, one in enumerate(said, 1):
        if one.status in ("fail", "unknown"):
            for spot in one.spots:
                marks.setdefault(spot.cell, []).append((number, one))
    return marks
