"""The cells of a report as rows of the tables people query."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from archive.models import Cell

Row = tuple[Any, ...]
APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
)
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")


class _Line(NamedTuple):
    """A row of a table: where the cells of its columns stand in the report (-1: nowhere), and all of it by column."""

    row: str
    places: tuple[int, ...]
    found: dict[str, int]


class _Layout(NamedTuple):
    """Where each cell of a report goes. Reports of one form have the same one, so that it is worked out once."""

    applications: list[_Line]
    review: list[_Line]
    disclosure: list[tuple[int, str, str]]
    statistics: list[tuple[int, str]]


def by_table(cells: Sequence[Cell]) -> dict[str, tuple[int, list[Row]]]:
    """Rows of each table there are some of, with how many of the first values of a row are words."""
    layout = _layout(tuple(cell.id for cell in cells))
    made = {
        "application": (1, _rows(cells, layout.applications)),
        "disclosure_cell": (2, [(row, column, *_told(cells[place])) for place, row, column in layout.disclosure]),
        "review_row": (1, _rows(cells, layout.review)),
        "statistic": (1, [(row, *_told(cells[place])) for place, row in layout.statistics]),
    }
    return {table: rows for table, rows in made.items() if rows[1]}


@lru_cache(maxsize=64)
def _layout(ids: tuple[str, ...]) -> _Layout:
    groups: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for place, name in enumerate(ids):
        section, row, column = _parts(name)
        groups[section].append((place, row, column))
    return _Layout(
        _lines(groups["applications"], APPLICANTS),
        _lines(groups["review"], OUTCOMES),
        groups["disclosure"],
        [(place, ids[place]) for place, _, _ in groups["stats"]],
    )


def _parts(cell: str) -> tuple[str, str, str]:
    """The section of a cell, its row and its column.

    >>> _parts("applications.new[total]"), _parts("disclosure.fees.amount")
    (('applications', 'applications.new', 'total'), ('disclosure', 'disclosure.fees', 'amount'))
    """
    row, _, column = cell.removesuffix("]").partition("[") if "[" in cell else cell.rpartition(".")
    return cell.partition(".")[0], row, column


def _lines(cells: Sequence[tuple[int, str, str]], columns: Sequence[str]) -> list[_Line]:
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for place, row, column in cells:
        rows[row][column] = place
    return [_Line(row, tuple(found.get(column, -1) for column in columns), found) for row, found in rows.items()]


def _rows(cells: Sequence[Cell], lines: Sequence[_Line]) -> list[Row]:
    """Each row with its name, a value for each column, and the states of the cells that hold no number as JSON."""
    values = [*(cell.value for cell in cells), None]
    odd = {place: cell.state for place, cell in enumerate(cells) if cell.state != "number"}
    made = []
    for row, places, found in lines:
        states = {column: odd[place] for column, place in found.items() if place in odd} if odd else None
        made.append((row, *[values[place] for place in places], json.dumps(states) if states else None))
    return made


def _told(cell: Cell) -> Row:
    """Value, text, unit and state; the text is None where it is its number and no more, the state where it is one."""
    plain = type(cell.value) is int and cell.text == str(cell.value)
    return cell.value, None if plain else cell.text, cell.unit, None if cell.state == "number" else cell.state
