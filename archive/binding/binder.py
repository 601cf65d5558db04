"""Walks the tables of a report row by row and binds each value to its cell of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.binding.assign import Assigned, assign
from archive.binding.heads import Column, Head, HeadCell, Kind, build, recognise
from archive.binding.ledger import Ledger
from archive.labels import normal, row_key, split_number, split_unit, vocabulary
from archive.models import GridCell, Number, Table
from archive.numbers import read_value
from archive.template import application_rows, disclosure_columns


@dataclass
class Binder:
    """State that outlives a row: the head in force, and the row a page break may have cut.

    A head stays in force over the end of its table, because a page break cuts one table in two.
    """

    ledger: Ledger = field(default_factory=Ledger)
    head: Head | None = None
    pending: list[HeadCell] = field(default_factory=list)
    pending_kind: Kind | None = None
    last: tuple[str, str, Sequence[Column]] | None = None  # key, label, columns of the row above
    dangling: str = ""
    line: int = 0

    def bind(self, tables: Iterable[Table]) -> Ledger:
        """Bind all rows of all tables, in document order."""
        for table in tables:
            self._flush_head(aligned=table.aligned)
            for r, row in enumerate(table.rows):
                self.line += 1
                self._row(r, row, aligned=table.aligned)
        self._flush_head(aligned=True)
        return self.ledger

    def _row(self, r: int, row: Sequence[GridCell], *, aligned: bool) -> None:
        if _has_nothing_of_its_own(r, row):
            return
        if recognised := recognise(row, self.line):
            kind, cells = recognised
            if kind != self.pending_kind or kind == "disclosure":
                self._flush_head(aligned=aligned)
            self.pending_kind = kind
            self.pending.extend(cells)
            self.ledger.saw_heads(split_unit(normal(h.cell.text))[0] for h in cells)
            self.ledger.leftovers_in_head(row)
        elif _is_blank(row):
            self._flush_head(aligned=aligned)
            self._review_row(row)
        elif not self._caption(row, aligned=aligned):
            self._flush_head(aligned=aligned)
            if not self._data_row(r, row):
                self._unplaced(row)

    def _caption(self, row: Sequence[GridCell], *, aligned: bool) -> bool:
        """A caption opens a block: the head of the block before is no longer in force."""
        captions = vocabulary().captions
        if not all(normal(c.text) in captions or not normal(c.text) for c in row):
            return False
        self._flush_head(aligned=aligned)
        self.head = None
        return True

    def _flush_head(self, *, aligned: bool) -> None:
        if self.pending_kind is None:
            return
        self.head = build(self.pending_kind, self.pending, aligned=aligned)
        if self.head is None and self.pending:
            self.ledger.note_head([h.cell for h in self.pending])
        self.pending, self.pending_kind = [], None

    def _data_row(self, r: int, row: Sequence[GridCell]) -> bool:
        """Bind a row of values; False when it is none that can be placed."""
        at = _label_at(r, row)
        if at is None:
            return self._review_row(row)
        label, values = row[at].text, _values(row, at, self.head)
        key = (self.dangling and _exact_row(self.dangling + label)) or row_key(label)
        self.dangling = ""
        columns = self._columns(key)
        if key is None or not columns or self.head is None:
            return False
        self.last = (key, label, columns)
        assigned = assign(values, self.head, columns, lambda v: _row_holds(key, v))
        self._record(key, columns, assigned, values)
        return True

    def _columns(self, key: str | None) -> Sequence[Column]:
        if key is None or self.head is None:
            return ()
        if self.head.kind == "applications":
            return self.head.columns if key in application_rows() else ()
        allowed = disclosure_columns().get(key, frozenset())
        if self.head.kind != "disclosure":
            return ()
        return [c for c in self.head.columns if c.key in allowed]

    def _review_row(self, row: Sequence[GridCell]) -> bool:
        """The one row of section four has no label: all its cells are values, or all are empty."""
        if self.head is None or self.head.kind != "review":
            return False
        if not all(_is_value(c) or not normal(c.text) for c in row):
            return False
        if _is_blank(row) and len(row) != len(self.head.columns):
            return False
        assigned = assign(row, self.head, self.head.columns, _review_holds)
        self._record("", self.head.columns, assigned, row)
        self.head = None
        return True

    def _record(self, key: str, columns: Sequence[Column], assigned: Assigned, values: Sequence[GridCell]) -> None:
        frame = "{}" if not key else f"{key}[{{}}]" if key.startswith("applications.") else f"{key}.{{}}"
        units = {c.key: c.unit for c in columns}
        for column, cell in assigned.cells.items():
            self.ledger.add(frame.format(column), cell, units[column])
        names = [frame.format(c) for c in assigned.open]
        if names:
            self.ledger.add_unreadable(names, values, {frame.format(c): u for c, u in units.items()})
        if assigned.doubtful:
            self.ledger.note_doubtful([frame.format(c) for c in assigned.doubtful])
        if assigned.surplus and not names:
            self.ledger.note_surplus([frame.format(c.key) for c in columns], len(values))

    def _unplaced(self, row: Sequence[GridCell]) -> None:
        """A row no rule binds: the rest of a label cut by a page break, or a leftover."""
        texts = [c.text for c in row if c.text.strip() and not _is_value(c)]
        numbers = any(_is_value(c) for c in row)
        own = "".join(texts)
        if len(texts) == 1 and self._completes(own) and not numbers:
            return
        if len(texts) == 1 and not numbers and _is_label_start(own):
            self.dangling = own
        self.ledger.leftover(row)

    def _completes(self, rest: str) -> bool:
        """Whether `rest` is what is missing from the label of the row above."""
        if self.last is None:
            return False
        key, label, _ = self.last
        return _exact_row(label + rest) == key


def _has_nothing_of_its_own(r: int, row: Sequence[GridCell]) -> bool:
    """Nothing beside the lower parts of cells above, or one empty cell that only keeps rows apart."""
    own = [c for c in row if c.row == r]
    return (len(own) < len(row) or len(own) <= 1) and _is_blank(own)


def _is_blank(row: Sequence[GridCell]) -> bool:
    return not any(normal(cell.text) for cell in row)


def _exact_row(label: str) -> str | None:
    return vocabulary().rows.get(split_number(normal(label))[1])


def _is_value(cell: GridCell) -> bool:
    return read_value(cell.text).state in ("number", "not_applicable", "unreadable")


def _label_at(r: int, row: Sequence[GridCell]) -> int | None:
    """The index of the row's own head: the last known label before its values.

    A group label that spans several rows is none: the cell beside it should be, and when that is
    empty or damaged the row cannot be told.
    """
    at = None
    for i, cell in enumerate(row):
        if _is_value(cell):
            break
        if row_key(cell.text):
            at = i
    if at is None:
        return None
    own = row[at]
    if own.row != r or any(c.height < own.height for c in row[at + 1 :]):
        return None
    beyond = [c for c in row[at + 1 :] if c.text.strip() and not _is_value(c)]
    return None if any(read_value(c.text).state == "text" and _wordy(c.text) for c in beyond) else at


def _wordy(text: str) -> bool:
    """Text that looks like a label rather than a value with a remark."""
    return not any(ch.isdigit() for ch in normal(text)) and len(normal(text)) > 4


def _is_label_start(text: str) -> bool:
    start = split_number(normal(text))[1]
    return bool(start) and any(word.startswith(start) for word in vocabulary().rows)


def _values(row: Sequence[GridCell], at: int, head: Head | None) -> Sequence[GridCell]:
    """The cells after the row's label, without empty stub cells left of the first head."""
    values = row[at + 1 :]
    if head is not None and head.aligned:
        first = head.columns[0].start
        while values and values[0].column + values[0].width <= first and not values[0].text.strip():
            values = values[1:]
    return values


def _row_holds(key: str, values: dict[str, Number | None]) -> bool:
    if not key.startswith("applications.") or values.get("total") is None:
        return True
    return values["total"] == sum(v or 0 for c, v in values.items() if c != "total")


def _review_holds(values: dict[str, Number | None]) -> bool:
    routes = {key.rpartition(".")[0] for key in values}
    for route in routes:
        total = values.get(f"{route}.total")
        parts = [v or 0 for k, v in values.items() if k.startswith(f"{route}.") and k != f"{route}.total"]
        if total is not None and total != sum(parts):
            return False
    return True
