"""Pictures, text boxes and shapes that lie over the cells of a sheet: what is below them is not seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS, MOST_ROWS
from archive.numbers import UNTOLD
from archive.readers.office_package import Package, part_name
from archive.readers.sheet_conditions import is_figure
from archive.readers.sheet_page import Page, Range
from archive.sections import heading_key

_MOST_CHECKS = 5_000_000  # cells times shapes; a report has a seal and a chart
_HAIR = 12_700  # a point, in the unit of drawings; a shape that reaches less far into a cell does not cover it
_PIXEL, _POINT = 9525, 12_700
_WIDTH, _HEIGHT = 64 * _PIXEL, 15 * _POINT  # of a cell where nothing is stated
_ON = ("1", "true")


class Sizes:
    """Widths of the columns and heights of the rows of one sheet, in the unit of drawings."""

    def __init__(self) -> None:
        self._widths: dict[int, int] = {}
        self._heights: dict[int, int] = {}
        self._width, self._height = _WIDTH, _HEIGHT

    def usual(self, element: Any) -> None:
        """Take what `sheetFormatPr` states."""
        self._height = _size(element.get("defaultRowHeight"), _POINT, self._height)
        self._width = _width(element.get("defaultColWidth"), self._width)

    def column(self, first: int, last: int, stated: str | None, *, hidden: bool) -> None:
        """Take the width of columns from 0, in letters."""
        width = 0 if hidden else _width(stated, self._width)
        self._widths.update((x, width) for x in range(first, min(last + 1, MOST_COLUMNS)))

    def row(self, line: int, stated: str | None, *, hidden: bool) -> None:
        """Take the height of a row from 0, in points."""
        if (hidden or stated) and line < MOST_ROWS:
            self._heights[line] = 0 if hidden else _size(stated, _POINT, self._height)

    def column_at(self, column: int, offset: int) -> int:
        """The last column that is reached `offset` behind the edge of another."""
        return _reached(column, offset, lambda x: self._widths.get(x, self._width), MOST_COLUMNS)

    def row_at(self, row: int, offset: int) -> int:
        """The last row that is reached `offset` below the edge of another."""
        return _reached(row, offset, lambda y: self._heights.get(y, self._height), MOST_ROWS)


def cover(page: Page, package: Package, part: str, sizes: Sizes) -> None:
    """Make what lies under the drawings of a sheet untold: figures, and blanks beside other texts."""
    last_row = max((*page.texts, *(merge[2] for merge in page.merges)), default=-1)
    last_column = max((*map(_last, page.texts.values()), *(merge[3] for merge in page.merges)), default=-1)
    sheet = (0, 0, min(last_row, MOST_ROWS - 1), min(last_column, MOST_COLUMNS - 1))
    hidden: set[tuple[int, int]] = set()
    checks = 0
    for drawing in _covered(package, part, sizes):
        seen = _common(sheet, drawing)
        merged = [(merge, _common(seen, merge)) for merge in page.merges]
        checks += 1 + len(merged) + _area(seen) + sum(_area(common) for _, common in merged)
        if checks > _MOST_CHECKS:
            raise UnreadableDocument(f"the sheet {page.name} has more pictures and shapes than a report ever has")
        cells = set(_cells(seen))
        for merge, common in merged:
            if _area(common):
                cells.difference_update(_cells(common))
                cells.add((merge[0], merge[1]))
        hidden |= cells
    may_be_values = _rows_of_tables(page) if hidden else set()
    for y, x in hidden:
        text = page.texts.get(y, {}).get(x, "")
        if is_figure(text) or (not text and y in may_be_values):
            page.texts[y][x] = UNTOLD


def _rows_of_tables(page: Page) -> set[int]:
    """The rows in which a blank may be a value: there is a label in it, and a row of several texts above."""
    found: set[int] = set()
    below = False
    for y, row in sorted(page.texts.items()):
        texts = list(row.values())
        if below and texts and (len(texts) > 1 or heading_key(texts[0]) is None):
            found.add(y)
        below = below or len(texts) > 1
    return found


def _last(row: dict[int, str]) -> int:
    return max(row, default=-1)


def _common(one: Range, other: Range) -> Range:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(cells: Range) -> int:
    top, left, bottom, right = cells
    return max(bottom - top + 1, 0) * max(right - left + 1, 0)


def _cells(cells: Range) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = cells
    return ((y, x) for y in range(top, bottom + 1) for x in range(left, right + 1))


def _covered(package: Package, part: str, sizes: Sizes) -> Iterator[Range]:
    for drawing in _drawings(package, part):
        for anchor in drawing.iter("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor"):
            if not any(e.get("hidden") in _ON for e in islice(anchor.iter("{*}cNvPr"), 1)):
                yield _range(anchor, sizes)


def _drawings(package: Package, part: str) -> Iterator[Any]:
    folder, _, name = part.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    if not package.has(links):
        return
    for link in package.tree(links):
        target = part_name(folder, link.get("Target", ""))
        if link.get("Type", "").endswith("/drawing") and package.has(target):
            yield package.tree(target)


def _range(anchor: Any, sizes: Sizes) -> Range:
    """The cells that a drawing covers more than a hair of."""
    start, end, size, position = (anchor.find(f"{{*}}{name}") for name in ("from", "to", "ext", "pos"))
    if position is not None:
        left, top = sizes.column_at(0, _stated(position.get("x"))), sizes.row_at(0, _stated(position.get("y")))
        right = sizes.column_at(0, _stated(position.get("x")) + _extent(size, "cx"))
        return top, left, sizes.row_at(0, _stated(position.get("y")) + _extent(size, "cy")), right
    top, left = _part(start, "row"), _part(start, "col")
    if end is None:
        right = sizes.column_at(left, _part(start, "colOff") + _extent(size, "cx"))
        return top, left, sizes.row_at(top, _part(start, "rowOff") + _extent(size, "cy")), right
    bottom, right = _part(end, "row"), _part(end, "col")
    return (
        top,
        left,
        bottom - (bottom > top and _part(end, "rowOff") < _HAIR),
        right - (right > left and _part(end, "colOff") < _HAIR),
    )


def _part(marker: Any, name: str) -> int:
    return _stated(marker.findtext(f"{{*}}{name}")) if marker is not None else 0


def _extent(size: Any, name: str) -> int:
    return max(_stated(size.get(name)) - _HAIR, 0) if size is not None else 0


def _stated(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 13 else 0


def _reached(at: int, offset: int, size: Callable[[int], int], most: int) -> int:
    while at < most and offset >= size(at):
        offset -= size(at)
        at += 1
    return at


def _size(stated: str | None, unit: float, otherwise: int) -> int:
    try:
        size = float(stated or "")
    except ValueError:
        return otherwise
    return round(size * unit) if math.isfinite(size) and 0 <= size < 10_000 else otherwise


def _width(stated: str | None, otherwise: int) -> int:
    """Of so many letters of seven pixels."""
    return _size(stated, 7 * _PIXEL, otherwise)
