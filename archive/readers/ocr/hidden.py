"""Letters that a rule or the edge of the page hides in part: what is seen of them may be read as something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.readers.ocr.paper import Paper
from archive.readers.ocr.strokes import PixelBox

_NEAR = 0.6  # of the height of a line; a stroke that lies in a rule stands no further from the next
_DARKER = 1.08  # times the ink of a rule beside the line is more than above and below it, if a stroke lies in it
_REACH = 1.5  # points; a stroke that lies in a rule reaches no further over its side
_ROWS = 4  # of pixels; so many at least above or below a line are compared with it
_EDGE = 2  # pixels; a cell so near the edge of the page goes on beyond it


def is_hidden(paper: Paper, cell: PixelBox, lines: Sequence[PixelBox]) -> bool:
    """Whether the first or last stroke of one of a cell's lines may lie in a rule, or beyond the edge of the page.

    `cell` and `lines`, the boxes of their ink, are pixels of the page.
    """
    if lines and (cell[0] < _EDGE or cell[2] > paper.size[0] - _EDGE):
        return True
    return any(_is_in_a_rule(paper, cell, line) for line in lines)


def _is_in_a_rule(paper: Paper, cell: PixelBox, line: PixelBox) -> bool:
    reach, near = max(1, round(_REACH * paper.unit)), _NEAR * (line[3] - line[1])
    left, right = cell[0], cell[2] - 1
    sides = []
    if line[0] - left <= near:
        sides.append((max(0, left - reach), min(left + reach, line[0])))
    if right - line[2] <= near:
        sides.append((max(right - reach, line[2]), right + reach))
    return any(
        _is_darker(paper.ink[cell[1] : cell[3], x0:x1], line[1] - cell[1], line[3] - cell[1]) for x0, x1 in sides
    )


def _is_darker(side: Any, top: int, bottom: int) -> bool:
    """Whether the ink at a cell's side (one row a line of pixels) is more from `top` to `bottom` than elsewhere."""
    import numpy as np

    rows = side.sum(axis=1, dtype=np.int64)
    inner = np.arange(rows.size)
    own = (inner >= top) & (inner < bottom)
    apart = ~own & (inner >= _ROWS) & (inner < rows.size - _ROWS)  # the rules above and below are no part of it
    if own.sum() < _ROWS or apart.sum() < _ROWS:
        return False
    return bool(np.mean(rows[own]) > _DARKER * max(float(np.percentile(rows[apart], 75)), 1.0))
