"""Walks the tables of a report row by row and binds each value to its cell of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.binding.assign import assign, assign_row
from archive.binding.beside import sides, without_sides
from archive.binding.heads import Column, Head, HeadCell, Kind, build, recognise, repeats
from archive.binding.ledger import Ledger, RowRead
from archive.binding.rows import (
    exact_key,
    has_nothing_of_its_own,
    is_blank,
    is_label_start,
    is_number,
    key_of,
    may_go_on,
    split,
)
from archive.binding.section_four import SectionFour
from archive.binding.statistics import Statistics
from archive.binding.statistics_heads import is_statistics
from archive.labels import normal, row_key, split_unit, vocabulary
from archive.models import GridCell, Number, Table
from archive.template import application_columns, application_rows, disclosure_columns

_END_OF_LABEL = "the label may be a part of one, and its figures stand in the row above or below"
_NO_HEAD = "the head is missing; the columns are taken in the order of the form"


@dataclass
class Binder:
    """State that outlives a row: the head in force, and the row a page break may have cut.

    A head stays in force over the end of its table, because a page break cuts one table in two.
    """

    ledger: Ledger = field(default_factory=Ledger)
    head: Head | None = None
    pending: list[HeadCell] = field(default_factory=list)
    pending_kind: Kind | None = None
    right: int = 0  # where the rows of the pending head end
    sides: list[GridCell] = field(default_factory=list)  # heads of columns without values, in the pending head
    held: RowRead | None = None
    dangling: Sequence[GridCell] = ()  # a row without values whose label may go on below
    line: int = 0
    statistics: Statistics = field(init=False)
    section_four: SectionFour = field(init=False)

    def __post_init__(self) -> None:
        """The other forms of rows share the ledger."""
        self.statistics = Statistics(self.ledger)
        self.section_four = SectionFour(self.ledger)

    def bind(self, tables: Iterable[Table]) -> Ledger:
        """Bind all rows of all tables, in document order."""
        for table in tables:
            self._flush_head(aligned=table.aligned)
            if is_statistics(table, goes_on=self.statistics.is_open):
                self.statistics.bind(table)
                continue
            self.statistics.close()
            for r, row in enumerate(table.rows):
                self.line += 1
                self._row(r, row, aligned=table.aligned)
        self._flush_head(aligned=True)
        self._release()
        self.section_four.close()
        self._give_up()
        self.statistics.close()
        return self.ledger

    def _row(self, r: int, row: Sequence[GridCell], *, aligned: bool) -> None:
        if has_nothing_of_its_own(r, row):
            return
        if recognised := recognise(row, self.line):
            self._head_row(*recognised, row, aligned=aligned)
        elif is_blank(row):
            self._flush_head(aligned=aligned)
            self._review_row(row)
        elif not self._caption(row, aligned=aligned):
            self._flush_head(aligned=aligned)
            if not self._review_row(row) and not self._data_row(r, row):
                self._doubt_blank()
                self.ledger.leftover(row)

    def _review_row(self, row: Sequence[GridCell]) -> bool:
        """Read the row of section four; its head gives way to none, so that rows without one are told."""
        if not self.section_four.take(row):
            return False
        self._release()
        self.head = None
        return True

    def _head_row(self, kind: Kind, cells: list[HeadCell], row: Sequence[GridCell], *, aligned: bool) -> None:
        if kind != self.pending_kind or kind == "disclosure" or repeats(kind, self.pending, cells):
            self._flush_head(aligned=aligned)
        self.pending_kind = kind
        self.pending.extend(cells)
        self.right = max(self.right, *(c.column + c.width for c in row))
        self.sides.extend(sides(row))
        self.ledger.saw_heads(split_unit(normal(h.cell.text))[0] for h in cells)
        self.ledger.leftovers_in_head(row)

    def _caption(self, row: Sequence[GridCell], *, aligned: bool) -> bool:
        """A caption opens a block: the head of the block before is no longer in force."""
        captions = vocabulary().captions
        if not all(normal(c.text) in captions or not normal(c.text) for c in row):
            return False
        self._flush_head(aligned=aligned)
        self._open(None)
        return True

    def _flush_head(self, *, aligned: bool) -> None:
        if self.pending_kind is None:
            return
        head = build(self.pending_kind, self.pending, aligned=aligned, right=self.right, sides=self.sides)
        if head is None and self.pending:
            self.ledger.note_head([h.cell for h in self.pending])
        self._open(head)
        self.pending, self.pending_kind, self.right, self.sides = [], None, 0, []

    def _open(self, head: Head | None) -> None:
        self.head = head
        self.section_four.open(head)

    def _data_row(self, r: int, row: Sequence[GridCell]) -> bool:
        """Read a row of values; False when it is none that can be placed."""
        row, beyond, doubt, unit = without_sides(row, self.head)
        parts = split(r, row, self.head)
        if parts is None:
            return False
        labels, values = parts
        if is_blank(values) and (self._completes(labels) or self._begins(row, labels)):
            return True
        self._take_back(labels[-1].text)
        key = key_of(labels, "".join(c.text for c in self.dangling))
        stub = labels
        if key and self.dangling and exact_key(labels[-1].text) is None:
            stub, self.dangling = [*self.dangling, *labels], ()  # the label it began
        self._give_up()
        self._imply_head(key, values)
        columns = self._columns(key)
        if key is None or not columns or self.head is None:
            return self._hold_begun(row, labels, values)
        assigned = assign_row(values, self.head, columns, lambda v: _row_holds(key, v))
        if is_blank(values) and exact_key(labels[-1].text) is None and len(stub) == len(labels):
            doubt = _END_OF_LABEL
        if doubt:
            assigned = assigned._replace(doubtful=tuple(assigned.cells), reason=doubt)
        self._release()
        self.held = RowRead(key, labels[-1].text, self.head, columns, assigned, values, stub, unit=unit)
        self.ledger.leftover(beyond)
        return True

    def _imply_head(self, key: str | None, values: Sequence[GridCell]) -> None:
        """Rows of section three whose head is lost: the columns are those of every form, which stays doubtful."""
        columns = application_columns()
        wanting = self.head is None or self.head.kind == "disclosure"
        if wanting and key in application_rows() and len(values) == len(columns):
            made = tuple(Column(name, i, i + 1) for i, name in enumerate(columns))
            self.head = Head("applications", made, aligned=False, right=len(made), doubt=_NO_HEAD)

    def _doubt_blank(self) -> None:
        """A row that cannot be placed may hold the rest of the label above, and the figures of its empty cells."""
        if self.held and is_blank(self.held.values) and may_go_on(self.held.label):
            assigned = self.held.assigned
            doubted = assigned._replace(doubtful=tuple(assigned.cells), reason=_END_OF_LABEL)
            self.held = self.held._replace(assigned=doubted)

    def _take_back(self, label: str) -> None:
        """A row without values was only the beginning of a label if it and this one make a known one together."""
        above = self.held
        if above and above.stub and is_blank(above.values) and not exact_key(label) and exact_key(above.label + label):
            self.dangling, self.held = above.stub[-1:], None

    def _hold_begun(self, row: Sequence[GridCell], labels: Sequence[GridCell], values: Sequence[GridCell]) -> bool:
        """Whether the label of a row of values is cut off: the rest of it may stand below, alone."""
        label = labels[-1].text
        begins = is_label_start(label) or is_number(label)
        if self.head is None or self.head.kind != "applications" or row_key(label) or not begins:
            return False
        assigned = assign(values, self.head, self.head.columns, lambda v: _row_holds("applications.", v))
        self._release()
        self.held = RowRead("", label, self.head, self.head.columns, assigned, values, labels, row)
        return True

    def _completes(self, labels: Sequence[GridCell]) -> bool:
        """Whether a row without values is the rest of the label of the row above; that may change its meaning."""
        if self.held is None or not self._goes_on(labels[:-1]):
            return False
        label = self.held.label + labels[-1].text
        key = exact_key(label)
        if key is None or key not in application_rows() or self.held.head.kind != "applications":
            return False
        stub = [*self.held.stub, *labels]
        self.held = self.held._replace(key=key, label=label, stub=stub, begun=())
        return True

    def _goes_on(self, labels: Sequence[GridCell]) -> bool:
        """Whether labels to the left of the last are the rests of those beside the label of the row above."""
        above = {cell.column for cell in self.held.stub} if self.held else set()
        return all(cell.column in above for cell in labels)

    def _begins(self, row: Sequence[GridCell], labels: Sequence[GridCell]) -> bool:
        """Whether a row without values is the beginning of a label that goes on in the next row."""
        own = labels[-1].text
        if exact_key(own) or not is_label_start(own):
            return False
        self._give_up()
        self.dangling = [c for c in row if c is labels[-1]]
        return True

    def _give_up(self) -> None:
        """What began like a label and did not go on is left over."""
        if self.dangling:
            self.ledger.leftover(self.dangling)
        self.dangling = ()

    def _columns(self, key: str | None) -> Sequence[Column]:
        if key is None or self.head is None:
            return ()
        if self.head.kind == "applications":
            return self.head.columns if key in application_rows() else ()
        allowed = disclosure_columns().get(key, frozenset())
        if self.head.kind != "disclosure":
            return ()
        return [c for c in self.head.columns if c.key in allowed]

    def _release(self) -> None:
        """Record the row that was held."""
        if self.held is None:
            return
        read, self.held = self.held, None
        if read.begun:
            self.ledger.leftover(read.begun)
            return
        self.ledger.record(read)


def _row_holds(key: str, values: dict[str, Number | None]) -> bool:
    """Whether the sum of a row of section three holds; true where there is none."""
    if not key.startswith("applications.") or values.get("total") is None:
        return True
    return values["total"] == sum(v or 0 for c, v in values.items() if c != "total")
