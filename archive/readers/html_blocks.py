"""An element of a page to paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.grid import Span, expand
from archive.models import Block, Paragraph, Place
from archive.numbers import UNTOLD
from archive.readers.embedded import Pictures, data_uri
from archive.readers.html_cells import (
    BLOCK,
    MOST_DEPTH,
    RAISED,
    SKIPPED,
    cell_text,
    is_hidden,
    is_struck,
    raised,
    styled_text,
)
from archive.readers.html_css_grids import grid_of
from archive.readers.html_doubts import STRUCK

_FEW_ROWS = 10  # no form has fewer
_DEEP = 40  # elements around a table made of other elements, at most


@dataclass
class Blocks:
    """Walks one element. A table that only lays out the page is walked through, not read.

    With `hides` what the page does not show is left out; `hidden_tables` and `hidden_rows` count it.
    """

    tree: LexborHTMLParser
    hides: bool = False
    ordinals: dict[int, int] = field(default_factory=dict)
    rows: dict[int, list[LexborNode]] = field(default_factory=dict)  # of each table, without those of inner ones
    frames: set[int] = field(default_factory=set)  # tables with other tables inside
    spans: dict[str, Span] = field(default_factory=dict)  # by how a cell is written
    texts: list[str] = field(default_factory=list)
    count: int = 0
    is_deep: bool = False
    pictures: Pictures = field(default_factory=Pictures)
    hidden_tables: int = 0
    hidden_rows: int = 0
    few: bool = False  # whether tables may be made of other elements: the page has no others to speak of
    made: int = 0  # of these
    unsure: frozenset[int] = frozenset()  # elements whose text may be seen otherwise, by `mem_id`
    within: int = 0  # of these that are being walked
    is_doubtful: bool = False  # whether the paragraph that is collected has such a text

    def of(self, node: LexborNode | None) -> Iterator[Block]:
        """The blocks below `node`."""
        if node is None:
            return
        for i, table in enumerate(self.tree.css("table"), 1):
            self.ordinals[table.mem_id] = i
            if outer := _table_of(table):
                self.frames.add(outer.mem_id)
        for row in self.tree.css("tr"):
            if self.hides and (is_hidden(row) or (row.parent is not None and is_hidden(row.parent))):
                self.hidden_rows += 1
            elif outer := _table_of(row):
                self.rows.setdefault(outer.mem_id, []).append(row)
        self.few = sum(map(len, self.rows.values())) < _FEW_ROWS
        yield from self._walk(node, 0)
        yield from self._paragraph()
        yield from self._pictured()

    def _walk(self, node: LexborNode, depth: int) -> Iterator[Block]:
        child = node.first_child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self._say(child.text_content or "")
            elif depth >= MOST_DEPTH:
                self.is_deep = True
                self._say(child.text(deep=True))
            elif self.hides and tag != "-comment" and is_hidden(child):
                self.hidden_tables += bool(tag == "table" or child.css_first("table"))
            elif tag == "table":
                yield from self._paragraph()
                yield from self._captions(child, depth)
                yield from self._table(child, depth)
            elif tag == "br":
                yield from self._paragraph()
            elif tag == "img":
                self.pictures.add(data_uri(child.attributes.get("src") or ""))  # others are attachments
                self.is_doubtful = self.is_doubtful or bool("".join(self.texts).strip())
            elif tag in SKIPPED or tag == "-comment":
                pass
            elif tag in BLOCK:
                yield from self._paragraph()
                yield from self._unsure(child, depth)
                yield from self._paragraph()
            else:
                yield from self._unsure(child, depth)
            child = child.next

    def _say(self, text: str) -> None:
        self.texts.append(text)
        self.is_doubtful = self.is_doubtful or bool(self.within and text.strip()) or UNTOLD in text

    def _unsure(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """What an element holds; what is struck out is not said, and a raised digit is none of the figure's."""
        is_unsure = node.mem_id in self.unsure
        self.is_doubtful = self.is_doubtful or (is_unsure and node.tag not in BLOCK)
        self.within += is_unsure
        if node.tag in STRUCK | RAISED and node.css_first("table") is None:
            if node.tag in RAISED:
                raised(node, self.texts, depth)
        elif node.tag in BLOCK and self.few:
            yield from self._block(node, depth)
        else:
            yield from self._walk(node, depth + 1)
        self.within -= is_unsure

    def _block(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """What an element holds: a table made of its children, or blocks."""
        grid = grid_of(node, self.made + 1, hides=self.hides) if depth < _DEEP else None
        if grid is None:
            yield from self._walk(node, depth + 1)
        else:
            self.made += 1
            yield grid

    def _paragraph(self) -> Iterable[Block]:
        doubt: Place = {"doubtful": 1} if self.is_doubtful else {}
        self.is_doubtful = False
        if not self.texts:
            return ()
        text = " ".join("".join(self.texts).split())
        self.texts.clear()
        if not text:
            return ()
        self.count += 1
        return (*self._pictured(), Paragraph(text, {"paragraph": self.count, **doubt}))

    def _pictured(self) -> Iterable[Block]:
        """What the pictures since the last text say."""
        return self.pictures.blocks(len(self.ordinals) + self.made + self.pictures.tables)

    def stated(self, table: LexborNode) -> list[list[LexborNode]]:
        """The cells of a table row by row as it states them."""
        cells = [[c for c in row.iter() if c.tag in ("td", "th")] for row in self.rows.get(table.mem_id, ())]
        return [[c for c in row if not is_hidden(c)] for row in cells] if self.hides else cells

    def _table(self, table: LexborNode, depth: int) -> Iterator[Block]:
        yield from self._pictured()
        cells = self.stated(table)
        if table.mem_id in self.frames or _is_layout(cells):
            for cell in (c for row in cells for c in row):
                yield from self._walk(cell, depth + 1)
                yield from self._paragraph()
            return
        spans = [[self._span(cell) for cell in row] for row in cells]
        spans = [
            [span._replace(text="") for span in own] if own and is_struck(row[0]) else own
            for row, own in zip(cells, spans, strict=True)
        ]
        yield expand(spans, {"table": self.ordinals.get(table.mem_id, 0)})

    def _captions(self, table: LexborNode, depth: int) -> Iterator[Block]:
        """What a table is called stands in it, and on the page above it."""
        for child in table.iter():
            if child.tag == "caption" and not (self.hides and is_hidden(child)):
                yield from self._walk(child, depth + 1)
                yield from self._paragraph()

    def _span(self, cell: LexborNode) -> Span:
        """A report has a hundred cells that are written alike, such as those with a 0: each is read once."""
        written = cell.html or ""
        span = self.spans.get(written)
        if span is None:
            span = self.spans[written] = span_of(cell)
        return span


def _table_of(node: LexborNode) -> LexborNode | None:
    """The table around a row or an inner table."""
    above = node.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above


def holds_table(table: LexborNode) -> bool:
    """Whether a table has another one inside it; selectolax counts a node among its own matches."""
    return any(other.mem_id != table.mem_id for other in table.css("table")[:2])


def _is_layout(cells: list[list[LexborNode]]) -> bool:
    """Whether a table only arranges the page: one long column of prose."""
    if all(len(row) <= 1 for row in cells):
        return any(len(row[0].text(deep=True)) > 100 for row in cells if row)
    return False


def span_of(cell: LexborNode) -> Span:
    """The text of a cell and how far it reaches."""
    attributes = cell.attributes
    if not attributes:
        return Span(cell_text(cell))
    text = styled_text(cell, attributes.get("style"))
    wide, high = attributes.get("colspan"), attributes.get("rowspan")
    return Span(text, _count(wide) if wide else 1, _count(high) if high else 1)


def _count(stated: str) -> int:
    """A span as browsers read it: the digits at its start.

    >>> _count("100%"), _count("0"), _count("x")
    (100, 0, 1)
    """
    digits = ""
    for ch in stated.strip():
        if not ("0" <= ch <= "9") or len(digits) > 5:
            break
        digits += ch
    return int(digits) if digits else 1
