"""An element of a page to paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.grid import Span, expand
from archive.models import Block, Paragraph

BLOCK = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "center",
        "header",
        "footer",
        "form",
        "fieldset",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "hr",
        "ucapcontent",
        "body",
        "html",
    ]
)
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "button",
        "input",
    ]
)
MOST_DEPTH = 200  # deeper nesting is an attack; below it everything is plain text


@dataclass
class Blocks:
    """Walks one element. A table that only lays out the page is walked through, not read."""

    tree: LexborHTMLParser
    ordinals: dict[int, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    count: int = 0

    def of(self, node: LexborNode | None) -> Iterator[Block]:
        """The blocks below `node`."""
        if node is None:
            return
        tables = self.tree.css("table")
        self.ordinals = {table.mem_id: i for i, table in enumerate(tables, 1)}
        yield from self._walk(node, 0)
        yield from self._paragraph()

    def _walk(self, node: LexborNode, depth: int) -> Iterator[Block]:
        child = node.first_child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self.texts.append(child.text_content or "")
            elif tag == "table":
                yield from self._paragraph()
                yield from self._table(child, depth)
            elif tag == "br":
                yield from self._paragraph()
            elif tag in SKIPPED or tag == "-comment":
                pass
            elif depth >= MOST_DEPTH:
                self.texts.append(child.text(deep=True))
            elif tag in BLOCK:
                yield from self._paragraph()
                yield from self._walk(child, depth + 1)
                yield from self._paragraph()
            else:
                yield from self._walk(child, depth + 1)
            child = child.next

    def _paragraph(self) -> Iterator[Block]:
        if self.texts:
            text = " ".join("".join(self.texts).split())
            self.texts.clear()
            if text:
                self.count += 1
                yield Paragraph(text, {"paragraph": self.count})

    def _table(self, table: LexborNode, depth: int) -> Iterator[Block]:
        rows = [row for row in table.css("tr") if _table_of(row) == table]
        cells = [[c for c in row.iter() if c.tag in ("td", "th")] for row in rows]
        if _is_layout(table, cells):
            for cell in (c for row in cells for c in row):
                yield from self._walk(cell, depth + 1)
                yield from self._paragraph()
            return
        spans = [[_span(cell) for cell in row] for row in cells]
        yield expand(spans, {"table": self.ordinals.get(table.mem_id, 0)})


def holds_table(table: LexborNode) -> bool:
    """Whether a table has another one inside it; selectolax counts a node among its own matches."""
    return any(other != table for other in table.css("table")[:2])


def _table_of(row: LexborNode) -> LexborNode | None:
    node = row.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return node


def _is_layout(table: LexborNode, cells: list[list[LexborNode]]) -> bool:
    """Whether a table only arranges the page: others inside it, or one long column of prose."""
    if holds_table(table):
        return True
    if all(len(row) <= 1 for row in cells):
        return any(len(row[0].text(deep=True)) > 100 for row in cells if row)
    return False


def _span(cell: LexborNode) -> Span:
    attributes = cell.attributes
    return Span(cell_text(cell), _count(attributes.get("colspan"), 1), _count(attributes.get("rowspan"), 1))


def _count(stated: str | None, default: int) -> int:
    """A span as browsers read it: the digits at its start.

    >>> _count("100%", 1), _count("0", 1), _count("x", 1)
    (100, 0, 1)
    """
    digits = ""
    for ch in (stated or "").strip():
        if not ("0" <= ch <= "9") or len(digits) > 5:
            break
        digits += ch
    return int(digits) if digits else default


def cell_text(cell: LexborNode) -> str:
    """The text of a cell with a line break wherever the page shows one: `1` above `2` is not 12."""
    text = cell.text(deep=True)
    if len(text) < 2 or not any("0" <= ch <= "9" for ch in text):
        return text
    pieces: list[str] = []
    _cell_pieces(cell, pieces, 0)
    return "".join(pieces)


def _cell_pieces(node: LexborNode, pieces: list[str], depth: int) -> None:
    child = node.first_child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            pieces.append(child.text_content or "")
        elif tag in SKIPPED:
            pass
        elif tag == "br" or tag in BLOCK:
            pieces.append("\n")
            if depth < MOST_DEPTH:
                _cell_pieces(child, pieces, depth + 1)
            pieces.append("\n")
        elif depth < MOST_DEPTH:
            _cell_pieces(child, pieces, depth + 1)
        child = child.next
