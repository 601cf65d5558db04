"""Pictures of a report: PNG, JPEG, TIFF, BMP, GIF, WebP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.errors import UnreadableDocument
from archive.media import sniff
from archive.models import Document
from archive.readers.ocr import engine
from archive.readers.ocr.sequence import in_line
from archive.readers.pages import Page, blocks


def read(body: bytes) -> Document:
    """The text and tables of a picture; places are `page` (from 1) and `box` (its pixels, from the top left)."""
    engine.demand()
    made = tuple(blocks(in_line(read_pages([body]))))
    if not made:
        raise UnreadableDocument("no text is seen on the picture")
    return Document(sniff(body), made)


def read_pages(bodies: Iterable[bytes], pages_before: int = 0, tables_before: int = 0) -> Iterator[Page]:
    """The pages of pictures that follow one another, numbered on from those before."""
    from archive.readers.ocr.page import read_page
    from archive.readers.ocr.picture import pages

    number, tables = pages_before, tables_before
    for body in bodies:
        for picture in pages(body):
            number += 1
            page = read_page(picture.pixels, picture.unit, number, tables, picture.scale)
            tables += len(page.tables)
            yield page
