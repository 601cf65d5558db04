"""Characters of a PDF page to text: lines, words, and the text of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

_GAP = 0.35  # of a character's size; a wider gap on a line is a space
_FIGURE = frozenset("0123456789.,-")
_TOUCHING = 0.1  # of a character's size; digits of one number are no further apart
_LEVEL = 0.5  # points; characters of one line stand this level
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


def cell_text(chars: Sequence[Char], left: float, right: float) -> str:
    """The text of a cell from `left` to `right`.

    A number too long for its cell fills a line from edge to edge and runs on in the next; one of two
    numbers in a cell leaves room on a side. Only the former is put together.
    """
    text = ""
    above: list[Char] = []
    for line in lines(chars):
        printed = line_text(line)
        if not printed:
            continue
        if above:
            full = right - above[-1].x1 < above[-1].size and above[0].x0 - left < above[0].size
            joined = text[-1:].isdigit() and printed[:1].isdigit() and full
            text += "" if joined else "\n"
        text += printed
        above = line
    return text


def figures(chars: Sequence[Char]) -> Iterator[range]:
    """Where the numbers are among characters in the order they are drawn: digits that touch on one line."""
    start = 0
    for i, char in enumerate(chars):
        if char.text not in _FIGURE:
            yield range(start, i)
            start = i + 1
        elif i > start and not _touch(chars[i - 1], char):
            yield range(start, i)
            start = i
    yield range(start, len(chars))


def _touch(left: Char, right: Char) -> bool:
    return abs(left.bottom - right.bottom) < _LEVEL and abs(right.x0 - left.x1) < _TOUCHING * left.size
