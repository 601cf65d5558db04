"""Plain text and Markdown, second reading: labels and the values behind them, wherever lines and cells end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.models import Document
from archive.readers import anchored
from archive.readers.pieces import Piece

_MARKS = re.compile(r"\*\*|__|\[bookmark:[^\[\]]{0,200}\]")
_DRAWN = re.compile(r"[\s|:+\-—]+")
_PAGE_NUMBER = re.compile(r"\s*[-—–－]\s*\d{1,3}\s*[-—–－]\s*")


def read(text: str) -> Document:
    """The tables of a text whose rows its labels anchor."""
    return Document("text/plain", tuple(anchored.blocks(pieces(text))), is_partial=True)


def pieces(text: str) -> Iterator[Piece]:
    """The cells and lines of a text in their order; an empty cell between others is a blank piece."""
    for line in text.splitlines():
        if "\t" in line and not line.strip():
            yield Piece("")
        if not line.strip() or (_DRAWN.fullmatch(line) and len(line.strip()) > 2) or _PAGE_NUMBER.fullmatch(line):
            continue
        plain = _MARKS.sub("", line)
        if "|" in plain:
            yield from _counted(plain.strip().removeprefix("|").removesuffix("|").split("|"))
        elif "\t" in plain.strip():
            yield from _counted(plain.split("\t"))
        else:
            yield Piece(plain.strip())


def _counted(cells: list[str]) -> Iterator[Piece]:
    """The cells of a line, placed by how many stand between them and its end: labels before them vary in number."""
    for cell, place in zip(cells, range(-len(cells), 0), strict=True):
        yield Piece(cell, place, place)
