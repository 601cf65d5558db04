"""Tables that a page makes of other elements: rows of `div`s, lists, CSS tables and grids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS, MOST_ROWS, Span, expand
from archive.indicators import indicator_keys
from archive.labels import marked_table, normal, split_number, vocabulary
from archive.models import GridCell, Place, Table
from archive.numbers import UNTOLD, read_value
from archive.readers.html_cells import SKIPPED, is_hidden, styled_text

_CELLS = frozenset(("div", "li", "dd", "dt", "p", "section", "td", "th"))
_LONGEST = 160  # characters; the longest label of the forms has 40
_FEWEST = 3  # rows
_KNOWN = 2  # labels of the forms among the cells
_TEMPLATE = re.compile(r"grid-template-columns\s*:\s*([^;]+)", re.IGNORECASE)
_REPEAT = re.compile(r"repeat\(\s*(\d{1,3})\s*,[^()]*(?:\([^()]*\)[^()]*)*\)")
_SPAN = r"grid-{}\s*:\s*(?:(\d+)\s*/\s*(\d+)|(?:\d+\s*/\s*)?span\s+(\d+))"
_ACROSS, _DOWN = (re.compile(_SPAN.format(way), re.IGNORECASE) for way in ("column", "row"))
_PLACED = re.compile(
    r"[\s;\"'](?:order\s*:\s*-?[1-9]|grid-area\s*:|grid-(?:row|column)(?:-start)?\s*:\s*-?\d|grid-auto-flow\s*:\s*(?:col|dense))"
    r"|flex-direction\s*:\s*(?:row|column)-reverse|flex-flow\s*:[^;\"']*reverse",
    re.IGNORECASE,
)
_MOST_STEPS = 200_000  # slots looked at for one grid
_AS_CELL = re.compile(r"display\s*:\s*(?:table-cell|inline-block|block)|float\s*:", re.IGNORECASE)


def grid_of(node: LexborNode, number: int, *, hides: bool) -> Table | None:
    """The table an element makes of its children; None where it makes none. `number` counts these in a page."""
    children = list(_elements(node, hides=hides))
    if len(children) < _FEWEST:
        return None
    place: Place = {"grid": number}
    columns = _template(node)
    if columns:
        table = _flat(children, columns, place)
    elif rows := _rows(children, hides=hides):
        table = _ordered(rows, place)
    else:
        return None
    texts = {cell.text for row in table.rows for cell in row if len(cell.text) < _LONGEST}
    if sum(map(_is_known, texts)) < _KNOWN:
        return None
    return _untold(table) if _PLACED.search(node.html or "") else table


def _untold(table: Table) -> Table:
    """A grid whose cells do not stand where they are written: which figure stands where is not told."""
    made: dict[int, GridCell] = {}
    for cell in (cell for row in table.rows for cell in row):
        is_figure = read_value(cell.text).state == "number"
        made[id(cell)] = cell._replace(text=UNTOLD + cell.text) if is_figure else cell
    return replace(table, rows=tuple(tuple(made[id(cell)] for cell in row) for row in table.rows))


def _elements(node: LexborNode, *, hides: bool) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag not in SKIPPED and child.tag not in ("br", "hr") and not (hides and is_hidden(child)):
            yield child


def _rows(children: Sequence[LexborNode], *, hides: bool) -> list[list[str]]:
    """The texts of rows of cells; none where the children are no rows."""
    rows: list[list[str]] = []
    wide = 0
    for child in children[:MOST_ROWS]:
        if len(child.text(deep=True)) > _LONGEST * MOST_COLUMNS:
            return []
        cells = list(_elements(child, hides=hides))
        if len(cells) > 1 and all(map(_is_cell, cells)) and not _own_text(child):
            wide += 1
            rows.append([styled_text(cell, cell.attributes.get("style")) for cell in cells[:MOST_COLUMNS]])
        elif len(text := styled_text(child, child.attributes.get("style"))) <= _LONGEST and child.tag != "table":
            rows.append([text])
        else:
            return []
        if any(len(text) > _LONGEST for text in rows[-1]):
            return []
    return rows if wide >= _FEWEST and wide * 2 > len(rows) else []


def _is_cell(node: LexborNode) -> bool:
    return node.tag in _CELLS or bool(_AS_CELL.search(node.attributes.get("style") or ""))


def _own_text(node: LexborNode) -> bool:
    """Whether text stands beside the children."""
    return bool((node.text(deep=False) or "").strip())


def _ordered(rows: Sequence[Sequence[str]], place: Place) -> Table:
    """Rows whose cells know only their order."""
    made = (
        tuple(GridCell(text, {**place, "row": r + 1, "column": c + 1}, c, 1, r, 1) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    return Table(tuple(made), aligned=False, place=place)


def _template(node: LexborNode) -> int:
    """How many columns a CSS grid states; 0 for none."""
    found = _TEMPLATE.search(node.attributes.get("style") or "")
    if not found:
        return 0
    repeated = sum(int(times) for times in _REPEAT.findall(found[1]))
    return min(repeated + len(_REPEAT.sub(" ", found[1]).split()), MOST_COLUMNS)


def _flat(children: Sequence[LexborNode], columns: int, place: Place) -> Table:
    """The cells of a CSS grid, each in the next free slot that has room for it."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[Span]] = [[]]
    r = c = steps = 0
    for child in children[: MOST_ROWS * 4]:
        style = child.attributes.get("style") or ""
        width, height = min(_span(_ACROSS, style), columns), _span(_DOWN, style)
        while c + width > columns or any((r, c + i) in taken for i in range(width)):
            r, c = (r, c + 1) if c + width < columns else (r + 1, 0)
            steps += width
        while len(rows) <= r:
            rows.append([])
        rows[r].append(Span(styled_text(child, style), width, height))
        taken.update((r + down, c + i) for down in range(height) for i in range(width))
        steps += width * height
        if steps > _MOST_STEPS:
            msg = "a grid of the page is wider and longer than any report's"
            raise UnreadableDocument(msg)
        c += width
    return expand(rows, place)


def _span(pattern: re.Pattern[str], style: str) -> int:
    found = pattern.search(style)
    if not found:
        return 1
    first, end, span = found.groups()
    return min(max(int(span) if span else int(end) - int(first), 1), MOST_COLUMNS)


def _is_known(text: str) -> bool:
    """Whether a text is a label or a head of the forms."""
    label = normal(text)
    words, core = vocabulary(), split_number(label)[1]
    if core in words.rows or core in words.applicants or core in words.outcomes or label in words.heads:
        return True
    return label in words.captions or marked_table(label) is not None or bool(indicator_keys(text))
