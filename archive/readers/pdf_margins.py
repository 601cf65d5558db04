"""What stands at the top and bottom of every page: page numbers, running heads, a browser's address line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from archive.readers.pdf_text import Line, line_text

_MARGIN = 0.09  # of the page's height
_PAGE_NUMBER = re.compile(r"[-—–－·.\s]*(?:第?\s*\d{1,3}\s*页?)(?:\s*/\s*\d{1,3})?[-—–－·.\s]*")
_BROWSER = re.compile(  # the line a browser prints above a page, and the one below it
    r"\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?,?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s.*)?|(?:https?|file)://\S+.*\d+/\d+"
)
_DIGITS = re.compile(r"\d+")


def without(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each page (height in points, lines) that belong to the text.

    A line in the margin goes when it is a page number or a browser's, or stands, digits aside, on another page too.
    """
    counts: Counter[tuple[bool, str]] = Counter()
    for height, lines in pages:
        counts.update({key for line in lines if (key := _key(line, height))})
    return [list(_kept(height, lines, counts)) for height, lines in pages]


def _key(line: Line, height: float) -> tuple[bool, str] | None:
    """Which margin the line stands in, and its text without digits; None when it stands in none."""
    at_top = line[0].bottom < height * _MARGIN
    if not at_top and line[0].top < height * (1 - _MARGIN):
        return None
    return at_top, _DIGITS.sub("0", line_text(line))


def _kept(height: float, lines: Iterable[Line], counts: Counter[tuple[bool, str]]) -> Iterable[Line]:
    for line in lines:
        text = line_text(line)
        key = _key(line, height)
        furniture = key is not None and (counts[key] > 1 or _PAGE_NUMBER.fullmatch(text) or _BROWSER.fullmatch(text))
        if text and not furniture:
            yield line
