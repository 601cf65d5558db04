"""Columns told by the white on each page for itself, put in line where they can only be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.readers.pdf_rules import SNAP
from archive.readers.pdf_tables import RuledTable

_SAME = 14.0  # points; the white between two columns is no wider, so borders told in it are no further apart


def evened(pieces: Sequence[RuledTable]) -> Sequence[RuledTable]:
    """The pieces of a table with each two borders at one place between which no cell stands of its own.

    Only where the white told them; rules that are drawn so near to one another are two.
    """
    if not all(piece.is_told for piece in pieces):
        return pieces
    cells = [cell.box for piece in pieces for cell in piece.cells]
    borders = sorted({x for box in cells for x in (box[0], box[2])})
    alone = [(box[0], box[2]) for box in cells if box[2] - box[0] < _SAME + SNAP]
    moved: dict[float, float] = {}
    for x, y in pairwise(borders):
        start = moved.get(x, x)
        is_column = any(abs(a - start) <= SNAP and abs(b - y) <= SNAP for a, b in alone)
        if SNAP < y - start < _SAME and not is_column and y != borders[-1] and start != borders[0]:
            moved[y] = start
    return [_moved(piece, moved) for piece in pieces] if moved else pieces


def _moved(piece: RuledTable, moved: dict[float, float]) -> RuledTable:
    boxes = [(moved.get(c.box[0], c.box[0]), c.box[1], moved.get(c.box[2], c.box[2]), c.box[3]) for c in piece.cells]
    if any(box[2] - box[0] <= SNAP for box in boxes):
        return piece
    return replace(piece, cells=tuple(replace(c, box=box) for c, box in zip(piece.cells, boxes, strict=True)))
