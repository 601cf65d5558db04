"""HTML, second reading, with beautifulsoup4 and html5lib: its own way from table to rectangle.

It shares no code with the first reading but the data types, so that what both find was not made by a
mistake of either.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from archive.media import HTML
from archive.models import Block, Document, Paragraph, Table
from archive.readers import anchored
from archive.readers.pieces import Piece
from archive.readers.slots import MOST, Slots

_HIDDEN = ("display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all")
_LINES = frozenset(("p", "div", "br", "li", "td", "th", "tr"))
_FEW_ROWS = 10  # no form has fewer
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def read(text: str) -> Document:
    """The tables of a page; where it has few rows of any, also those whose rows its labels anchor."""
    soup = BeautifulSoup(text, "html5lib")
    found = tuple(_blocks(soup))
    shown = [text for text in soup.find_all(string=True) if type(text) is NavigableString and not _is_hidden(text)]
    said = ("".join(shown),)
    if sum(len(block.rows) for block in found if isinstance(block, Table)) >= _FEW_ROWS:
        return Document(HTML, found, beside=said)
    pieces = (Piece(line) for text in shown for line in text.splitlines() if line.strip())
    return Document(HTML, (*found, *anchored.blocks(pieces)), beside=said, is_partial=True)


def _blocks(soup: BeautifulSoup) -> Iterator[Block]:
    """Every table of a page that holds no other, in document order, and the line right above it."""
    for number, table in enumerate(soup.find_all("table"), 1):
        if table.find("table") is None:
            if line := _line_above(table):
                yield Paragraph(line, {})
            yield _table(table, number)


def _line_above(table: Tag) -> str:
    """The text of the line right above a table; nothing where another table stands there."""
    around = {id(tag) for tag in table.parents}
    for node in table.previous_elements:
        if type(node) is not NavigableString or not node.strip() or _is_hidden(node, table):
            continue
        own = [tag for tag in node.parents if id(tag) not in around]
        if any(tag.name in ("td", "th") for tag in own):
            return ""
        line = next((tag for tag in own if tag.name in _LINES or tag.name in _HEADINGS), None)
        return (_text(line) if line else str(node)).strip()
    return ""


def _table(table: Tag, number: int) -> Table:
    """Fill a rectangle slot by slot, as the HTML standard describes it."""
    rows = [row for row in table.find_all("tr")[:MOST] if not _is_gone(row) and not _is_gone(row.parent)]
    slots = Slots(number, len(rows))
    for y, row in enumerate(rows):
        x = 0
        for cell in row.find_all(("td", "th"), recursive=False):
            x = slots.free(y, x)
            if x > MOST:
                break
            if _is_gone(cell):
                continue
            width = min(_number(cell.get("colspan"), 1) or 1, 100)
            slots.put(_text(cell), y, x, width, _number(cell.get("rowspan"), 1) or len(rows))
            x += width
    return slots.table()


def _number(stated: object, default: int) -> int:
    digits = "".join(ch for ch in str(stated or "") if ch in "0123456789")[:5]
    return int(digits) if digits else default


def _text(cell: Tag) -> str:
    pieces: list[str] = []
    for node in cell.descendants:
        if isinstance(node, Tag) and node.name in _LINES:
            pieces.append("\n")
        elif isinstance(node, Tag) and node.name == "input" and node.get("type", "text") in ("text", "number"):
            pieces.append(str(node.get("value") or ""))
        elif type(node) is NavigableString and not _is_hidden(node, cell):
            pieces.append(_marked(node, cell) if any(p.strip() for p in pieces) else str(node))
            if _ends_line(node):
                pieces.append("\n")
    return "".join(pieces)


def _is_hidden(node: PageElement, cell: Tag | None = None) -> bool:
    """Whether a text is in a script, struck out or not displayed, as far as `cell` or the page tells."""
    for above in node.parents:
        if above is cell:
            return False
        if above.name in ("script", "style", "del", "s", "strike") or _is_gone(above):
            return True
    return False


def _is_gone(tag: Tag | None) -> bool:
    """Whether an element says that it is not displayed."""
    if tag is None:
        return False
    style = "".join(str(tag.get("style") or "").lower().split())
    return tag.has_attr("hidden") or any(mark in style for mark in _HIDDEN)


def _marked(node: NavigableString, cell: Tag) -> str:
    """A text, in brackets where it is raised: the mark of a footnote."""
    text = str(node).strip()
    for above in node.parents:
        if above is cell:
            break
        if above.name in ("sup", "sub") and text and text[0] not in "[【(（":
            return f"[{text}]"
    return str(node)


def _ends_line(node: PageElement) -> bool:
    """Whether a text is the last one of a paragraph: the next one then stands on a line of its own."""
    while node.next_sibling is None and node.parent is not None and node.parent.name not in ("td", "th"):
        node = node.parent
        if isinstance(node, Tag) and node.name in _LINES:
            return True
    return False
