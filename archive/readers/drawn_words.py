"""Characters in the order they were drawn to words, for second readings of printed pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.loose_rows import PAGE_NUMBER
from archive.readers.pieces import Piece

_GAP, _SPACED = 0.35, 0.8  # of a character's height; a wider gap, without and with a space in it, parts two words
_LEVEL = 0.5  # of its height; one that stands further up or down is on another line


class Character(NamedTuple):
    """A character and where it stands; heights may be counted from the top or from the bottom of the page.

    `is_spaced`: a space is drawn before it.
    """

    text: str
    left: float
    right: float
    middle: float
    size: float
    is_spaced: bool = False


def words(characters: Iterable[Character]) -> Iterator[Piece]:
    """The words of a page, without the lines that only number it."""
    for line in _lines(_printed(characters)):
        if not PAGE_NUMBER.fullmatch("".join(c.text for c in line)):
            yield from (_piece(word) for word in _parted(line))


def _printed(characters: Iterable[Character]) -> Iterator[Character]:
    """The characters without spaces, whose boxes say nothing: programs draw them as wide as they like."""
    is_spaced = False
    for character in characters:
        if character.text.strip():
            yield character._replace(is_spaced=is_spaced)
        is_spaced = not character.text.strip()


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
        room = _SPACED if character.is_spaced else _GAP
        if word and character.left - word[-1].right > room * max(character.size, word[-1].size):
            yield word
            word = []
        word.append(character)
    if word:
        yield word


def _piece(word: list[Character]) -> Piece:
    text = "".join(f" {c.text}" if c.is_spaced else c.text for c in word)
    return Piece(text.strip(), word[0].left, word[-1].right)
