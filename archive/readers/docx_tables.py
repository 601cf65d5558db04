"""The rows and cells of a Word table as they are shown, and the cells merged among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import Any

from docx.oxml.ns import qn

from archive.grid import MOST_ROWS, Span

TBL, TR, TC = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_VAL, _ROW_PROPERTIES, _CELL_PROPERTIES = qn("w:val"), qn("w:trPr"), qn("w:tcPr")
_SPAN, _MERGE, _ASIDE, _DELETED = qn("w:gridSpan"), qn("w:vMerge"), qn("w:hMerge"), qn("w:cellDel")
_LINES, _WIDTH = f"{qn('w:tblGrid')}/{qn('w:gridCol')}", qn("w:w")
_HAIR = 60  # twentieths of a point; a millimetre
_AROUND = frozenset((qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins"), qn("w:moveTo")))


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    width: int
    merge: str | None  # "restart" begins a cell that goes on in the rows below, "continue" goes on


_Row = dict[int, _Cell]  # by the column a cell starts in


def inside(parent: Any, *tags: str) -> Iterator[Any]:
    """The children of these tags, those inside content controls and insertions too."""
    for child in parent.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            yield from inside(child, *tags)


def shown_cells(table: Any) -> Iterator[Any]:
    """The cells of a table one after the other, without those that are hidden or deleted."""
    for row in inside(table, TR):
        if _is_shown(row):
            yield from _cells(row)


def spans(table: Any, text: Callable[[Any], str]) -> list[list[Span]]:
    """Rows of cells with heights: Word marks each further row of a merged cell instead of stating one."""
    rows = _rows(table, text)
    made = []
    for r, cells in enumerate(rows):
        above = rows[r - 1] if r else {}
        made.append(
            [
                Span(cell.text, cell.width, _height(rows, r, column) if cell.merge else 1)
                for column, cell in cells.items()
                if not (cell.merge == "continue" and column in above and above[column].merge)
            ]
        )
    return made


def _rows(table: Any, text: Callable[[Any], str]) -> list[_Row]:
    """The rows that are shown. A merged cell whose first row is not begins anew below it."""
    shown: list[_Row] = []
    headless: set[int] = set()
    columns = _columns(table)
    for row in islice(inside(table, TR), MOST_ROWS):
        cells = _row(row, text, columns)
        if not _is_shown(row):
            headless |= {column for column, cell in cells.items() if cell.merge == "restart"}
            continue
        for column in headless & cells.keys():
            if cells[column].merge == "continue":
                cells[column] = replace(cells[column], merge="restart")
        headless.clear()
        shown.append(cells)
    return shown


def _columns(table: Any) -> list[int] | None:
    """The number of the column each line of the table's grid begins; None where every line begins one.

    Programs round the edges of cells row by row, which leaves columns of a hair's breadth in the grid. Those
    that are no cell anywhere only tell two spellings of one edge apart.
    """
    widths = [_integer(line.get(_WIDTH)) if line.get(_WIDTH) else _HAIR + 1 for line in table.iterfind(_LINES)]
    hairs = {line for line, width in enumerate(widths) if width <= _HAIR}
    if not hairs:
        return None
    for row in islice(inside(table, TR), MOST_ROWS):
        line = _before(row)
        for element in _cells(row):
            after = line + _properties(element)[0]
            if hairs.issuperset(range(line, min(after, len(widths)))):
                hairs -= set(range(line, after))
            line = after
    return [*accumulate((line not in hairs for line in range(len(widths))), initial=0)] if hairs else None


def _column(line: int, columns: list[int] | None) -> int:
    if columns is None:
        return line
    return columns[line] if line < len(columns) else columns[-1] + line - len(columns) + 1


def _row(row: Any, text: Callable[[Any], str], columns: list[int] | None) -> _Row:
    line = _before(row)
    cells: _Row = {}
    for element in _cells(row):
        spanned, merge, goes_on = _properties(element)
        column = _column(line, columns)
        width = _column(line + spanned, columns) - column
        if cells and goes_on:
            start = next(reversed(cells))
            first = cells[start]
            joined = "\n".join(filter(None, (first.text, text(element))))
            cells[start] = replace(first, text=joined, width=first.width + width)
        else:
            cells[column] = _Cell(text(element), width, merge)
        line += spanned
    return cells


def _cells(row: Any) -> Iterator[Any]:
    deleted = f"{_CELL_PROPERTIES}/{_DELETED}"
    return (cell for cell in inside(row, TC) if cell.find(deleted) is None)


def _is_shown(row: Any) -> bool:
    properties = row.find(_ROW_PROPERTIES)
    if properties is None:
        return True
    hidden = properties.find(qn("w:hidden"))
    return properties.find(qn("w:del")) is None and (hidden is None or hidden.get(_VAL) in ("0", "false", "off"))


def _before(row: Any) -> int:
    """Grid columns a row leaves out at its start."""
    skipped = row.find(f"{_ROW_PROPERTIES}/{qn('w:gridBefore')}")
    return _integer(skipped.get(_VAL)) if skipped is not None else 0


def _properties(cell: Any) -> tuple[int, str | None, bool]:
    """The width of a cell, its merging with the rows around, and whether it is merged into the one before it."""
    width, merge, goes_on = 1, None, False
    properties = cell.find(_CELL_PROPERTIES)
    for stated in () if properties is None else properties:
        if stated.tag == _SPAN:
            width = max(_integer(stated.get(_VAL)), 1)
        elif stated.tag == _MERGE:
            merge = stated.get(_VAL) or "continue"
        elif stated.tag == _ASIDE:  # as old programs state it
            goes_on = stated.get(_VAL) != "restart"
    return width, merge, goes_on


def _integer(stated: str | None) -> int:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 6 else 0


def _height(rows: list[_Row], r: int, column: int) -> int:
    height = 1
    for cells in islice(rows, r + 1, None):
        if column not in cells or cells[column].merge != "continue":
            break
        height += 1
    return height
