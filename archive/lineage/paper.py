"""A page of a PDF or a picture with boxes drawn on it, cut down to the part that matters."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import UnreadableDocument

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 12_000_000  # of the picture we make
_MOST_OPENED = 150_000_000  # of a picture we open: an A2 page at 600 dpi
_WIDE = 1600  # pixels, as far as the page has them
_SHARPEST = 4.0  # pixels a point
_COLOURS = {"spot": (221, 0, 0), "label": (40, 90, 220), "head": (30, 140, 40)}

Box = tuple[float, float, float, float]


class Marked(NamedTuple):
    """A box to draw, in the unit of the document, from the top left, and what it is: spot, label or head."""

    kind: str
    box: Box


def of_pdf(body: bytes, page: int, marks: Sequence[Marked], frame: Box, *, as_seen: bool = False) -> bytes:
    """Page `page` (from 1) of a PDF, cut to `frame`, as PNG; boxes in points.

    They count from the corner of the sheet, or with `as_seen` of what is shown of it.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
        sheet = document[page - 1]
        left, top = (0.0, 0.0) if as_seen else _corner(sheet.get_mediabox(), turned=sheet.get_rotation() % 180 != 0)
        if not as_seen:
            sheet.set_cropbox(*sheet.get_mediabox())
        width, height = sheet.get_size()
        frame = _within(_moved(frame, left, top), width, height)
        scale = _scale(frame, _SHARPEST)
        cut = (frame[0], height - frame[3], width - frame[2], frame[1])
        image = sheet.render(scale=scale, crop=cut, may_draw_forms=False).to_pil()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        msg = f"the page cannot be drawn: {error}"
        raise UnreadableDocument(msg) from error
    return _png(image, [Marked(m.kind, _moved(m.box, left, top)) for m in marks], frame, scale)


def of_picture(body: bytes, page: int, marks: Sequence[Marked], frame: Box) -> bytes:
    """A picture (page `page` of one with several), turned as it says and cut to `frame`, as PNG; boxes in pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_OPENED // 2  # beyond twice of this Pillow refuses
    try:
        with Image.open(BytesIO(body)) as opened:
            opened.seek(page - 1)
            turned = ImageOps.exif_transpose(opened)
            frame = _within(frame, *turned.size)
            image = _on_paper(turned.crop(frame))
    except (OSError, ValueError, EOFError, SyntaxError, Image.DecompressionBombError) as error:
        msg = f"the picture cannot be drawn: {error}"
        raise UnreadableDocument(msg) from error
    scale = _scale(frame, 1.0)
    image = image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    return _png(image, marks, frame, scale)


def _on_paper(image: Image) -> Image:
    """In colour; what is transparent is white, and grey of sixteen bits is cut to eight."""
    from PIL import Image as Images

    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    layer = image.convert("RGBA")
    white = Images.new("RGBA", layer.size, "white")
    white.alpha_composite(layer)
    return white.convert("RGB")


def _corner(mediabox: Sequence[float], *, turned: bool) -> tuple[float, float]:
    """The upper left corner of a sheet in the coordinates of places, which are pdfplumber's: y grows downwards."""
    x0, y0 = mediabox[:2]
    return (y0, -x0) if turned else (x0, -y0)


def _moved(box: Box, left: float, top: float) -> Box:
    return (box[0] - left, box[1] - top, box[2] - left, box[3] - top)


def _within(frame: Box, width: float, height: float) -> Box:
    """A frame that is on the sheet and not empty; the whole sheet where it lies beside it."""
    inside = (max(frame[0], 0.0), max(frame[1], 0.0), min(frame[2], width), min(frame[3], height))
    if inside[2] - inside[0] < 1 or inside[3] - inside[1] < 1:
        return (0.0, 0.0, width, height)
    return inside


def _scale(frame: Box, sharpest: float) -> float:
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    return min(sharpest, max(_WIDE / width, 1.0), sqrt(MOST_PIXELS / (width * height)))


def _png(image: Image, marks: Sequence[Marked], frame: Box, scale: float) -> bytes:
    from PIL import ImageDraw

    image = image.convert("RGB")
    draw = ImageDraw.Draw(image)
    for kind, box in sorted(marks, key=lambda mark: mark.kind == "spot"):  # the spot on top
        left, top, right, bottom = (side * scale for side in _moved(box, frame[0], frame[1]))
        draw.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=_COLOURS[kind], width=4)
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
