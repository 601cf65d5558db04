"""The row of section four: fifteen values under one head, with a label of its own or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.binding.assign import assign_row
from archive.binding.beside import under, without_sides
from archive.binding.heads import Head
from archive.binding.ledger import Ledger, RowRead
from archive.binding.rows import is_blank, is_value
from archive.binding.statistics_heads import year_of_caption
from archive.indicators import UNIT_WORDS, statistic_head
from archive.labels import normal, row_key
from archive.models import GridCell, Number
from archive.numbers import UNTOLD, read_value

_ODD, _ODD_IN_PLACE = 0.25, 0.5  # of the columns: what may stand there beside values, misread or in words
_ENOUGH = 0.5  # of the columns: a row with fewer cells is no second row of values
_SECOND = "a second row of values stands under the head of section four"
_LABEL = "the label before the row is in no list; the figures may be of another body or time"


@dataclass
class SectionFour:
    """The head of section four while it is in force, and the row read under it.

    The row waits for the ones below: they tell whether it only numbers the columns, and whether it is the only one.
    `year` is what its label or the line above it says it is of.
    """

    ledger: Ledger
    head: Head | None = None
    read: RowRead | None = None
    year: int | None = None
    doubts: tuple[str, ...] = ()

    def open(self, head: Head | None) -> None:
        """Take a new head, which ends what stood under the one before."""
        self.close()
        self.head = head if head is not None and head.kind == "review" else None

    def take(self, row: Sequence[GridCell]) -> bool:
        """Read a row of values; False when it is none, or one too many."""
        if self.head is None:
            return False
        parted = without_sides(row, self.head)
        labels, values = _parted(parted.row, self.head)
        if not _is_row(values, self.head) or (labels and (is_blank(values) or any(row_key(c.text) for c in labels))):
            self.year = year_of_caption(row) if self.read is None else self.year
            return False
        if self.read is not None and not self._gives_way(self.read, values):
            return False
        is_second = self.read is not None and not _numbers_columns(self.read.values)
        self.ledger.leftover(parted.beyond)
        self._hold(labels, values, self.head, parted.doubt or (_SECOND if is_second else ""))
        return True

    def _gives_way(self, first: RowRead, values: Sequence[GridCell]) -> bool:
        """Whether the row above only numbers the columns, or nothing in it can be read.

        Of two rows that differ nobody can tell which is the report's.
        """
        if is_blank(values) or len(values) < _ENOUGH * len(first.columns):
            return False
        if _numbers_columns(first.values) or (not _says(first.values) and _says(values)):
            self.ledger.leftover(first.values)
            return True
        if [normal(c.text) for c in values] != [normal(c.text) for c in first.values]:
            self.doubts = tuple(dict.fromkeys((*self.doubts, _SECOND)))
        return False

    def _hold(self, labels: Sequence[GridCell], values: Sequence[GridCell], head: Head, doubt: str) -> None:
        assigned = assign_row(values, head, head.columns, _holds)
        self.read = RowRead("", "", head, head.columns, assigned, values)
        named = [statistic_head(cell.text) or "" for cell in labels]
        self.year = next((int(name) for name in named if name.isdigit()), self.year)
        unknown = "" if all(map(_is_plain, labels)) else _LABEL
        self.doubts = tuple(filter(None, (doubt, unknown)))

    def close(self) -> None:
        """Record the row; its head is no longer in force."""
        if self.read is not None:
            ids = [column.key for column in self.read.columns]
            self.ledger.record(self.read)
            for doubt in self.doubts:
                self.ledger.note_doubtful(ids, doubt)
            if self.year is not None:
                self.ledger.note_year(self.year, ids)
        self.head, self.read, self.year, self.doubts = None, None, None, ()


def _parted(row: Sequence[GridCell], head: Head) -> tuple[Sequence[GridCell], Sequence[GridCell]]:
    """The labels left of the first head and the values; a label that moved the values along stands under it."""
    start = head.columns[0].start
    left = [c for c in row if head.aligned and c.column + c.width <= start]
    labels = [c for c in left if _is_word(c)]
    if labels and len(labels) == sum(bool(normal(c.text)) for c in left):
        return labels, row[len(left) :]
    if len(row) == len(head.columns) + 1 and _is_word(row[0]) and not any(map(_is_word, row[1:])):
        return row[:1], row[1:]
    return (), row


def _is_word(cell: GridCell) -> bool:
    return read_value(cell.text).state == "text"


def _is_row(values: Sequence[GridCell], head: Head) -> bool:
    """Whether these may be the values: as many as there are columns, or each under its own, where some are odd."""
    odd = [cell for cell in values if normal(cell.text) and not is_value(cell)]
    most = _ODD_IN_PLACE if head.aligned and len(values) == len(head.columns) else _ODD
    if any(row_key(cell.text) for cell in odd) or len(odd) > most * len(head.columns):
        return False
    if odd or all(normal(cell.text) in ("", UNTOLD) for cell in values):
        return len(values) == len(head.columns) or (bool(odd) and _in_place(values, head))
    return bool(values)


def _in_place(values: Sequence[GridCell], head: Head) -> bool:
    """Whether each cell that is not empty stands under one column, and no other stands there."""
    found = [under(cell, head.columns) for cell in values if normal(cell.text)]
    keys = [columns[0].key for columns in found if len(columns) == 1]
    return head.aligned and len(keys) == len(found) == len(set(keys))


def _is_plain(label: GridCell) -> bool:
    """Whether a label says no more than that values stand behind it, or of which year they are."""
    name = statistic_head(label.text)
    return name == "year" or (name or "").isdigit() or normal(label.text).removesuffix("数") in UNIT_WORDS


def _says(values: Sequence[GridCell]) -> bool:
    """Whether a row holds a number."""
    return any(read_value(cell.text).state == "number" for cell in values)


def _numbers_columns(values: Sequence[GridCell]) -> bool:
    """Whether a row only counts its cells: 1, 2, 3 and so on."""
    return [read_value(cell.text).number for cell in values] == list(range(1, len(values) + 1))


def _holds(values: dict[str, Number | None]) -> bool:
    """Whether the sums of the three routes hold, as far as their totals are printed."""
    sums: dict[str, Number] = {}
    for key, value in values.items():
        route, _, outcome = key.rpartition(".")
        if outcome != "total":
            sums[route] = sums.get(route, 0) + (value or 0)
    return all(values.get(f"{route}.total") in (None, total) for route, total in sums.items())
