"""A spot in a report's text: its section, line and letter, with the words that stand there."""

from __future__ import annotations

from typing import NamedTuple

from archive.models import Section

_BEFORE, _AFTER = 12, 48  # letters of a quotation


class Spot(NamedTuple):
    """Section by key, line of its text and letter of the line (both from 1), and a quotation."""

    section: str
    line: int
    letter: int
    quote: str

    def __str__(self) -> str:
        return f"{self.section}, line {self.line}, letter {self.letter}: “{self.quote}”"


def spot(section: Section, line: int, text: str, start: int) -> Spot:
    """The spot of a letter, `start` counted from 0, in a line.

    >>> str(spot(Section("overview", None, "2020年，我局公开"), 1, "2020年，我局公开", 6))
    'overview, line 1, letter 7: “2020年，我局公开”'
    """
    quote = " ".join(text[max(start - _BEFORE, 0) : start + _AFTER].split())
    return Spot(section.key, line, start + 1, quote)
