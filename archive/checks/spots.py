"""A spot in a report's text: its section, line and letter, with the words that stand there."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.models import Section

_BEFORE, _AFTER = 12, 48  # letters of a quotation
_WHERE = re.compile(r"\b([a-z_]{1,40}), line (\d{1,6}), letter (\d{1,6})")


class Spot(NamedTuple):
    """Section by key, line of its text and letter of the line (both from 1), and a quotation."""

    section: str
    line: int
    letter: int
    quote: str

    def __str__(self) -> str:
        return f"{where(self.section, self.line, self.letter)}: “{self.quote}”"


def where(section: str, line: int, letter: int) -> str:
    """Section by key, line and letter (from 1) as messages say them."""
    return f"{section}, line {line}, letter {letter}"


def said_where(message: str) -> tuple[str, int, int] | None:
    """The section, line and letter that a message says something stands at, the first of them; None for none.

    >>> said_where(f"the text says 4 (4件; {where('applications', 2, 7)})"), said_where("line 4")
    (('applications', 2, 7), None)
    """
    found = _WHERE.search(message)
    return (found[1], int(found[2]), int(found[3])) if found else None


def spot(section: Section, line: int, text: str, start: int) -> Spot:
    """The spot of a letter, `start` counted from 0, in a line.

    >>> str(spot(Section("overview", None, "2020年，我局公开"), 1, "2020年，我局公开", 6))
    'overview, line 1, letter 7: “2020年，我局公开”'
    """
    quote = " ".join(text[max(start - _BEFORE, 0) : start + _AFTER].split())
    return Spot(section.key, line, start + 1, quote)
