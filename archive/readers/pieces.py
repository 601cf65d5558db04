"""A report as a stream of pieces: words, and the values right behind them, however they are set on pages and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, pairwise
from typing import NamedTuple

from archive.labels import LONGEST_LABEL, marked_table, normal, vocabulary
from archive.numbers import read_value

_OF_VALUES = ("number", "not_applicable", "unreadable")
_MOST_PIECES = 100_000
_MOST_PARTS = 12  # pieces a label is broken into
_MOST_ENDS = 3  # of these below a page break
_LONGEST = 30  # characters of a figure that its cell breaks
_BESIDE = 1.5  # widths of a stroke between its parts, at most


class Piece(NamedTuple):
    """A word, a label or a part of one, or a value, and from where to where it reaches across the page, if known."""

    text: str
    left: float | None = None
    right: float | None = None

    @property
    def x(self) -> float | None:
        """Where its middle stands."""
        return None if self.left is None or self.right is None else (self.left + self.right) / 2

    @property
    def is_blank(self) -> bool:
        """Whether it only says that there is a cell."""
        return not self.text.strip()

    def goes_on(self, above: Piece) -> bool:
        """Whether it is the end of a figure that its cell was too narrow for, or of a stroke printed in two parts."""
        if self.left is None or self.right is None or above.left is None or above.right is None:
            return False
        is_stroke = {read_value(piece.text).state for piece in (self, above)} == {"not_applicable"}
        is_beside = is_stroke and 0 <= self.left - above.right < _BESIDE * (above.right - above.left)
        is_below = self.left < above.right and above.left < self.right
        joined = above.text + self.text
        return (is_beside or is_below) and len(joined) < _LONGEST and is_value(joined)


class Run(NamedTuple):
    """Words, and the values right behind them."""

    words: list[str]
    values: list[Piece]

    def label(self, known: Callable[[str], bool]) -> str | None:
        """The longest end of the words that is a label."""
        for start in range(max(0, len(self.words) - _MOST_PARTS), len(self.words)):
            label = "".join(self.words[start:])
            if len(label) <= 2 * LONGEST_LABEL and known(label):
                return label
        return None

    @property
    def printed(self) -> list[Piece]:
        """The values without blanks."""
        return [piece for piece in self.values if not piece.is_blank]


def runs_of(pieces: Iterable[Piece]) -> Iterator[Run]:
    """The runs of a stream of pieces, in its order."""
    words: list[str] = []
    values: list[Piece] = []
    for _, piece in zip(range(_MOST_PIECES), pieces, strict=False):
        if values and piece.goes_on(values[-1]):
            values[-1] = values[-1]._replace(text=values[-1].text + piece.text)
            continue
        if piece.is_blank or is_value(piece.text):
            values.append(piece)
            continue
        if values:
            yield Run(words, values)
            words, values = [], []
        words.append(piece.text.strip())
    yield Run(words, values)


def is_value(text: str) -> bool:
    """Whether a text is what stands in a column of values."""
    return read_value(text).state in _OF_VALUES


def whole(runs: Iterable[Run], known: Callable[[str], bool]) -> list[Run]:
    """The runs, labels put together of which a page break left the end below the values, perhaps under a head again."""
    made = list(runs)
    for i, (run, below) in enumerate(pairwise(made)):
        if not run.printed or run.label(known):
            continue
        rest = list(dropwhile(_is_head, below.words))
        for end in range(1, min(len(rest), _MOST_ENDS) + 1):
            joined = Run([*run.words, *rest[:end]], run.values)
            label = joined.label(known)
            if label and len(label) > len("".join(rest[:end])):  # else it is the label of the run below
                made[i], made[i + 1] = joined, Run(rest[end:], below.values)
                break
    return made


def _is_head(word: str) -> bool:
    label = normal(word)
    return label in vocabulary().applicants or marked_table(label) is not None
