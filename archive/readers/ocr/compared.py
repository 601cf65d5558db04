"""The lines of a page compared with one another: what one alone does not tell, the others do."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from archive.labels import is_chinese
from archive.numbers import UNITS, ZERO_WORDS
from archive.readers.ocr.figures import SURE, Figure, reread
from archive.readers.ocr.pale import without_grain
from archive.readers.ocr.shapes import Shapes, Verdict, lookalikes, paces, widest_white
from archive.readers.ocr.strips import Strip
from archive.readers.ocr.struck import digit_height, ink_height, is_struck
from archive.readers.ocr.worn import slashed, whole_ring

_ALONE = 0.96  # likelihood of a figure whose shape does not confirm it; less is in doubt
_CERTAIN = 0.98  # likelihood; what was read so surely is kept, be a glyph of it broken
_DASHES = 4  # dashes of one length on a page are print
_GROUPED = 3  # numbers with three digits behind a stop; no page has as many amounts of such a kind
_NOTHINGS = 3  # others that a letter in the place of a number looks like
_LOW = 0.45  # of the height of a digit; nothing so low is one
_SQUARE = 0.7  # a letter is as wide as high, but for so much
_WHITE = 1.2  # of the height of a number; figures printed as wide as letters have less white between them
_UNEVEN = 0.2  # of the height of a number; its digits stand as far from one another but for so much
_PACED = 20  # digits of a page from which that is known
_SIZED = 4  # others that are as high as a number
_NEAR = 0.1  # of a size; others that differ no more are as large
_COUNTED = 8  # numbers of a page with one unit
_WITH_UNIT = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d+) ?([^\d\s.,，。/-]{1,2})$")  # a number, and what stands behind it
_THOUSANDS, _STOPPED = re.compile(r"-?\d{1,3}(,\d{3})+$"), re.compile(r"-?[1-9]\d{0,2}([.,]\d{3})+$")
SHORT = 3  # characters; so short a text may be a misread number


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell: its ink, and what it says."""

    strip: Strip
    figure: Figure


def compared(lines: list[Line], alone: Collection[int] = ()) -> list[Line]:
    """The lines with the numbers in doubt whose digits do not look like, or stand as, the page's others do.

    `alone` are those that stand in cells of their own.
    """
    shapes = Shapes.of((line.figure.text, line.strip.ink) for line in lines if not line.figure.is_contested)
    made = []
    for line in lines:
        figure = whole_ring(line.figure, line.strip.ink)
        if is_garbled(figure) and (seen := shapes.read(line.strip.ink)):
            figure = Figure(seen, SURE / 2, (), is_contested=True)
        elif is_number(figure.text):
            figure = _allowed(figure, line.strip.ink, shapes)
            figure = _judged(figure, *shapes.judge(figure.text, line.strip.ink))
        made.append(replace(line, figure=figure))
    made = [replace(one, figure=slashed(one.figure, one.strip.ink)) for one in _without_grain(made)]
    for compare in (_struck, _apart, _sizes, _dashes, _grouped, _counted):
        made = compare(made)
    return _nothings(_flat(made, alone), alone)


def _counted(lines: list[Line]) -> list[Line]:
    """The lines with what stands behind a number, and is no unit, taken for the unit most numbers have, in doubt."""
    units = Counter(found[2] for line in lines if (found := _WITH_UNIT.match(line.figure.text)) and found[2] in UNITS)
    unit, count = next(iter(units.most_common(1)), ("", 0))
    if count < _COUNTED:
        return lines
    return [replace(line, figure=_with_unit(line.figure, unit)) for line in lines]


def _with_unit(figure: Figure, unit: str) -> Figure:
    found = _WITH_UNIT.match(figure.text)
    if not found or found[2] in UNITS or figure.sure >= SURE:
        return figure
    return reread(found[1] + unit, figure)


def _without_grain(lines: list[Line]) -> list[Line]:
    figures = without_grain([line.figure for line in lines], [line.strip.ink for line in lines])
    return [replace(line, figure=figure) for line, figure in zip(lines, figures, strict=True)]


def _flat(lines: list[Line], alone: Collection[int]) -> list[Line]:
    """The lines, in cells of their own, that are too low for any figure taken for dashes, in doubt."""
    height = digit_height([line.strip.ink for line in lines if _is_sure_number(line.figure)])
    low = {i for i in alone if lines[i].figure.text not in "-/" and ink_height(lines[i].strip.ink) < _LOW * height}
    return [replace(line, figure=reread("-", line.figure)) if i in low else line for i, line in enumerate(lines)]


def _is_sure_number(figure: Figure) -> bool:
    return figure.text.isdigit() and not figure.is_doubtful


def _nothings(lines: list[Line], alone: Collection[int]) -> list[Line]:
    """The lines with letters that stand alone in their cells, unread and all alike, taken for 零, in doubt.

    No other letter stands in the place of several numbers; 无 is 0, too.
    """
    unread = [i for i in alone if is_garbled(lines[i].figure) and _is_square(lines[i].strip)]
    others = lookalikes([lines[i].strip.ink for i in unread])
    nought = {i for i, count in zip(unread, others, strict=True) if count >= _NOTHINGS}
    word = Figure("零", SURE / 2, (), is_contested=True)
    return [replace(line, figure=word) if i in nought else line for i, line in enumerate(lines)]


def _is_square(strip: Strip) -> bool:
    """Whether a line is about as wide as high, as one letter is."""
    x0, top, x1, bottom = strip.box
    return _SQUARE < (x1 - x0) / max(bottom - top, 1) < 1 / _SQUARE


