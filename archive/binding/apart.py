"""Rows that stand apart from the others of their section, behind those of another: a table about something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from archive.binding.ledger import RowRead
from archive.models import Cell

APART = "the table of this row stands apart from the others of its section of the form, and may be of something else"
_SECTIONS = ("disclosure", "applications", "review")


def rows_apart(rows: Sequence[RowRead], cells: Mapping[str, Cell]) -> Iterator[str]:
    """The cells whose value is from a row apart; a second copy of the form in the same file gives none that are kept.

    Of several runs of rows of one section the longest is the section.
    """
    runs: dict[tuple[object, str], list[list[RowRead]]] = {}
    told = [read for read in rows if read.head.kind in _SECTIONS]
    for key, run in groupby(told, key=lambda read: (_file(read), read.head.kind)):
        runs.setdefault(key, []).append(list(run))
    for several in runs.values():
        section = max(several, key=len)
        for read in (read for run in several if run is not section for read in run):
            yield from _kept(read, cells)


def _file(read: RowRead) -> object:
    place = next((cell.place for cell in read.values), {})
    return place.get("document"), place.get("member")


def _kept(read: RowRead, cells: Mapping[str, Cell]) -> Iterator[str]:
    for column, cell in read.assigned.cells.items():
        name = read.cell_id(column)
        if name in cells and cells[name].place is cell.place:
            yield name
