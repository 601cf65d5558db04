"""Characters of a PDF page to text: lines, words, and the text of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_GAP = 0.35  # of a character's size; a wider gap on a line is a space
_FIGURE = frozenset("0123456789.,-")
_TOUCHING = 0.1  # of a character's size; digits of one number are no further apart
_LEVEL = 0.5  # points; characters of one line stand this level
_TWIN = 0.15  # of a character's size; the same character this close is bold made by printing twice
_OVERPRINTED = 0.5  # of the narrower one's width; characters that share more are printed over one another
_SMALLER, _RAISED = 0.8, 0.2  # of the line's size: how small and how high a footnote's mark is
DOUBTFUL = "\N{VERTICAL LINE EXTENSION}"  # behind a digit that a person would not read as part of a number


class Char(NamedTuple):
    """A printed character and its box, in points from the top left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    order: int = 0  # in which the page's content is drawn
    is_veiled: bool = False  # something drawn over it may hide it

    @property
    def middle(self) -> tuple[float, float]:
        """Across and down."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


Line = Sequence[Char]


def doubtful(char: Char) -> Char:
    """A character whose digit is not to be trusted, marked as such; any other as it is."""
    return char._replace(text=char.text + DOUBTFUL) if char.text[:1].isdigit() else char


def lines(chars: Iterable[Char]) -> list[Line]:
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
    """A line without the second printing of what is printed twice; other overprinting is marked."""
    kept: list[Char] = []
    for char in line:
        last = kept[-1] if kept else None
        if last is None:
            kept.append(char)
        elif not _is_twin(last, char):
            kept.append(doubtful(char) if _is_confused(last, char) else char)
    return kept


def _is_twin(last: Char, char: Char) -> bool:
    near = _TWIN * char.size
    return last.text == char.text and abs(last.x0 - char.x0) < near and abs(last.top - char.top) < near


def _is_confused(left: Char, right: Char) -> bool:
    """Whether two digits are printed over one another, or from right to left."""
    if not (left.text[:1].isdigit() and right.text[:1].isdigit()):
        return False
    narrower = min(left.x1 - left.x0, right.x1 - right.x0)
    return left.x1 - right.x0 > _OVERPRINTED * narrower or (right.order == left.order - 1 and _touch(left, right))


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
    above: Line = ()
    for line in lines(chars):
        printed = line_text(_with_footnotes(line))
        if not printed:
            continue
        if above:
            before, size = above[0].x0 - left, above[0].size
            full = before < size and right - above[-1].x1 < max(size, before + line[0].x1 - line[0].x0)
            joined = text[-1:].isdigit() and printed[:1].isdigit() and full
            text += "" if joined else "\n"
        text += printed
        above = line
    return text


def _with_footnotes(line: Line) -> Line:
    """A line with brackets around the small raised digits in it: the mark of a footnote is no digit of the figure."""
    largest = max(line, key=lambda c: c.size)
    if min(c.size for c in line) >= _SMALLER * largest.size:
        return line
    raised = [_is_raised(char, largest) for char in line]
    return [
        char._replace(text=_bracketed(char.text, opens=up and not before, closes=up and not behind))
        for char, before, up, behind in zip(line, [False, *raised], raised, [*raised[1:], False], strict=False)
    ]


def _is_raised(char: Char, base: Char) -> bool:
    small = char.size < _SMALLER * base.size and char.text[:1].isdigit()
    return small and base.bottom - char.bottom > _RAISED * base.size


def _bracketed(text: str, *, opens: bool, closes: bool) -> str:
    return f"{'[' if opens else ''}{text}{']' if closes else ''}"


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
