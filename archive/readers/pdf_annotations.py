"""Annotations of a PDF page: notes, stamps and form fields that stand on what the page itself draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_rect
from pdfplumber.utils.exceptions import PdfminerException

from archive.errors import UnreadableDocument
from archive.readers.pdf_page import Effort
from archive.readers.pdf_rules import Box
from archive.readers.pdf_tables import RuledTable

_COST = 500  # bytes of drawing that each is counted as
_MOST = 200  # told apart on a page; more are one
_UNSEEN = frozenset(("Link", "Popup"))  # they show nothing of themselves on a page
_HIDDEN = 2 | 32  # flags: hidden, and not for the screen
_POINTS = ("QuadPoints", "L", "Vertices", "InkList")  # where a viewer draws one without an appearance
_MOST_POINTS = 2_000
_FARTHEST = 1e6  # points; no page is as large
_DEEPEST = 10  # fields inside fields
_GRAZED = 2.0  # points by which a box may reach into a cell that is not its own


def shown(page: Any, effort: Effort) -> list[Box]:
    """The boxes of the annotations of a pdfplumber page that a viewer may show, from the page's top left corner."""
    try:
        return list(_shown(page, effort))
    except UnreadableDocument:
        raise
    except Exception as error:  # pdfminer's readers of broken files fail in every way there is
        raise PdfminerException(error) from error


def _shown(page: Any, effort: Effort) -> Sequence[Box]:
    stated = resolve1(page.page_obj.annots)
    left, top = page.mediabox[:2]
    base = top + page.height
    matrix = _matrix(page.page_obj)
    boxes = []
    for annotation in map(resolve1, stated if isinstance(stated, list) else ()):
        effort.spend(_COST)
        if isinstance(annotation, dict) and _is_seen(annotation) and (box := _box(annotation)):
            x0, y0, x1, y1 = apply_matrix_rect(matrix, box)
            boxes.append((x0 + left, base - y1, x1 + left, base - y0))
    return boxes if len(boxes) <= _MOST else [_around(boxes)]


def _matrix(page: Any) -> tuple[float, float, float, float, float, float]:
    """How a page is turned and moved before it is drawn; the same as for its content."""
    x0, y0, x1, y1 = page.mediabox
    turns: dict[int, tuple[float, float, float, float, float, float]] = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    return turns.get(page.rotate, (1, 0, 0, 1, -x0, -y0))


def _is_seen(annotation: dict[str, Any]) -> bool:
    kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
    flags = resolve1(annotation.get("F"))
    if kind in _UNSEEN or (isinstance(flags, int) and flags & _HIDDEN):
        return False
    return kind != "Widget" or bool(resolve1(annotation.get("AP"))) or _has_value(annotation)


def _has_value(field: dict[str, Any]) -> bool:
    """Whether a field of a form is filled, by itself or by the field it is part of."""
    for _ in range(_DEEPEST):
        if resolve1(field.get("V")) not in (None, b"", ""):
            return True
        field = resolve1(field.get("Parent"))
        if not isinstance(field, dict):
            return False
    return True


def _box(annotation: dict[str, Any]) -> Box | None:
    """Where an annotation stands; None where it is nowhere, as an invisible signature is."""
    corners = list(_numbers(annotation.get("Rect")))
    if len(corners) != 4 or (corners[0] == corners[2] and corners[1] == corners[3]):
        return None
    if not resolve1(annotation.get("AP")):
        for key in _POINTS:
            corners += _numbers(annotation.get(key))
    xs, ys = corners[::2], corners[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def _numbers(stated: Any, depth: int = 0) -> list[float]:
    """Pairs of numbers in an array, or in the arrays in it."""
    values = resolve1(stated)
    found: list[float] = []
    for value in map(resolve1, values[:_MOST_POINTS] if isinstance(values, list) else ()):
        if isinstance(value, int | float) and abs(value) < _FARTHEST:
            found.append(float(value))
        elif depth == 0 and len(found) < _MOST_POINTS:
            found += _numbers(value, 1)
    return found[: len(found) // 2 * 2]


def _around(boxes: Sequence[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def noted(tables: Sequence[RuledTable], boxes: Sequence[Box]) -> list[RuledTable]:
    """The tables of a page with the cells marked on which one of these boxes stands, blank ones too."""
    return [_noted(table, list(_upon(table.box, boxes))) for table in tables]


def _noted(table: RuledTable, boxes: Sequence[Box]) -> RuledTable:
    if not boxes:
        return table
    cells = []
    for cell in table.cells:
        near = list(_upon(cell.box, boxes))
        is_noted = any(
            _reaches(box, cell.box) or any(_meet((c.x0, c.top, c.x1, c.bottom), box) for c in cell.chars)
            for box in near
        )
        cells.append(replace(cell, is_noted=True) if is_noted else cell)
    return replace(table, cells=tuple(cells))


def _upon(area: Box, boxes: Sequence[Box]) -> Iterator[Box]:
    return (box for box in boxes if _meet(area, box))


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _reaches(box: Box, cell: Box) -> bool:
    """Whether a box does more than graze a cell; a line, which is thin itself, does where it runs through it."""
    across = min(box[2], cell[2]) - max(box[0], cell[0])
    down = min(box[3], cell[3]) - max(box[1], cell[1])
    return across >= min(_GRAZED, box[2] - box[0]) and down >= min(_GRAZED, box[3] - box[1])
