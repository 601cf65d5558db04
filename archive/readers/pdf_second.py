"""PDF, second reading, with pypdfium2: words in the order they were drawn, bound to the form by labels alone."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref
from itertools import chain
from typing import Any

from archive.media import PDF
from archive.models import Document
from archive.readers import anchored
from archive.readers.drawn_words import Character, words

_MOST_PAGES = 300
_MOST_CHARACTERS = 50_000  # of a page; a page of small print has 5,000
_BREAKS = "\r\n\x02\ufffe\uffff"  # where a line ends, or a word is hyphenated


def read(body: bytes) -> Document:
    """The tables of a PDF whose rows its labels anchor. Raises PdfiumError."""
    import pypdfium2

    with pypdfium2.PdfDocument(body) as document:
        pages = range(min(len(document), _MOST_PAGES))
        pieces = list(chain.from_iterable(words(_characters(document[number])) for number in pages))
        said = "".join(piece.text for piece in pieces)
        return Document(PDF, tuple(anchored.blocks(pieces)), beside=(said,), is_partial=True)


def _characters(page: Any) -> Iterator[Character]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    for i in range(min(text.count_chars(), _MOST_CHARACTERS)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, i))
        if letter in _BREAKS or pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, i, byref(box))  # the tight one of a full-width 1 leaves gaps
        # the size of the font is told before the page is scaled
        yield Character(letter, box.left, box.right, (box.top + box.bottom) / 2, box.top - box.bottom)
