"""Bytes of a picture to its pages as arrays, bounded before anything is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from archive.errors import UnreadableDocument
from archive.readers.ocr.paper import is_black_and_white, is_negative

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
MOST_PIXELS = 120_000_000  # of a page as stored; the largest telephone camera's picture has 108 million
MOST_PAGES = 300
_MOST_FRAMES = 30  # pages of a GIF or WebP
_NARROWEST = 200  # times as long as wide; no page is narrower, nor a long picture of pages
_WORKED_ON = 28_000_000  # pixels; as many are read
_FINEST, _COARSEST = 3.4, 2.0  # pixels a point; more shows nothing, with fewer rules and letters run together
_PAPER = (595.0, 842.0)  # points; A4
_GRAIN = 90  # of 255
_GRAINY = 2e-4  # of all pixels; fewer that differ from all around them are print
_SQUARE, _MOST_STRETCH = 0.1, 2.5  # how far pixels may be from squares, and how far those of any machine are
_LANDSCAPE = 1.15  # a page that much wider than high lies on its long side


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its pixels (uint8, colour), how many are a point; `scale` to those of the file, across and down."""

    pixels: Any
    unit: float
    scale: tuple[float, float]


def size(body: bytes) -> tuple[int, int]:
    """Width and height of a picture's first page in pixels; nothing is decoded."""
    from PIL import Image

    with _opened(body, Image) as image:
        width, height = image.size
        return int(width), int(height)


@contextmanager
def _opened(body: bytes, library: Any) -> Iterator[Any]:
    """An image of Pillow, without its own bound on size; what goes wrong is told in a sentence."""
    previous, library.MAX_IMAGE_PIXELS = library.MAX_IMAGE_PIXELS, None  # our own bound comes before any decoding
    try:
        with library.open(BytesIO(body), formats=FORMATS) as image:
            yield image
    except UnreadableDocument:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, OverflowError) as error:
        raise UnreadableDocument("the picture is damaged or cut short") from error
    finally:
        library.MAX_IMAGE_PIXELS = previous


def pages(body: bytes) -> Iterator[Picture]:
    """The pages of a picture's file, one at a time, turned as its metadata says.

    Raises UnreadableDocument where it is damaged or larger than any page.
    """
    from PIL import Image

    with _opened(body, Image) as image:
        for number in range(_frames(image)):
            image.seek(number)
            yield _page(image)


def _frames(image: Any) -> int:
    """How many pages a picture's file has; what has many frames and is no TIFF is an animation, of which one counts."""
    count = int(getattr(image, "n_frames", 1))
    return min(count, MOST_PAGES) if image.format == "TIFF" or count <= _MOST_FRAMES else 1


def _page(image: Any) -> Picture:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise UnreadableDocument(f"the picture has {width} x {height} pixels: more than any page")
    if min(width, height) < 1:
        raise UnreadableDocument("the picture is empty")
    if max(width, height) > _NARROWEST * min(width, height):
        raise UnreadableDocument(f"the picture has {width} x {height} pixels: too narrow for a page")
    stretch = _stretch(image)
    return scaled(_pixels(image), stretch)


def _stretch(image: Any) -> float:
    """By how much a picture's pixels are higher than wide: a fax has half as many lines as columns."""
    try:
        across, down = (float(n) for n in image.info.get("dpi", (1, 1)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 1.0
    stretch = across / down if across > 0 and down > 0 else 1.0
    return stretch if 1 / _MOST_STRETCH <= stretch <= _MOST_STRETCH else 1.0


def _pixels(image: Any) -> Any:
    """Colour pixels on white; what is transparent is paper."""
    import numpy as np
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I;16") or turned.mode in ("I", "F"):
        return _sixteen(turned)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        layer = turned.convert("RGBA")
        turned = Image.new("RGB", layer.size, "white")
        turned.paste(layer, mask=layer.getchannel("A"))  # one copy of a large picture less than compositing takes
    return np.asarray(turned.convert("RGB"))


def _sixteen(image: Any) -> Any:
    """Grey of more than eight bits, from its darkest to its lightest."""
    import numpy as np

    grey = np.asarray(image).astype(np.float32)
    low, high = float(grey.min()), float(grey.max())
    grey = (255 * (grey - low) / max(high - low, 1)).astype(np.uint8)
    return np.dstack([grey] * 3)


def scaled(pixels: Any, stretch: float = 1.0) -> Picture:
    """A picture at the size it is read at; a page is taken to be as wide as A4, a pixel as `stretch` times as high."""
    import cv2

    pixels = 255 - pixels if is_negative(pixels) else pixels
    pixels = pixels if is_black_and_white(pixels) else _without_grains(pixels)  # of those its thin rules are made
    stretch = stretch if abs(stretch - 1) > _SQUARE else 1.0
    if stretch != 1:
        pixels = cv2.resize(pixels, None, fx=1, fy=stretch, interpolation=cv2.INTER_CUBIC)
    height, width = pixels.shape[:2]
    lies = width / height > _LANDSCAPE
    unit = width / (_PAPER[1] if lies else _PAPER[0])
    wanted = min(max(unit, _COARSEST), _FINEST)
    factor = min(wanted / unit, (_WORKED_ON / (width * height)) ** 0.5)
    if abs(factor - 1) > 0.02:
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        pixels = cv2.resize(pixels, (max(1, round(width * factor)), max(1, round(height * factor))), interpolation=how)
    scale = width / pixels.shape[1]
    return Picture(pixels, pixels.shape[1] / (_PAPER[1] if lies else _PAPER[0]), (scale, scale / stretch))


def _without_grains(pixels: Any) -> Any:
    """Pixels that differ from all eight around them take on their median: no letter is a single pixel."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ring = np.ones((3, 3), np.uint8)
    ring[1, 1] = 0
    black = cv2.subtract(cv2.erode(grey, ring), grey) > _GRAIN
    white = cv2.subtract(grey, cv2.dilate(grey, ring)) > _GRAIN
    grains = black | white
    if grains.mean() < _GRAINY:
        return pixels  # points of decimals on a coarse picture
    cleaned = pixels.copy()
    cleaned[grains] = cv2.medianBlur(pixels, 3)[grains]
    return cleaned
