"""What binding has found so far: cells, what is left over, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from archive.binding.assign import Assigned
from archive.binding.broken_figures import joined
from archive.binding.heads import Column, Head
from archive.binding.rows import ANYWHERE
from archive.binding.run_together import RunTogether, cut_apart
from archive.counted import counted
from archive.labels import normal, split_number
from archive.models import MOST_NAMED, Cell, Finding, GridCell, Leftover, cell_of
from archive.numbers import read_value
from archive.template import disclosure_blocks

_ONE_BLANK = "it is printed twice, and blank in one of the two"
_YEARS = re.compile(r"20\d{2}(?=年)")
_UNSURE_COPY = "a row that may be of another table says otherwise"
_TWO_ROWS = "one printed cell stands in both rows"


class RowRead(NamedTuple):
    """A row that was read: its key (empty in section four) and label, the head above, what stands where.

    `stub` are the cells of the label. Until it is recorded the rest of its label may stand below a page break.
    """

    key: str
    label: str
    head: Head
    columns: Sequence[Column]
    assigned: Assigned
    values: Sequence[GridCell]
    stub: Sequence[GridCell] = ()
    begun: Sequence[GridCell] = ()  # the whole row, while its label is only the beginning of one
    unit: str | None = None  # printed beside the values

    def cell_id(self, column: str) -> str:
        """The name of the cell in a column."""
        return cell_id(self.key, column)

    @property
    def doubt(self) -> str:
        """Why the head the row was read under may not be the row's."""
        if self.head.kind != "disclosure":
            return self.head.doubt
        keys = frozenset(c.key for c in self.columns)
        if len(keys) == len(self.head.columns) and (self.key, keys) in disclosure_blocks():
            return ""
        return "the head above has not the columns of this row"


@lru_cache(maxsize=4096)
def cell_id(row: str, column: str) -> str:
    """The name of the cell where a row and a column of a form meet.

    >>> cell_id("applications.new", "total")
    'applications.new[total]'
    """
    if not row:
        return column
    if row.startswith("stats."):
        return row if column == "year" else f"{row}[{column}]"
    return f"{row}[{column}]" if row.startswith("applications.") else f"{row}.{column}"


def is_sure(read: RowRead) -> bool:
    """Whether a row is surely one of the form: its head is whole, and words of every table have their number."""
    if read.key.rpartition(".")[2] not in ANYWHERE or not read.key.startswith("applications."):
        return not read.head.doubt
    return not read.head.doubt and bool(split_number(normal(read.label))[0])


