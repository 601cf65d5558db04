"""One picture of a page to its tables and lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from archive.patience import page_takes_time
from archive.readers import pdf_rules, pdf_tables
from archive.readers.ocr import holes, lost_columns, lost_rows, traces, turned, unruled, upright, white
from archive.readers.ocr.cells import read_cells
from archive.readers.ocr.frames import without_strokes
from archive.readers.ocr.outside import outside
from archive.readers.ocr.paper import Paper, paper_of
from archive.readers.ocr.ruling import Rules, rules_of
from archive.readers.ocr.sides import sides
from archive.readers.pages import Page
from archive.readers.pdf_rules import SNAP, Box, Edge
from archive.readers.pdf_tables import RuledTable
from archive.readers.pdf_text import lines

_LOWEST_CELL = 9.0  # points; half the cells of a table are at least that high
_WHOLE = 0.8  # of a table's width
_PAGE = 842.0  # points; a long picture takes the time of as many pages


@dataclass(frozen=True, slots=True)
class _Set:
    """A page set upright: its paper, and the matrix from the picture's pixels to the paper's."""

    paper: Paper
    rules: Rules
    matrix: Any


def read_page(
    picture: Any,
    unit: float,
    number: int,
    tables_before: int,
    scale: tuple[float, float],
    corner: tuple[float, float] = (0, 0),
) -> Page:
    """Read a picture (uint8, colour) of `unit` pixels a point.

    Boxes of the document are pixels of the picture times `scale` (across and down), counted from `corner`.
    """
    import numpy as np

    for _ in range(max(1, round(max(picture.shape[:2]) / unit / _PAGE))):
        page_takes_time()
    turns = turned.quarter_turns(picture)
    page = _set_upright(np.ascontiguousarray(np.rot90(picture, turns)), unit)
    back = turned_back(turns, picture.shape) @ np.linalg.inv(page.matrix)

    def locate(box: Box) -> list[float]:
        return _located(box, back, unit, scale, corner)

    ruled, mask, is_worn = traces.followed(page.rules, page.paper)
    edges = without_strokes(ruled)
    told = list(unruled.told(page.paper, mask, edges))
    edges += told
    edges += sides(edges)
    found = _found(edges, told, number, tables_before)
    letters = white.Page.of(page.paper, mask)
    whole = (table if table.is_told else lost_columns.parted(letters, table) for table in found.tables)
    tables = [holes.filled(table) for table in whole]
    read = [lost_rows.parted(table, locate) for table in read_cells(page.paper, mask, tables, locate)]
    read = traces.missed(read) if is_worn else read
    text, sure = outside(page.paper, tables)
    return Page(number, page.paper.size[1] / unit, read, lines(text), found.is_crowded, locate, sure)


def _found(edges: Sequence[Edge], told: Sequence[Edge], number: int, before: int) -> pdf_tables.Found:
    """The tables that rules make, of which the white `told` some; `before` are the tables of earlier pages."""
    found = pdf_tables.find(pdf_rules.Rules.of(edges), (), number, before)
    kept = (table for table in found.tables if _is_table(table, edges))
    tables = [
        replace(t, number=before + i, is_told=any(t.box[1] < (e["top"] + e["bottom"]) / 2 < t.box[3] for e in told))
        for i, t in enumerate(kept, 1)
    ]
    return found._replace(tables=tables)


def _set_upright(picture: Any, unit: float) -> _Set:
    paper = paper_of(picture, unit)
    size = paper.size
    matrix = upright.turning(upright.tilt(paper), size)
    first = _warped(paper, matrix)
    rules = rules_of(first)
    more = upright.straightening(rules, size, unit)
    if more is None:
        return _Set(first, rules, matrix)
    straight = _warped(paper, more @ matrix)
    return _Set(straight, rules_of(straight), more @ matrix)


def _warped(paper: Paper, matrix: Any) -> Paper:
    """The paper seen through a matrix; what moves by less than a pixel stays as it is."""
    import cv2
    import numpy as np

    if np.allclose(matrix, np.eye(3), atol=1e-4):
        return paper
    ink = cv2.warpPerspective(paper.ink, matrix, paper.size, flags=cv2.INTER_CUBIC)
    red = cv2.warpPerspective(paper.red, matrix, paper.size) if paper.red.any() else paper.red
    seals = None if paper.seals is None else cv2.warpPerspective(paper.seals, matrix, paper.size)
    return replace(paper, ink=ink, red=red, seals=seals)


def turned_back(turns: int, shape: tuple[int, ...]) -> Any:
    """The matrix from a turned picture's pixels to those of the picture itself."""
    import numpy as np

    height, width = shape[:2]
    return np.array(
        (
            ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
            ((0, -1, width), (1, 0, 0), (0, 0, 1)),
            ((-1, 0, width), (0, -1, height), (0, 0, 1)),
            ((0, 1, 0), (-1, 0, height), (0, 0, 1)),
        )[turns % 4],
        float,
    )


def _located(box: Box, back: Any, unit: float, scale: tuple[float, float], corner: tuple[float, float]) -> list[float]:
    import numpy as np

    x0, y0, x1, y1 = (v * unit for v in box)
    there = np.array([(x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)], float) @ back.T
    points = there[:, :2] / there[:, 2:] * np.array(scale) + np.array(corner)
    return [round(float(v), 1) for v in (*points.min(axis=0), *points.max(axis=0))]


def _is_table(table: RuledTable, edges: Sequence[Edge]) -> bool:
    """Whether a rule runs over all of it and cells are high enough for text: strokes of letters cross as rules do."""
    x0, top, x1, bottom = table.box
    own = (e for e in edges if e["orientation"] == "h" and top - SNAP <= e["top"] <= bottom + SNAP)
    longest = max((min(e["x1"], x1) - max(e["x0"], x0) for e in own), default=0.0)
    return longest >= _WHOLE * (x1 - x0) and median(c.box[3] - c.box[1] for c in table.cells) >= _LOWEST_CELL
