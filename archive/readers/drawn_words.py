"""Characters in the order they were drawn to words, for second readings of printed pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.loose_rows import PAGE_NUMBER
from archive.readers.pieces import Piece

_GAP = 0.35  # of a character's height; a wider gap on a line parts two words
_LEVEL = 0.5  # of its height; one that stands further up or down is on another line


class Character(NamedTuple):
    """A character and where it stands; heights may be counted from the top or from the bottom of the page."""

    text: str
    left: float
    right: float
    middle: float
    size: float


def words(characters: Iterable[Character]) -> Iterator[Piece]:
    """The words of a page, without the lines that only number it."""
    for line in _lines(characters):
        if not PAGE_NUMBER.fullmatch("".join(c.text for c in line).strip()):
            yield from (_piece(word) for word in _parted(line))


def _lines(characters: Iterable[Character]) -> Iterator[list[Character]]:
    """Characters drawn one after the other on one line, from left to right."""
    line: list[Character] = []
    for character in characters:
        last = line[-1] if line else None
        if last and (
            abs(character.middle - last.middle) > _LEVEL * max(character.size, last.size)
            or character.left < last.left - last.size
        ):
            yield line
            line = []
        line.append(character)
    if line:
        yield line


def _parted(line: list[Character]) -> Iterator[list[Character]]:
    word: list[Character] = []
    for character in line:
        if word and character.left - word[-1].right > _GAP * max(character.size, word[-1].size):
            yield word
            word = []
        word.append(character)
    if word:
        yield word


def _piece(word: list[Character]) -> Piece:
    return Piece("".join(c.text for c in word).strip(), word[0].left, word[-1].right)
