"""Pages without a text layer: pictures of the pages of a PDF, as photocopiers and telephones make them."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from random import Random

DPI = 150


@dataclass(frozen=True)
class Scan:
    """A picture format: the file's ending, and how pages become a file."""

    ending: str
    make: Callable


def _pages(body, dice):
    """The pages as slightly turned grey pictures with specks."""
    import pypdfium2

    turn, level = dice.uniform(-0.6, 0.6), dice.randint(0, 3)
    with pypdfium2.PdfDocument(body) as document:
        for page in document:
            image = page.render(scale=DPI / 72, grayscale=True).to_pil()
            yield _specked(image.rotate(turn, resample=3, fillcolor=255), level, dice.randint(0, 10**6))


def _specked(image, level, seed):
    dice = Random(seed)
    wide, high = image.size
    for _ in range(level * 60):
        image.putpixel((dice.randrange(wide), dice.randrange(high)), dice.randrange(120))
    return image


def _long(images):
    """One picture of all pages, one below another."""
    from PIL import Image

    made = Image.new("L", (max(i.width for i in images), sum(i.height for i in images)), 255)
    top = 0
    for image in images:
        made.paste(image, (0, top))
        top += image.height
    return made


def _saved(kind, **options):
    def make(body, dice):
        target = BytesIO()
        _long(list(_pages(body, dice))).save(target, kind, **options)
        return target.getvalue()

    return make


def _many(kind, **options):
    def make(body, dice):
        pages = _pages(body, dice)
        first, *more = (page.convert("1", dither=0) for page in pages) if kind == "TIFF" else pages
        target = BytesIO()
        first.save(target, kind, save_all=True, append_images=more, resolution=DPI, **options)
        return target.getvalue()

    return make


KINDS = {
    "scan": Scan("pdf", _many("PDF")),
    "png": Scan("png", _saved("PNG")),
    "jpeg": Scan("jpg", _saved("JPEG", quality=70)),
    "tiff": Scan("tif", _many("TIFF", compression="group4")),
}