@dataclass
class Ledger:
    """Cells by id in document order, with everything that must be said about them, and the rows they were read from."""

    cells: dict[str, Cell] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: list[RowRead] = field(default_factory=list)
    run_together: list[RunTogether] = field(default_factory=list)  # rows that may yet be cut apart by their sums
    claimed: dict[int, tuple[GridCell, str]] = field(default_factory=dict)  # merged cells and whose value they are
    unsure: set[str] = field(default_factory=set)  # cells whose row is not certainly the one of the form
    years: dict[int, list[str]] = field(default_factory=dict)  # cells by the year their table says it is of

    def saw_heads(self, labels: Iterable[str]) -> None:
        """Remember normal column heads; the form is chosen by them."""
        self.heads.extend(labels)

    def record(self, read: RowRead) -> None:
        """Bind the cells of a row that was read."""
        self.rows.append(read)
        key, assigned, doubt = read.key, read.assigned, read.doubt
        units = {c.key: read.unit or c.unit for c in read.columns}
        sure = is_sure(read)
        for column, cell in assigned.cells.items():
            self.add(cell_id(key, column), cell, units[column], sure=sure)
        if assigned.open:
            ids = {column: cell_id(key, column) for column in units}
            self.add_unreadable([ids[c] for c in assigned.open], read.values, {ids[c]: u for c, u in units.items()})
        if assigned.doubtful:
            self.note_doubtful([cell_id(key, c) for c in assigned.doubtful], assigned.reason)
        if doubt:
            self.note_doubtful([cell_id(key, c.key) for c in read.columns], doubt)
        if assigned.surplus and not assigned.open:
            self.note_surplus([cell_id(key, c.key) for c in read.columns], len(read.values))

    def add(self, cell_id: str, cell: GridCell, head_unit: str | None, *, sure: bool = True) -> None:
        """Bind one cell of a row that is surely one of the form, or is not.

        A second copy must agree with the first; a blank one has no figure, which leaves a doubt.
        """
        text = cell.text
        state, number, unit = read_value(text)
        new = cell_of((cell_id, text.strip(), number, state, unit or head_unit, cell.place))
        old = self.cells.get(cell_id)
        if old is None and sure:
            self.cells[cell_id] = new  # as nearly always
        elif old is None:
            self._keep(new, sure=sure)
        else:
            self._again(old, new, sure=sure)
        if cell.height > 1 and state != "blank":
            self._claim(cell_id, cell)

    def _again(self, old: Cell, new: Cell, *, sure: bool) -> None:
        """A cell that was read before is printed again."""
        if old.state == "blank":
            self._keep(new, sure=sure)
        elif new.state != "blank" and (new.value, new.state) != (old.value, old.state):
            self._conflict(old, new, sure=sure)
        if (old.state == "blank") != (new.state == "blank"):
            self.note_doubtful((new.id,), _ONE_BLANK)

    def _claim(self, cell_id: str, cell: GridCell) -> None:
        """A number merged over two rows is the number of one of them, or their sum: nobody can tell, but for 0."""
        _, first = self.claimed.setdefault(id(cell), (cell, cell_id))
        if first == cell_id:
            return
        self.note_doubtful((first, cell_id), _TWO_ROWS)
        for key in (first, cell_id):
            old = self.cells[key]
            if old.value:
                self.cells[key] = Cell(key, old.text, None, "unreadable", old.unit, old.place)

    def _keep(self, cell: Cell, *, sure: bool) -> None:
        self.cells[cell.id] = cell
        (self.unsure.discard if sure else self.unsure.add)(cell.id)

    def _conflict(self, old: Cell, new: Cell, *, sure: bool) -> None:
        """Two copies say different things: the one of the row that is surely the form's is kept, with a doubt."""
        if sure == (old.id in self.unsure) and "unreadable" not in (old.state, new.state):
            self._keep(new if sure else old, sure=True)
            self.note_doubtful((old.id,), _UNSURE_COPY)
            return
        both = f"{old.text} | {new.text}"
        self.cells[old.id] = Cell(old.id, both, None, "unreadable", old.unit, old.place)
        message = f"two copies of this cell differ: {old.text!r} and {new.text!r}"
        self.findings.append(Finding("B3", "unknown", "hard", (old.id,), message))

    def add_unreadable(self, ids: Sequence[str], values: Sequence[GridCell], units: dict[str, str | None]) -> None:
        """Record cells that are printed but cannot be told apart."""
        text = " | ".join(v.text.strip() for v in values)
        place = values[0].place if values else {}
        figures = tuple(figure for v in values if (figure := "".join(v.text.split())))
        if len(figures) < len(ids) and all(figure.isascii() and figure.isdecimal() for figure in figures):
            self.run_together.append(RunTogether(tuple(ids), figures, place))
        for cell_id in ids:
            if cell_id not in self.cells:
                self.cells[cell_id] = Cell(cell_id, text, None, "unreadable", units.get(cell_id), place)
        told = counted(len(values), "value stands", "values stand")
        message = f"{told} under these heads; which belongs to which cannot be told"
        finding = Finding("B2", "unknown", "hard", tuple(dict.fromkeys(ids)), message)
        if finding not in self.findings:
            self.findings.append(finding)

    def separate(self) -> None:
        """Cut apart what is run together, and join what is broken, once all rows are known."""
        self.cells, self.findings = cut_apart(self.cells, self.heads, self.run_together, self.findings)
        self.cells, self.findings = joined(self.cells, self.heads, self.findings)
        self.run_together = []

    def note_surplus(self, ids: Sequence[str], count: int) -> None:
        """One value too many was printed, yet every reading gives the same cells."""
        message = f"{count} values under {len(ids)} heads; every way to match them gives these values"
        self.findings.append(Finding("B2", "pass", "soft", tuple(ids), message))

    def note_doubtful(self, ids: Sequence[str], reason: str) -> None:
        """Cells that probably hold these values, though the table does not make it certain; each is named once."""
        said = {cell for f in self.findings if (f.check, f.message) == ("B1", reason) for cell in f.cells}
        ids = [cell for cell in dict.fromkeys(ids) if cell not in said]
        for i, known in enumerate(self.findings):
            if (known.check, known.message) == ("B1", reason) and len(known.cells) + len(ids) <= MOST_NAMED:
                self.findings[i] = replace(known, cells=tuple(dict.fromkeys((*known.cells, *ids))))
                return
        for at in range(0, len(ids), MOST_NAMED):
            self.findings.append(Finding("B1", "unknown", "soft", tuple(ids[at : at + MOST_NAMED]), reason))

    def note_year(self, year: int, ids: Iterable[str]) -> None:
        """Cells of a table that says of which year it is; that it is the report's must be seen later."""
        self.years.setdefault(year, []).extend(ids)

    def compare_years(self, year: int | None) -> None:
        """Doubt the figures of tables, and of rows, that are of another year than the report."""
        for stated, ids in self.years.items():
            if stated != year:
                self.note_doubtful(ids, f"the table is of {stated}, the report of {year or 'an unknown year'}")
        for read in self.rows:
            for stated in _YEARS.findall(normal(read.label)):
                if int(stated) != year and stated not in read.key:
                    ids = [name for column in read.columns if (name := read.cell_id(column.key)) in self.cells]
                    self.note_doubtful(ids, f"the label of the row speaks of {stated}, the report is of {year}")

    def note_head(self, cells: Sequence[GridCell]) -> None:
        """A head whose labels make no table."""
        text = " | ".join(c.text.strip() for c in cells)
        self.leftovers.append(Leftover(cells[0].place, text))

    def leftovers_in_head(self, row: Sequence[GridCell]) -> None:
        """Numbers in a head row belong nowhere."""
        for cell in row:
            if read_value(cell.text).state == "number":
                self.leftovers.append(Leftover(cell.place, cell.text.strip()))

    def leftover(self, row: Sequence[GridCell]) -> None:
        """A row no rule places."""
        texts = [c.text.strip() for c in row]
        if any(texts):
            self.leftovers.append(Leftover(row[0].place, " | ".join(texts)))
