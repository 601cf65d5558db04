"""What the cells of a report come to for a quantity: printed, summed over rows or columns, or not to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from archive.claims.quantities import known_as, row_of
from archive.models import Cell, Number
from archive.template import STATISTICS, TEMPLATES, Template, load

_ORGANIZATION = "[organization]"
_LITIGATION = "review.litigation."
_DOUBTED = frozenset(("readings", "confidence", "covered", "script"))  # keys of a place that leave a doubt


class Figure(NamedTuple):
    """The value of a quantity, the cells it was taken from, and what leaves a doubt about these."""

    value: Number
    cells: tuple[str, ...]
    doubt: str = ""


BLANK = "cells of it are blank"
_READ = "a cell of it was read with a doubt"


class Cells:
    """The cells of a report, asked for the quantities of its narrative."""

    def __init__(self, cells: Iterable[Cell], template: str | None) -> None:
        self._cells: Mapping[str, Cell] = {cell.id: cell for cell in cells}
        self._form: Template | None = load(template) if template in TEMPLATES else None
        self.template = template
        self._told: dict[str, Figure | None] = {}

    def sums(self, quantity: str) -> list[Figure]:
        """What the quantity may come to: one figure for each way agencies count it, those only that can be told."""
        known = known_as(quantity)
        if known:
            listed = known.sums.get(self.template or "", ())
        elif self.template == STATISTICS:
            listed = (((quantity.replace("review.", "stats."), 1),),)
        else:
            listed = (tuple((row_of(part), 1) for part in quantity.split(" + ")),)
        column = "total" if " + " in quantity else quantity.partition("[")[2].rstrip("]") or "total"
        if self.template == STATISTICS and column != "total":
            return []
        made = (self._sum(terms, column) for terms in listed)
        return [figure for figure in made if figure]

    def _sum(self, terms: Iterable[tuple[str, int]], column: str) -> Figure | None:
        total: Number = 0
        cells: list[str] = []
        doubt = ""
        for key, sign in terms:
            name = f"{key}[{column}]" if key.startswith("applications.") else key
            figure = self.figure(name)
            if figure is None:
                return None
            total += sign * figure.value
            cells += figure.cells
            doubt = doubt or figure.doubt
        return Figure(round(total, 6), tuple(cells), doubt)

    def figure(self, name: str) -> Figure | None:
        """What `_figure` says, once worked out."""
        if name not in self._told:
            self._told[name] = self._figure(name)
        return self._told[name]

    def _figure(self, name: str) -> Figure | None:
        """The figure of a cell, of all applicants but natural persons, of both ways to court, or of a group of rows.

        A blank total is the sum of its columns, and a group that has no figure of its own the sum of its rows: what is
        blank in these counts as 0, with a doubt.
        """
        cell = self._cells.get(name)
        if cell is not None and cell.value is not None:
            return Figure(cell.value, (name,), "" if _DOUBTED.isdisjoint(cell.place) else _READ)
        if cell is not None and cell.state in ("text", "unreadable"):
            return None
        parts = _parts(self._form.id, name) if self._form else ()
        found = [figure for part in parts if (figure := self.figure(part))]
        is_whole = len(found) == len(parts)
        if not parts or not (is_whole or all(self.figure(part) or self._is_blank(part) for part in parts)):
            return None
        doubts = [figure.doubt for figure in found if figure.doubt] + [BLANK] * (not is_whole)
        cells = tuple(cell for figure in found for cell in figure.cells) or parts
        return Figure(sum(figure.value for figure in found), cells, doubts[0] if doubts else "")

    def _is_blank(self, name: str) -> bool:
        cell = self._cells.get(name)
        return cell is not None and cell.state in ("blank", "not_applicable")


@lru_cache(maxsize=2048)
def _parts(form: str, name: str) -> tuple[str, ...]:
    """The cells of a form a figure is the sum of, where it is not printed."""
    row, _, column = name.partition("[")
    if column == "organization]":
        return tuple(f"{row}[{applicant}]" for applicant in load(form).applicants[1:-1])
    if name.startswith(_LITIGATION):
        outcome = name.removeprefix(_LITIGATION)
        return tuple(f"review.{route}.{outcome}" for route in ("litigation_direct", "litigation_after_reconsideration"))
    below = tuple(key for key in load(form).application_rows if key.startswith(f"{row}.")) if column else ()
    if below and row != "applications.results":
        return tuple(f"{key}[{column}" for key in below)
    if column == "total]":
        return tuple(f"{row}[{applicant}]" for applicant in load(form).applicants[:-1])
    return ()
