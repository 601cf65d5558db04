"""The text of a page outside its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.readers.ocr import engine
from archive.readers.ocr.overlooked import overlooked
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.strokes import PixelBox
from archive.readers.pdf_tables import RuledTable
from archive.readers.pdf_text import Char

_NEAR = 1.2  # sizes of letters nearer than this are one size
_LOOKED_AT = 1.7  # pixels a point; text is found as well on a picture so coarse
_TILE = 900.0  # points of a long picture in which text is looked for at once
_OVERLAP = 60.0  # points
_UNSURE, _SURE = 0.5, 0.9  # text read less surely than this is dirt; text that was overlooked, less than that
_ROOM = 1.5  # points around a line that was overlooked


def outside(paper: Paper, tables: Sequence[RuledTable]) -> tuple[list[Char], float]:
    """The characters outside tables, those of red heads too, and how surely the least sure line was read."""
    import cv2

    page, black = 255 - cv2.max(paper.ink, paper.red), paper.ink.copy()
    for table in tables:
        x0, y0, x1, y1 = (round(v * paper.unit) for v in table.box)
        area = slice(max(y0 - 2, 0), y1 + 3), slice(max(x0 - 2, 0), x1 + 3)
        page[area], black[area] = 255, 0
    found = [box for box in _text_boxes(page, paper.unit) if box[2] - box[0] > 3 and box[3] - box[1] > 3]
    room = round(_ROOM * paper.unit)
    more = [_wider(box, room, paper.size) for box in overlooked(black, found, paper.unit)]
    boxes = [*((box, _UNSURE) for box in found), *((box, _SURE) for box in more)]
    read = engine.read_lines([page[y0:y1, x0:x1] for (x0, y0, x1, y1), _ in boxes])
    kept = [
        (b, engine.text_of(r), _mean(r)) for (b, least), r in zip(boxes, read, strict=True) if r and _mean(r) > least
    ]
    sizes = sorted(box[3] - box[1] for box, _, _ in kept)
    usual = sizes[len(sizes) // 2] if sizes else 0
    chars = [char for box, text, _ in kept for char in _spread(text, box, paper.unit, usual)]
    return chars, round(min((sure for _, _, sure in kept), default=1.0), 2)


def _wider(box: PixelBox, by: int, size: tuple[int, int]) -> PixelBox:
    return max(box[0] - by, 0), max(box[1] - by, 0), min(box[2] + by, size[0]), min(box[3] + by, size[1])


def _mean(signs: Sequence[engine.Sign]) -> float:
    return sum(sign.likely for sign in signs) / len(signs)


def _text_boxes(page: Any, unit: float) -> Iterator[PixelBox]:
    """Where text stands, long pictures piece by piece; what is cut by the end of a piece is in the next one."""
    import cv2

    height, width = page.shape
    step, overlap = round(_TILE * unit), round(_OVERLAP * unit)
    coarse = min(1.0, _LOOKED_AT / unit)
    top = 0
    while top < height:
        end = min(height, top + step)
        piece = cv2.resize(page[top:end], None, fx=coarse, fy=coarse, interpolation=cv2.INTER_AREA)
        for corners in engine.find_text(piece):
            x, y, w, h = cv2.boundingRect(corners / coarse)
            cut = end < height and y + h > end - top - 3
            seen = top > 0 and y + h / 2 < overlap / 2
            if not (cut or seen) and not (end < height and y + h / 2 > end - top - overlap / 2):
                yield max(x, 0), max(y, 0) + top, min(x + w, width), min(y + h, end - top) + top
        if end == height:
            return
        top = end - overlap


def _spread(text: str, box: PixelBox, unit: float, usual: float) -> Iterator[Char]:
    """The characters of a line side by side; letters of nearly the usual size are of that size."""
    x0, y0, x1, y1 = (v / unit for v in box)
    size = box[3] - box[1]
    like = usual if usual / _NEAR < size < usual * _NEAR else size
    step = (x1 - x0) / max(len(text), 1)
    for i, sign in enumerate(text):
        yield Char(sign, x0 + i * step, y0, x0 + (i + 1) * step, y1, like * 0.72 / unit)
