"""What stands above, within and below a table, and what it says: that the table is of another year or body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import PurePosixPath

from archive.about import announces, goes_on, is_note, is_other_body, speaks_of, years_of
from archive.binding.heads import recognise
from archive.binding.statistics_heads import is_statistics
from archive.indicators import indicator_keys
from archive.labels import exact_row, normal, split_number, split_unit, vocabulary
from archive.loose_rows import PAGE_NUMBER
from archive.models import Block, Cell, Document, GridCell, Paragraph, Table
from archive.numbers import read_value
from archive.sections import heading_key
from archive.titles import Title, read_title

_LONGEST = 60  # characters; what is longer is prose
_SHORT = 40  # of a line that stands between a caption and its table
_MOST_BETWEEN = 4  # lines above a table that may be about it
_ENDS = "。；"
_LONGEST_TITLE = 80

Said = tuple[list[str], str]  # cells, and what is said of them


def foreign_tables(
    documents: Sequence[Document], cells: Iterable[Cell], agency: str | None, year: int | None
) -> Iterator[Said]:
    """The cells of each table that something about it says is of something else than `agency` and `year`."""
    names: dict[int, list[str]] = {}
    for cell in cells:  # a cell keeps the very place of the table's cell it was read from
        names.setdefault(id(cell.place), []).append(cell.id)
    for i, document in enumerate(documents):
        walk = _Walk(names, agency, year, begun=i > 0)
        for _, blocks in groupby(document.blocks, lambda b: (b.place.get("member"), b.place.get("sheet"))):
            yield from walk.through(list(blocks))


@dataclass
class _Walk:
    """The way through a document: the lines since the last table, and what is in force from before them."""

    names: Mapping[int, list[str]]
    agency: str | None
    year: int | None
    above: list[str] = field(default_factory=list)  # since the last table
    title: str = ""  # what the last title of a report says, where it is another report's
    begun: bool = False  # whether the report has begun, so that another's title opens another report
    open: str = ""  # what holds at the end of the last table
    kind: str | None = None  # of the last table
    run: str | None = None  # what is said of the rows that stand as paragraphs, while there are such

    def through(self, blocks: Sequence[Block]) -> Iterator[Said]:
        """The blocks of one file or sheet; lines of another are about other tables."""
        self.above, self.title, self.open, self.run = [], "", "", None
        for i, block in enumerate(blocks):
            if isinstance(block, Table):
                self.run = None
                yield from self._table(block, blocks[i + 1] if i + 1 < len(blocks) else None)
            elif names := self.names.get(id(block.place)):
                yield from self._row(names)
            else:
                self._line(block.text)

    def _table(self, table: Table, below: Block | None) -> Iterator[Said]:
        said = self._about(table, below)
        whole = [(self._names(table.rows), said)] if said else []
        yield from ((cells, told) for cells, told in (*whole, *self._within(table)) if cells)
        self.above, self.begun = [], True
        self.kind = _kind(table) or (self.kind if self.open else None)

    def _row(self, names: list[str]) -> Iterator[Said]:
        """A row of a table whose cells, or rows, stand as paragraphs, below others of the form's own words."""
        if self.run is None:
            said = self._above([text for text in self.above if heading_key(text) or not _is_official(text)])
            self.run = self.title or (f"the line above the table {said}" if said else "")
        if self.run:
            yield names, self.run
        self.above = []

    def _line(self, text: str) -> None:
        if PAGE_NUMBER.fullmatch(text.strip()) or not normal(text) or goes_on(text):
            return
        self._title(text)
        self.above.append(text)
        self.begun = self.begun or heading_key(text) is not None
        if self.run is not None and not _is_official(text):
            self.run = None

    def _title(self, text: str) -> None:
        """Another report may begin on the page of this one; its body may stand in the line above its year."""
        own = _report_title(text)
        if own is None:
            return
        joined = _report_title("".join((*self.above[-1:], text)))
        year = own.year or (joined.year if joined else None)
        agency = own.agency or (joined.agency if joined else None)
        if not (year or agency):
            return
        other = self.begun and (self._is_other_year(year) or self._is_other_body(agency))
        whose = " ".join(str(told) for told in (agency, year) if told)
        self.title = f"it stands below the title of another report: {whose}" if other else ""

    def _is_other_year(self, year: int | None) -> bool:
        return bool(year and self.year and year != self.year)

    def _is_other_body(self, agency: str | None) -> bool:
        return bool(agency and self.agency and is_other_body(agency, self.agency))

    def _about(self, table: Table, below: Block | None) -> str:
        """What is said of a whole table; it holds for the next one too, where a page break cuts one in two."""
        cut = self.open if not self.above and _kind(table) in (None, self.kind) else ""
        self.open = self.title or cut or self._around(table, below)
        return self.open

    def _around(self, table: Table, below: Block | None) -> str:
        """What the lines above a table, the note below it, its sheet or its file say."""
        if said := self._above(self.above):
            return f"the line above the table {said}"
        note = below.text if isinstance(below, Paragraph) and is_note(below.text) else ""
        if said := self._says(note):
            return f"the line below the table {said}"
        member = PurePosixPath(str(table.place.get("member", ""))).stem
        for what, name in (("sheet", str(table.place.get("sheet", ""))), ("file", member)):
            if said := self._says(name):
                return f"the name of the {what} {said}"
        return ""

    def _above(self, above: Sequence[str]) -> str:
        """What the nearest lines above say, up to a heading, prose, or the report's own year."""
        for count, text in enumerate(reversed(above[-_MOST_BETWEEN:])):
            line = normal(text).rstrip(_ENDS)
            *before, last = re.split(f"[{_ENDS}]", line)
            if before or len(line) > (_SHORT if count else _LONGEST):
                return self._says(last) if not count and announces(last) else ""
            is_caption = line == normal(text) or announces(line) or is_note(line)
            if is_caption and (said := self._says(line)):
                return said
            if heading_key(text) or self.year in years_of(line, self.year):
                break
        return ""

    def _within(self, table: Table) -> Iterator[Said]:
        """What captions, heads and labels of the table itself say of the rows they are about."""
        texts = {cell.text for row in table.rows for cell in row}
        if not any(len(text) > 1 and self._says(text) for text in texts):
            return
        is_list = is_statistics(table, goes_on=False)
        seen: set[int] = set()
        for r, row in enumerate(table.rows):
            alone = len({normal(c.text) for c in row} - {""}) == 1
            for cell in row:
                if id(cell) in seen or (is_list and not alone) or not _may_speak(cell, alone=alone):
                    continue
                seen.add(id(cell))
                if said := self._says(cell.text):
                    told = f"a line within the table {said}"
                    first, end = self._reach(table, r, cell, is_list=is_list)
                    self.open = told if end == len(table.rows) else self.open
                    yield self._names(table.rows[first:end]), told

    def _reach(self, table: Table, r: int, cell: GridCell, *, is_list: bool) -> tuple[int, int]:
        """The rows a cell of a table is about: those beside it, those above a note, or those below."""
        if self._names(table.rows[r : r + cell.height]):
            return r, r + cell.height
        if is_note(cell.text):
            return 0, r
        for end in range(r + 1, len(table.rows)):
            text, *others = {normal(c.text) for c in table.rows[end]} - {""} or {""}
            begins = heading_key(text) and not is_list  # in a list of indicators these are groups of it
            if not others and (begins or self.year in years_of(text, self.year)):
                return r, end
        return r, len(table.rows)

    def _says(self, text: str) -> str:
        return speaks_of(text, self.agency, self.year) if len(normal(text)) <= _LONGEST else ""

    def _names(self, rows: Iterable[Iterable[GridCell]]) -> list[str]:
        return [name for row in rows for cell in row for name in self.names.get(id(cell.place), ())]


def _report_title(text: str) -> Title | None:
    """What a line says that is the title of a report."""
    title = read_title(text) if len(text) <= _LONGEST_TITLE and "。" not in text else None
    return title if title and title.kind == "report" else None


def _kind(table: Table) -> str | None:
    """Which table of the form the head of a table belongs to; none where it has no head, as below a page break."""
    recognised = recognise(table.rows[0], 0) if table.rows else None
    return recognised[0] if recognised else None


def _may_speak(cell: GridCell, *, alone: bool) -> bool:
    """Whether a cell holds words that are not the form's own; a year alone in its row is a caption."""
    words = normal(cell.text) if alone or read_value(cell.text).state == "text" else ""
    return bool(words) and not _is_official(cell.text)


@lru_cache(maxsize=4096)
def _is_official(text: str) -> bool:
    """Whether a text is a label of the forms."""
    label, known = normal(text), vocabulary()
    core = split_number(label)[1]
    return (
        any(
            core in words or label in words
            for words in (known.captions, known.applicants, known.routes, known.outcomes)
        )
        or split_unit(label)[0] in known.heads
        or exact_row(text) is not None
        or bool(indicator_keys(text))
    )
