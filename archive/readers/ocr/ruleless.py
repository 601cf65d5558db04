"""Pages of a table on which none of its rules stands: a table drawn with three rules may run over a whole page."""

from __future__ import annotations

from itertools import pairwise

from archive.readers.ocr.white import Frame, Page

_A_ROW = 6  # texts beside one another; no line of a paragraph has as many, a row of values has
_FEWEST = 6  # rows
_APART = 60.0  # points; two rows of values stand no further apart, be the label between them of several lines
_MARGIN = 5.0  # points; a rule would be so far from the letters


def frame_of(page: Page) -> Frame | None:
    """The frame of a table that is the whole page, told by its rows of values; None where there is none."""
    height, width = (size / page.unit for size in page.pixels.shape)
    whole = Frame(0.0, width, (0.0, height), ())
    ink = page.ink(whole)
    lines = ink.lines(whole, (0.0, height))
    rows = [line for line in lines if len(ink.texts(whole, line)) >= _A_ROW]
    if len(rows) < _FEWEST or any(b[0] - a[1] > _APART for a, b in pairwise(rows)):
        return None
    top, bottom = rows[0][0], rows[-1][1]
    texts = [t for a, b in lines if top <= a and b <= bottom for t in ink.texts(whole, (a, b))]
    left, right = (f(end / ink.unit for text in texts for end in text) for f in (min, max))
    return Frame(left - _MARGIN, right + _MARGIN, (top - _MARGIN, bottom + _MARGIN), ())