def _grouped(lines: list[Line]) -> list[Line]:
    """The lines, where the page parts thousands by commas, with stops in their places taken for commas, in doubt."""
    commas = sum(_THOUSANDS.match(line.figure.text) is not None and not line.figure.is_doubtful for line in lines)
    stops = sum(_STOPPED.match(line.figure.text) is not None for line in lines)
    if not commas and stops < _GROUPED:
        return lines
    return [
        replace(line, figure=reread(line.figure.text.replace(".", ","), line.figure))
        if _STOPPED.match(line.figure.text)
        else line
        for line in lines
    ]


def _struck(lines: list[Line]) -> list[Line]:
    """The lines with the numbers in doubt through which a stroke runs."""
    height = digit_height([line.strip.ink for line in lines if line.figure.text.isdigit()])
    return _in_doubt(lines, lambda line: is_number(line.figure.text) and is_struck(line.strip.ink, height), SURE / 2)


def _apart(lines: list[Line]) -> list[Line]:
    """The lines with the numbers in doubt that have more white in them than any number has: they may be two."""
    numbers = (line for line in lines if line.figure.text.isdigit())
    usual = [pace for line in numbers for pace in paces(line.strip.ink, len(line.figure.text))]
    page = median(usual) if len(usual) >= _PACED else None
    return _in_doubt(lines, lambda line: is_number(line.figure.text) and _is_apart(line, page), SURE / 2)


def _is_apart(line: Line, page: float | None) -> bool:
    """Whether the digits of a line do not stand evenly; where these are two, as evenly as all digits of the page do."""
    if widest_white(line.strip.ink) > _WHITE:
        return True
    own = paces(line.strip.ink, len(line.figure.text)) if line.figure.text.isdigit() else []
    usual = median(own) if len(own) > 1 else page
    return bool(own) and usual is not None and max(own) > usual + _UNEVEN


def _sizes(lines: list[Line]) -> list[Line]:
    """The lines with the numbers in doubt that few others of the page are as high as: scratches are read as ones."""
    heights = sorted(ink_height(line.strip.ink) for line in lines if _is_sure_number(line.figure))
    if len(heights) < _PACED:
        return lines
    return _in_doubt(lines, lambda line: line.figure.text.isdigit() and _is_odd(line, heights), SURE / 2)


def _is_odd(line: Line, heights: Sequence[int]) -> bool:
    return _alike(ink_height(line.strip.ink), heights) - _is_sure_number(line.figure) < _SIZED


def _dashes(lines: list[Line]) -> list[Line]:
    """The lines with those dashes in doubt that few others are as long as: dirt is read as a dash too."""
    long = sorted(_length(line) for line in lines if line.figure.text == "-")
    return _in_doubt(lines, lambda line: line.figure.text == "-" and _alike(_length(line), long) < _DASHES, SURE * 0.9)


def _in_doubt(lines: list[Line], is_doubtful: Callable[[Line], bool], sure: float) -> list[Line]:
    """The lines, those of which something is doubtful no surer than so much."""
    return [
        replace(line, figure=replace(line.figure, sure=min(line.figure.sure, sure))) if is_doubtful(line) else line
        for line in lines
    ]


def _length(line: Line) -> int:
    return line.strip.box[2] - line.strip.box[0]


def _alike(size: int, others: Sequence[int]) -> int:
    """How many of the others, sorted, are of nearly that size."""
    near = max(1, _NEAR * size)
    return bisect_right(others, size + near) - bisect_left(others, size - near)


def is_number(text: str) -> bool:
    """Whether a line has digits and nothing Chinese."""
    return any(sign.isdigit() for sign in text) and not any(sign >= "一" for sign in text)


def is_garbled(figure: Figure) -> bool:
    """Whether a short line is no number and nothing else that is read for certain: the model made nothing of it."""
    text = figure.text
    if not 0 < len(text) <= SHORT or any(sign.isdigit() for sign in text) or text in "-/":
        return False
    has_letters = any(map(is_chinese, text))
    return not has_letters or (len(text) == 1 and text not in ZERO_WORDS and figure.sure < SURE)


def _allowed(figure: Figure, ink: Any, shapes: Shapes) -> Figure:
    """A number in doubt, or the first of its rivals that looks as it should where that number does not."""
    if not figure.rivals or not figure.text.isdigit() or shapes.allow(figure.text, ink):
        return figure
    taken = next((other for other in figure.rivals if shapes.allow(other, ink)), None)
    return reread(taken, figure) if taken else figure


def _judged(figure: Figure, looks: str, verdict: Verdict) -> Figure:
    """A figure after its shape was compared; what it looks like is taken where another reading says the same."""
    if verdict == "for" and not (figure.is_contested or figure.is_lookalike):
        return Figure(figure.text, max(figure.sure, SURE))
    if verdict == "open" and figure.text.isdigit() and figure.sure < _ALONE:
        return replace(figure, sure=min(figure.sure, SURE * 0.99))
    if verdict not in ("against", "instead"):
        return figure
    is_told = verdict == "instead" and (len(looks) != len(figure.text) or figure.sure < _CERTAIN)
    taken = looks if is_told or looks in figure.rivals else figure.text
    others = dict.fromkeys(other for other in (figure.text, looks, *figure.rivals) if other != taken)
    return Figure(taken, min(figure.sure, 0.5), tuple(others), is_contested=True)
