"""One sheet as it is shown: texts by row and column, merged ranges, and what is hidden taken out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS, MOST_ROWS

MOST_SHEETS = 100  # a report has three
Range = tuple[int, int, int, int]
"""Top, left, bottom, right, from 0."""


@dataclass(slots=True)
class Page:
    """A sheet with rows and columns counted from 0 as the file has them."""

    name: str
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible rows and columns of a sheet, side by side; `lines` and `columns` say which they are."""

    name: str
    rows: list[list[str]]
    lines: list[int]
    columns: list[int]
    merges: dict[tuple[int, int], tuple[int, int]]
    covered: set[tuple[int, int]]


def shown(page: Page, most_cells: int) -> Shown:
    """The part of a sheet that is seen, at most `most_cells` of it; what is left out is noted on the page."""
    height, width = _extent(page)
    columns = [x for x in range(min(width, MOST_COLUMNS)) if x not in page.hidden_columns]
    most = min(MOST_ROWS, most_cells // max(len(columns), 1))
    lines = [y for y in range(min(height, most)) if y not in page.hidden_rows]
    if width > MOST_COLUMNS or height > most:
        page.notes.append(f"the sheet {page.name} is larger than a report ever is; only its beginning was read")
    if any(text and _is_hidden(page, y, x) for y, row in page.texts.items() for x, text in row.items()):
        page.notes.append(f"the sheet {page.name} has values in hidden rows or columns, which were not read")
    merges, covered, anchors = _merged(page, lines, columns)
    nothing: dict[int, str] = {}
    rows = [[texts.get(x, "") for x in columns] for texts in (page.texts.get(y, nothing) for y in lines)]
    for (y, x), text in anchors.items():
        rows[y][x] = text
    return Shown(page.name, rows, lines, columns, merges, covered)


def _extent(page: Page) -> tuple[int, int]:
    height = max((y + 1 for y, row in page.texts.items() if any(row.values())), default=0)
    width = max((x + 1 for row in page.texts.values() for x, text in row.items() if text), default=0)
    return height, width


def _is_hidden(page: Page, y: int, x: int) -> bool:
    return y in page.hidden_rows or x in page.hidden_columns


def _merged(
    page: Page, lines: list[int], columns: list[int]
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]], dict[tuple[int, int], str]]:
    """Merged ranges among the visible rows and columns: their sizes, what they cover, and their texts."""
    merges: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    anchors: dict[tuple[int, int], str] = {}
    area = 0
    for top, left, bottom, right in page.merges:
        y, below = bisect_left(lines, top), bisect_right(lines, bottom)
        x, beyond = bisect_left(columns, left), bisect_right(columns, right)
        area += (below - y) * (beyond - x)
        if area > len(lines) * len(columns):
            msg = f"the spreadsheet is damaged: merged cells of the sheet {page.name} overlap"
            raise UnreadableDocument(msg)
        if below > y and beyond > x:
            merges[y, x] = (beyond - x, below - y)
            covered |= {(row, column) for row in range(y, below) for column in range(x, beyond)} - {(y, x)}
            anchors[y, x] = page.texts.get(top, {}).get(left, "")
    return merges, covered, anchors
