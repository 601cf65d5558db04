"""The rules drawn on a PDF page, and the cells they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]  # x0, top, x1, bottom, in points from the top left corner
Edge = dict[str, Any]  # as pdfplumber gives them: x0, x1, top, bottom, orientation

SNAP = 3.0  # points within which two rules are one
_MOST_RULES, _MOST_PAIRS, _MOST_CORNERS = 10_000, 250_000, 4_000  # a page full of small cells has a quarter of it


def rule(x0: float, top: float, x1: float, bottom: float) -> Edge:
    """A level or upright rule: it has a length or a height, not both."""
    way = "h" if x1 - x0 > bottom - top else "v"
    size = {"width": x1 - x0, "height": bottom - top}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, **size, "orientation": way}


@dataclass(frozen=True, slots=True)
class Rules:
    """Horizontal and vertical rules, from top to bottom."""

    across: tuple[Edge, ...]
    down: tuple[Edge, ...]

    @classmethod
    def of(cls, edges: Sequence[Edge]) -> Rules:
        """The rules among the lines and sides of rectangles of a page: not those as short as a rule is thick."""
        across = (e for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] > SNAP)
        down = (e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] > SNAP)
        return cls(tuple(sorted(across, key=_top)), tuple(sorted(down, key=_top)))

    def apart(self) -> Iterator[Rules]:
        """The rules of each table: where no vertical rule runs on, one table ends and another begins.

        Apart, because the columns of two tables that nearly meet are not to be put on one line.
        """
        group: list[Edge] = []
        bottom = 0.0
        for edge in self.down:
            if group and edge["top"] > bottom + SNAP:
                yield self._around(group, bottom)
                group, bottom = [], 0.0
            group.append(edge)
            bottom = max(bottom, edge["bottom"])
        if group:
            yield self._around(group, bottom)

    def _around(self, down: list[Edge], bottom: float) -> Rules:
        top = down[0]["top"]
        return Rules(tuple(e for e in self.across if top - SNAP <= e["top"] <= bottom + SNAP), tuple(down))

    def cells(self) -> list[Box] | None:
        """The boxes that the rules of one table make; None where more is drawn than any table has."""
        from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

        if len(self.across) + len(self.down) > _MOST_RULES:
            return None
        edges = merge_edges([*self.across, *self._closing(), *self.down], SNAP, SNAP, SNAP, SNAP)
        across = sum(edge["orientation"] == "h" for edge in edges)
        if across * (len(edges) - across) > _MOST_PAIRS:
            return None
        corners = edges_to_intersections(edges, SNAP, SNAP)
        return list(intersections_to_cells(corners)) if len(corners) <= _MOST_CORNERS else None

    def _closing(self) -> Iterator[Edge]:
        """The rules that are missing where a page ends within a table.

        Its last row has none below, the first row of its rest none above: where the vertical rules end.
        """
        x0, x1 = min(e["x0"] for e in self.down), max(e["x0"] for e in self.down)
        for height in (min(e["top"] for e in self.down), max(e["bottom"] for e in self.down)):
            if x1 - x0 - self._length(height, x0, x1) > SNAP:
                yield rule(x0, height, x1, height)

    def drawn(self, box: Box, height: float) -> bool:
        """Whether a rule is drawn along most of the width of `box` at `height`."""
        return self._length(height, box[0], box[2]) > (box[2] - box[0]) / 2

    def _length(self, height: float, x0: float, x1: float) -> float:
        """How much of [x0, x1) the rules at `height` cover; what is drawn twice counts once."""
        covered, reach = 0.0, x0
        for left, right in sorted((e["x0"], e["x1"]) for e in self.across if abs(e["top"] - height) < SNAP):
            end = min(right, x1)
            if end > max(left, reach):
                covered += end - max(left, reach)
                reach = end
        return covered


def _top(edge: Edge) -> float:
    top: float = edge["top"]
    return top
