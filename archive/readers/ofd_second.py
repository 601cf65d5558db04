"""OFD, second reading: the words of text objects in their order, bound to the form by labels alone.

Neither rules nor what is drawn over or cut off is looked at, and pages are not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, chain, islice
from typing import Any

from archive.media import OFD
from archive.models import Document
from archive.readers import anchored
from archive.readers.drawn_words import Character, words
from archive.readers.ofd_elements import is_named, numbers
from archive.readers.ofd_text import advances, width
from archive.readers.office_package import Package, part_name

_MOST_BYTES, _MOST_TAGS = 60_000_000, 1_000_000  # of the parts read, unpacked
_MOST_PAGES = 300
_MOST_CHARACTERS = 50_000  # of a page


def read(body: bytes) -> Document:
    """The tables of an OFD file whose rows its labels anchor. Raises UnreadableDocument."""
    package = Package(body, "the OFD file", _MOST_BYTES, _MOST_TAGS)
    pieces = chain.from_iterable(words(islice(_characters(page), _MOST_CHARACTERS)) for page in _pages(package))
    return Document(OFD, tuple(anchored.blocks(pieces)), is_partial=True)


def _pages(package: Package) -> Iterator[Any]:
    paths = (part_name("", e.text or "") for e in package.tree("OFD.xml").iter() if is_named(e, "DocRoot"))
    listed = (
        part_name(path.rpartition("/")[0], page.get("BaseLoc"))
        for path in paths
        for page in package.tree(path).iter()
        if is_named(page, "Page") and page.get("BaseLoc")
    )
    yield from (package.tree(path) for path in islice(listed, _MOST_PAGES))


def _characters(page: Any) -> Iterator[Character]:
    for text in page.iter():
        if is_named(text, "TextObject") and text.get("Visible") != "false":
            left, top, *_ = [*numbers(text.get("Boundary")), 0.0, 0.0]
            size = next(iter(numbers(text.get("Size"))), 0.0)
            for code in text:
                if is_named(code, "TextCode"):
                    yield from _placed(code, left, top, size)


def _placed(code: Any, left: float, top: float, size: float) -> Iterator[Character]:
    letters = code.text or ""
    x = left + next(iter(numbers(code.get("X"))), 0.0)
    y = top + next(iter(numbers(code.get("Y"))), 0.0)
    starts = accumulate(advances(code.get("DeltaX"), letters, size), initial=x)
    for letter, at in zip(letters, starts, strict=False):
        yield Character(letter, at, at + width(letter) * size, y, size)
