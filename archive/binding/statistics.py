"""Walks the tables of a statistics form: an indicator, its unit and its values a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.binding.assign import Assigned, assign
from archive.binding.heads import Column, Head
from archive.binding.ledger import Ledger, RowRead, cell_id
from archive.binding.rows import is_blank, is_value
from archive.binding.statistics_heads import (
    SIDE,
    Part,
    build,
    is_known,
    is_unknown_head,
    year_of_caption,
)
from archive.binding.statistics_rows import Row, blocks, count_behind, list_of, split
from archive.indicators import UNIT_WORDS, begins_indicator, indicator_keys, plain, within
from archive.labels import LONGEST_LABEL, normal
from archive.models import GridCell, Table
from archive.numbers import NOT_APPLICABLE, read_value
from archive.template import statistic_groups

LOCAL = "stats.local"
_SHIFTED = "units and figures do not stand under their heads"
_STRANGE = "the head of this column is in no list; the cell is named after it"
_BESIDE = "a column whose head is in no list stands beside; the other may be a part of what it counts"
_UNKNOWN_HEAD = "the head above is in no list; the figures are taken for those of the year"
_NO_HEAD = Head("statistics", (Column("year", 0, 1),), aligned=False, right=0)
_MORE = "rows have more cells than the head has columns"


@dataclass
class _Read:
    """A row that was read and is not yet recorded: the rest of its label may stand below."""

    label: str
    row: Row
    behind: Row
    part: Part | None
    most: int  # cells with something in them behind a label, in the fullest row under the same head
    doubt: str
    year: int | None

    @property
    def stub(self) -> Row:
        """The cells before the values."""
        behind = {id(cell) for cell in self.behind}
        return [cell for cell in self.row if id(cell) not in behind and normal(cell.text)]


@dataclass
class Side:
    """One list of indicators: its columns, the row above, which says the group, and a row that waits."""

    part: Part | None = None
    force: str | None = None
    most: int = 0
    doubt: str = ""  # why a table without a head may have other figures
    held: _Read | None = None
    dangling: Row = ()  # a row without values whose label goes on below


@dataclass
class Statistics:
    """State that outlives a row. A head stays in force over the end of its table: a page break cuts it in two."""

    ledger: Ledger
    sides: list[Side] = field(default_factory=lambda: [Side()])
    is_open: bool = False
    year: int | None = None  # what the caption of the table says

    def bind(self, table: Table) -> None:
        """Bind all rows of a table."""
        self.is_open = True
        for heads, rows in blocks(table):
            if heads:
                self._head(build(heads, aligned=table.aligned))
            else:
                self._above([row for _, row in rows])
            for side in self.sides:
                side.most = max((count_behind(r, list_of(side.part, row), side.part) for r, row in rows), default=0)
            for r, row in rows:
                for side in self.sides:
                    self._row(side, r, list_of(side.part, row))

    def close(self) -> None:
        """Record what still waits; the next table has nothing to do with those before."""
        for side in self.sides:
            self._release(side)
            self._give_up(side)
        self.sides, self.is_open, self.year = [Side()], False, None

    def _above(self, rows: Sequence[Row]) -> None:
        """What stands above the first indicator without being a known head: a caption, or a head of other words."""
        for row in rows:
            if any(indicator_keys(cell.text) for cell in row):
                return
            self.year = year_of_caption(row) or self.year
            if is_unknown_head(row):
                for side in self.sides:
                    side.doubt = "" if side.part else _UNKNOWN_HEAD

    def _head(self, parts: Sequence[Part]) -> None:
        """A head printed again goes on with the lists above; another one begins new lists."""
        if len(parts) == len(self.sides):
            for side, part in zip(self.sides, parts, strict=True):
                side.part = part
            return
        year = self.year
        self.close()
        self.is_open, self.year = True, year
        self.sides = [Side(part) for part in parts] or [Side()]

    def _row(self, side: Side, r: int, row: Row) -> None:
        labels, behind = split(r, row, side.part)
        if not labels:
            if any(is_value(cell) for cell in row if cell.row == r):
                self.ledger.leftover(row)
            return
        label = labels[-1].text
        if not indicator_keys(label):
            joined = "".join(cell.text for cell in labels)
            label = joined if indicator_keys(joined) else label
        if is_blank(behind) and not indicator_keys(label) and self._cut(side, label, labels):
            return
        if side.dangling:
            whole = side.dangling[-1].text + label
            if not indicator_keys(label) and indicator_keys(whole):
                label, side.dangling = whole, ()
            self._give_up(side)
        self._release(side)
        year = (side.part.year if side.part else None) or self.year
        side.held = _Read(label, row, behind, side.part, side.most, side.part.doubt if side.part else side.doubt, year)

    def _cut(self, side: Side, label: str, labels: Sequence[GridCell]) -> bool:
        """Whether a label without values is the end of the one above, or the beginning of the one below."""
        if side.held and indicator_keys(side.held.label + label):
            side.held.label += label
            return True
        if not begins_indicator(label):
            return False
        self._release(side)
        self._give_up(side)
        side.dangling = labels[-1:]
        return True

    def _give_up(self, side: Side) -> None:
        if side.dangling:
            self.ledger.leftover(side.dangling)
        side.dangling = ()

    def _release(self, side: Side) -> None:
        """Record the row that was held."""
        if side.held is None:
            return
        read, side.held = side.held, None
        keys = indicator_keys(read.label)
        key = within(keys, side.force)
        if keys and key is None:
            self.ledger.leftover(read.row)  # the same words stand in several groups, and none is in force
            return
        side.force = key or (side.force if normal(read.label).startswith("其中") else None)
        if key is None:
            key = self._local(read)
        if key is not None:
            self._record(key, read)

    def _local(self, read: _Read) -> str | None:
        """The name of a row no form has; None where the row is none."""
        label = plain(read.label)
        said = [cell for cell in read.behind if normal(cell.text)]
        if not said:
            if any(ch.isdigit() for ch in label):
                self.ledger.leftover(read.row)
            return None
        if len(label) > LONGEST_LABEL or not any(is_value(c) or normal(c.text) in UNIT_WORDS for c in said):
            self.ledger.leftover(read.row)
            return None
        if all(normal(cell.text) in NOT_APPLICABLE for cell in said):
            return None  # the head of a group
        return f"{LOCAL}.{label}"

    def _record(self, key: str, read: _Read) -> None:
        if read.part is None:
            self._without_head(key, read)
            return
        columns = _columns(read.part, read.behind)
        assigned = assign(read.behind, read.part.head, columns, lambda _: True)
        unit = assigned.cells.get("unit")
        said = _unit(unit.text) if unit else _unit_in(read.label)
        made = {cell_id(key, name): cell for name, cell in assigned.cells.items() if name not in SIDE}
        if key in statistic_groups() and not any(read_value(cell.text).state == "number" for cell in made.values()):
            return
        self.ledger.rows.append(RowRead(key, read.label, read.part.head, columns, assigned, read.behind, read.stub))
        for name, cell in made.items():
            self.ledger.add(name, cell, said)
        if opened := [cell_id(key, name) for name in assigned.open if name not in SIDE]:
            self.ledger.add_unreadable(opened, read.behind, {})
        used = [id(cell) for cell in assigned.cells.values()]
        if rest := [cell for cell in read.behind if id(cell) not in used and normal(cell.text)]:
            self.ledger.leftover(rest)
        self._note_doubts(key, columns, assigned, read)

    def _note_doubts(self, key: str, columns: Sequence[Column], assigned: Assigned, read: _Read) -> None:
        values = [cell_id(key, column.key) for column in columns if column.key not in SIDE]
        strange = [column.key for column in columns if not is_known(column.key)]
        others = [name for name in values if name not in {cell_id(key, column) for column in strange}]
        counts = any(
            read_value(assigned.cells[name].text).state != "text" for name in strange if name in assigned.cells
        )
        doubts = (assigned.reason, _shifted(assigned), _MORE if read.most > len(columns) else "", read.doubt)
        for reason in filter(None, doubts):
            self.ledger.note_doubtful(values, reason)
        if strange:
            self.ledger.note_doubtful([cell_id(key, name) for name in strange], _STRANGE)
        if counts and others:
            self.ledger.note_doubtful(others, _BESIDE)
        if read.year:
            self.ledger.note_year(read.year, values)

    def _without_head(self, key: str, read: _Read) -> None:
        """A table without a head: an indicator, perhaps its unit, and one value."""
        behind = read.behind
        unit = next((cell for cell in behind[:1] if normal(cell.text) in UNIT_WORDS), None)
        rest = [cell for cell in behind if cell is not unit]
        said = [cell for cell in rest if normal(cell.text)]
        if key in statistic_groups() and not any(read_value(cell.text).state == "number" for cell in said):
            return
        if len(rest) == 1:
            assigned = Assigned({"year": rest[0]})
            self.ledger.rows.append(RowRead(key, read.label, _NO_HEAD, _NO_HEAD.columns, assigned, rest, read.stub))
            self.ledger.add(key, rest[0], _unit(unit.text) if unit else None)
            if read.doubt:
                self.ledger.note_doubtful([key], read.doubt)
            if read.year:
                self.ledger.note_year(read.year, [key])
        elif rest:
            self.ledger.add_unreadable([key], said or rest, {})


def _shifted(assigned: Assigned) -> str:
    """Why units and figures may have changed places."""
    for name, cell in assigned.cells.items():
        is_unit = normal(cell.text) in UNIT_WORDS
        if (is_unit and name not in SIDE) or (name == "unit" and read_value(cell.text).state == "number"):
            return _SHIFTED
    return ""


def _columns(part: Part, behind: Row) -> Sequence[Column]:
    """The columns of a row; one of remarks at the end may be left out."""
    columns = part.head.columns
    if columns[-1:] and columns[-1].key == "remark" and len(behind) < len(columns):
        return columns[:-1]
    return columns


def _unit(text: str) -> str | None:
    unit = normal(text)
    return unit if unit and unit not in NOT_APPLICABLE and len(unit) <= 4 else None


def _unit_in(label: str) -> str | None:
    """The unit a label states in brackets at its end."""
    remark = normal(label).rpartition("（")[2].removesuffix("）").removeprefix("单位：")
    return remark if remark in UNIT_WORDS else None
