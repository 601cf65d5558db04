"""Characters of a PDF page to text: lines, words, and the text of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_GAP = 0.35  # of a character's size; a wider gap on a line is a space
_TWIN = 1.0  # points; the same character this close is bold made by printing twice


class Char(NamedTuple):
    """A printed character and its box, in points from the top left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """Across and down."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


Line = Sequence[Char]


def characters(page: Any) -> list[Char]:
    """The characters of a pdfplumber page, without the twenty other things it knows of each."""
    return [Char(c["text"], c["x0"], c["top"], c["x1"], c["bottom"], c["size"]) for c in page.chars]


def lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters grouped into lines from top to bottom, each from left to right."""
    made: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.top, c.x0)):
        middle = char.middle[1]
        for line in reversed(made[-4:]):
            if line[0].top <= middle <= line[0].bottom:
                line.append(char)
                break
        else:
            made.append([char])
    return [_without_twins(sorted(line, key=lambda c: c.x0)) for line in made]


def _without_twins(line: list[Char]) -> list[Char]:
    kept: list[Char] = []
    for char in line:
        last = kept[-1] if kept else None
        twin = (
            last is not None
            and last.text == char.text
            and abs(last.x0 - char.x0) < _TWIN
            and abs(last.top - char.top) < _TWIN
        )
        if not twin:
            kept.append(char)
    return kept


def line_text(line: Line) -> str:
    """The text of a line; a gap wider than a third of a character is a space."""
    pieces: list[str] = []
    end = None
    for char in line:
        if end is not None and char.x0 - end > _GAP * char.size:
            pieces.append(" ")
        pieces.append(char.text)
        end = char.x1
    return "".join(pieces).strip()


def cell_text(chars: Sequence[Char], right: float) -> str:
    """The text of a cell that ends at `right`.

    A number too long for its cell runs on in the next line; two numbers in one cell do not touch the
    cell's edge. Only the former is put together.
    """
    text = ""
    last: Char | None = None
    for line in lines(chars):
        printed = line_text(line)
        if not printed:
            continue
        if last is not None:
            full = right - last.x1 < last.size
            joined = text[-1:].isdigit() and printed[:1].isdigit() and full
            text += "" if joined else "\n"
        text += printed
        last = line[-1]
    return text
