"""Merged cells to a rectangle, slot by slot: the way of second readings, which share nothing with archive.grid."""

from __future__ import annotations

from archive.models import GridCell, Table

MOST = 2000  # columns, rows


class Slots:
    """A table that is filled row by row; `number` is its ordinal in the document, from 1."""

    def __init__(self, number: int, rows: int) -> None:
        """Begin a table of so many rows."""
        self._number, self._rows = number, rows
        self._filled: dict[tuple[int, int], GridCell] = {}

    def free(self, y: int, x: int = 0) -> int:
        """The first column from `x` on of row `y` that nothing stands in."""
        while (y, x) in self._filled:
            x += 1
        return x

    def put(self, text: str, y: int, x: int, width: int = 1, height: int = 1) -> None:
        """Set a cell with its upper left corner; what stands there already stays."""
        width, height = max(1, min(width, MOST - x)), max(1, min(height, self._rows - y))
        made = GridCell(text, {"table": self._number, "row": y + 1, "column": x + 1}, x, width, y, height)
        for down in range(height):
            for right in range(width):
                self._filled.setdefault((y + down, x + right), made)

    def table(self) -> Table:
        """All rows, each cell once in each row it reaches into."""
        rows: list[dict[int, GridCell]] = [{} for _ in range(self._rows)]
        for y, x in sorted(self._filled):
            cell = self._filled[y, x]
            rows[y].setdefault(id(cell), cell)
        return Table(tuple(tuple(row.values()) for row in rows), aligned=True, place={"table": self._number})
