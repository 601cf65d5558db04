"""Pages of a PDF as pictures, where their text is only a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.errors import UnreadableDocument
from archive.readers.ocr import engine
from archive.readers.pages import Page
from archive.readers.pdf_rules import Box

_WIDTH = 1654  # pixels of a page as wide as A4: 200 to the inch
_LANDSCAPE = 1.15
_MOST_PIXELS = 12_000_000  # of a page; a long one is drawn smaller
_LARGE = (150.0, 60.0)  # points; a smaller picture among text is a seal or a drawing, not a table


def large_pictures(page: Any) -> list[Box]:
    """The boxes of the pictures on a pdfplumber page that may hold a table, in points from the top left."""
    boxes = ((i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images)
    width, height = float(page.width), float(page.height)
    cut = ((max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height)) for x0, y0, x1, y1 in boxes)
    return [b for b in cut if b[2] - b[0] >= _LARGE[0] and b[3] - b[1] >= _LARGE[1]]


class Scans:
    """The pages of one PDF drawn as pictures and read, one at a time."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, number: int, tables_before: int, box: Box | None = None) -> Page | None:
        """The page of a number (from 1), or what stands in a box of it; None where the `ocr` extra is missing."""
        if not engine.is_installed():
            return None
        from archive.readers.ocr.page import read_page
        from archive.readers.ocr.picture import scaled

        pixels, points = self._drawn(number, box)
        picture = scaled(pixels)
        corner = (box[0], box[1]) if box else (0.0, 0.0)
        scale = points / picture.pixels.shape[1]
        return read_page(picture.pixels, picture.unit, number, tables_before, (scale, scale), corner)

    def _drawn(self, number: int, box: Box | None) -> tuple[Any, float]:
        """A page or part of it in colour, and how many points wide that is."""
        import numpy as np
        import pypdfium2

        try:
            with pypdfium2.PdfDocument(self._body) as document:
                page = document[number - 1]
                width, height = page.get_size()
                x0, y0, x1, y1 = box or (0.0, 0.0, width, height)
                wide, high = max(x1 - x0, 1.0), max(y1 - y0, 1.0)
                target = _WIDTH * (2**0.5 if wide > _LANDSCAPE * high else 1)
                scale = min(target / wide, (_MOST_PIXELS / (wide * high)) ** 0.5)
                drawn = page.render(scale=scale, crop=(x0, height - y1, width - x1, y0), rev_byteorder=True)
                return np.ascontiguousarray(drawn.to_numpy()[:, :, :3]), wide
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument("a page of the PDF cannot be drawn") from error


def merged(page: Page, part: Page) -> Page:
    """A page with the tables of a picture on it, among which its own lines stand.

    The picture's boxes are moved to where they are on the page.
    """
    tables = [replace(t, box=_seat(t.box, part)) for t in part.tables]
    ordered = sorted([*page.tables, *tables], key=lambda t: t.box[1])
    return replace(page, tables=ordered)


def _seat(box: Box, part: Page) -> Box:
    assert part.locate is not None
    x0, y0, x1, y1 = part.locate(box)
    return x0, y0, x1, y1
