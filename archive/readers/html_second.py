"""HTML, second reading, with beautifulsoup4 and html5lib: its own way from table to rectangle.

It shares no code with the first reading but the data types, so that what both find was not made by a
mistake of either.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from archive.models import GridCell, Table

_HIDDEN = ("display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all")
_LINES = frozenset(("p", "div", "br", "li", "td", "th", "tr"))
_MOST = 2000


def blocks(text: str) -> Iterator[Table]:
    """Every table of a page that holds no other, in document order."""
    soup = BeautifulSoup(text, "html5lib")
    for number, table in enumerate(soup.find_all("table"), 1):
        if table.find("table") is None:
            yield _table(table, number)


def _table(table: Tag, number: int) -> Table:
    """Fill a rectangle slot by slot, as the HTML standard describes it."""
    slots: dict[tuple[int, int], GridCell] = {}
    rows = [row for row in table.find_all("tr")[:_MOST] if not _is_gone(row) and not _is_gone(row.parent)]
    for y, row in enumerate(rows):
        x = 0
        for cell in row.find_all(("td", "th"), recursive=False):
            while (y, x) in slots:
                x += 1
            if x > _MOST:
                break
            if _is_gone(cell):
                continue
            width = min(_number(cell.get("colspan"), 1) or 1, 100)
            height = _number(cell.get("rowspan"), 1)
            height = min(height or len(rows), len(rows) - y)
            place = {"table": number, "row": y + 1, "column": x + 1}
            made = GridCell(_text(cell), dict(place), x, width, y, height)
            for down in range(height):
                for right in range(width):
                    slots.setdefault((y + down, x + right), made)
            x += width
    return Table(tuple(_row(slots, y) for y in range(len(rows))), aligned=True, place={"table": number})


def _row(slots: dict[tuple[int, int], GridCell], y: int) -> tuple[GridCell, ...]:
    kept: list[GridCell] = []
    for x in sorted(column for row, column in slots if row == y):
        cell = slots[y, x]
        if not any(cell is other for other in kept):
            kept.append(cell)
    return tuple(kept)


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


def _is_hidden(node: PageElement, cell: Tag) -> bool:
    """Whether a text is in a script, struck out or not displayed."""
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
