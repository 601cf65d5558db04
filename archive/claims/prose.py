"""The sentences of the narrative that state something, each knowing where every letter of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from archive.claims.lexicon import lexicon
from archive.models import Cell, Place, Section, Spot

LONGEST = 600  # letters of a sentence; a longer one is read in pieces
MOST_JOINED = 5_000  # letters of lines read as one
MOST_LETTERS = 200_000  # of one report
_SHORT = 20  # a line so short is a heading, and ends there
_SAME = dict(zip("０１２３４５６７８９．％／;:?!()[]〈〉～｡﹐", "0123456789.%/；：？！（）〔〕《》-。，", strict=True))
_ODD = re.compile(r"[０-９．％／;:?!()\[\]〈〉～｡﹐*\s]")  # what is none of _SAME is dropped
_ENDS = re.compile(r"[^。！？]+[。！？]?")
_OPENS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]+|#")
_LOOSE_COMMA = re.compile(r"(?<!\d),|,(?!\d{3})")


class _Piece(NamedTuple):
    """A line of a paragraph: its number (from 0), its text as printed, and where in the paragraph it begins.

    A plain one has no white space.
    """

    line: int
    printed: str
    begin: int
    is_plain: bool


class Sentence(NamedTuple):
    """A sentence without white space; it begins at letter `begin` of its paragraph."""

    text: str
    paragraph: str
    begin: int
    section: Section
    pieces: Sequence[_Piece]

    @property
    def lead(self) -> str:
        """What the paragraph opens with: often what it is about."""
        return self.paragraph[:_SHORT]

    @property
    def is_on_disclosure(self) -> bool:
        """Whether the paragraph has spoken of 公开 by its end, so that reviews in it are those of this law."""
        return "公开" in self.paragraph[: self.begin + len(self.text)] or self.section.key in ("applications", "review")

    def spot(self, start: int, end: int) -> Spot:
        """The place of the letters of the sentence from `start` up to `end`."""
        start, end = start + self.begin, end + self.begin
        piece = next(p for p in reversed(self.pieces) if p.begin <= start)
        columns = range(len(piece.printed)) if piece.is_plain else _columns(piece.printed)
        places = self.section.places
        place: Place = places[piece.line] if piece.line < len(places) else {}
        if any("doubtful" in places[p.line] for p in self.pieces if p.line < len(places)):
            place = {**place, "doubtful": 1}  # it goes on in a line with such a part
        last = columns[min(end - piece.begin, len(columns)) - 1]
        return Spot(self.section.key, piece.line + 1, columns[start - piece.begin], last + 1, place)


def sentences(sections: Sequence[Section], cells: Iterable[Cell] = ()) -> Iterator[Sentence]:
    """The sentences with a figure, or a word for none or all, in the order of the report.

    A line that is one of these `cells` is left out: in some documents the rows of a table stand as paragraphs.
    """
    words = lexicon()
    tables = {repr(cell.place) for cell in cells if "column" not in cell.place and "address" not in cell.place}
    left = MOST_LETTERS
    for section in sections:
        lines = section.text[:left].split("\n")
        for text, pieces in _paragraphs(_without(lines, section.places, tables) if tables else lines):
            goes_on = False
            for start, end in _cut(text):
                is_count = words.counts.search(text, start, end) and (goes_on or words.fields.search(text, start, end))
                goes_on = bool(is_count or words.states.search(text, start, end))
                if goes_on:
                    yield Sentence(text[start:end], text, start, section, pieces)
        left -= min(left, len(section.text))


def _without(lines: Sequence[str], places: Sequence[Place], tables: AbstractSet[str]) -> list[str]:
    kept = [line if repr(place) not in tables else "" for line, place in zip(lines, places, strict=False)]
    return [*kept, *lines[len(kept) :]]


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[str, list[_Piece]]]:
    """Lines as they belong together: a page or a file breaks a sentence where its line is full."""
    told, pieces = "", list[_Piece]()
    for number, line in enumerate(lines):
        if told and (_is_closed(told) or _OPENS.match(line.lstrip())):
            yield told, pieces
            told, pieces = "", []
        plain = _ODD.sub(lambda odd: _SAME.get(odd[0], ""), line)
        if "," in plain:
            plain = _LOOSE_COMMA.sub("，", plain)
        if plain:
            pieces.append(_Piece(number, line, len(told), len(plain) == len(line)))
            told += plain
    if told:
        yield told, pieces


@lru_cache(maxsize=8)
def _columns(printed: str) -> list[int]:
    """Where the letters of a line stand that are no white space."""
    return [i for i, letter in enumerate(printed) if not letter.isspace() and letter != "*"]


def _is_closed(text: str) -> bool:
    return len(text) < _SHORT or text[-1] in "。！？；：" or len(text) > MOST_JOINED


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text; a very long one in pieces that end at a stop, so that no figure is cut."""
    for found in _ENDS.finditer(text):
        start, end = found.span()
        while end - start > LONGEST:
            stop = max(text.rfind(ch, start, start + LONGEST) for ch in "，；、")
            if stop > start:
                yield start, stop
            start = max(stop, start + 1) if stop > start else start + LONGEST
        yield start, end
