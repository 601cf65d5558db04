"""Where text stands in tables without rules down, told by the white between letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.readers.ocr.paper import SPECK, Paper
from archive.readers.ocr.punctuation import Marks, Span, marks_of
from archive.readers.pdf_rules import Edge

_INK = 80  # of 255
LEAST_ROW = 5.0  # points
_BLOT, _ROUND = 3.0, 0.6  # points, and as high as wide; what is smaller and so round is dirt, too
_PITCH, _DIGIT = 1.2, 0.75  # of the height of a letter: how far apart figures as wide as letters are, and their ink
_CLOSED = 0.7  # of the height of a letter; letters of one text stand no further apart, brackets included
LINE = 1.6  # of the height of a letter; what is no higher is part of one line
_WORD = 0.3  # of the height of a letter; heads of narrow columns stand no nearer to one another
STOP = 1.3  # of the height of a line; stops stand at one end of their square
_LETTERS = (4.0, 14.0)  # points; the heights of letters
CENTRED = 0.03, 0.01  # of a table's width: texts in the middle of a table, and of some of its columns
_OUTCOMES, _UNEVEN = 15, 0.75  # columns of section four, and parts of one by which they are off where even ones were
_OF_LETTERS, _HEADS = 1.3, 6  # heights of a letter, and words wider than that: no caption has so many
NUMBER, _LABEL = 1.8, 2.5  # heights of a letter; as wide is the number of a row at most, and its label at least


@dataclass(frozen=True, slots=True)
class Band:
    """The room between two rules across, in points, and where its texts stand from left to right in pixels.

    `words` are the texts parted wherever there is a little white. `is_caption`: all of it is one text in the middle of
    the table.
    """

    top: float
    bottom: float
    texts: tuple[Span, ...]
    words: tuple[Span, ...]
    is_caption: bool = False

    def is_crossed(self, x: float, least: float) -> bool:
        """Whether a text runs over `x` pixels; white there parts two texts where each has at least so many pixels."""
        text = next((t for t in self.texts if t[0] < x < t[1]), None)
        if text is None:
            return False
        before = next((b for a, b in reversed(self.words) if b <= x), text[0])
        behind = next((a for a, b in self.words if a >= x), text[1])
        is_word = any(a < x < b for a, b in self.words)
        return is_word or min(before - text[0], text[1] - behind) < least


@dataclass(frozen=True, slots=True)
class Frame:
    """A table: its rules from side to side, and the others that begin further to the right."""

    left: float
    right: float
    whole: tuple[float, ...]
    parts: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """The pixels of a table's letters (0 or 1), how many are a point, how high a letter is in points, and its marks.

    `labels` are the words the pixels belong to, `middles` how far down each has its middle, in pixels; what is higher
    than a letter has none.
    """

    pixels: Any
    unit: float
    letter: float
    marks: Marks
    labels: Any
    middles: Any

    def within(self, frame: Frame, band: tuple[float, float]) -> Any:
        """The pixels of a band of a table."""
        return self.pixels[self._area(frame, band)]

    def _area(self, frame: Frame, band: tuple[float, float]) -> tuple[slice, slice]:
        """The rows and the columns of a band in pixels."""
        rows, columns = (
            slice(*(max(round(v * self.unit), 0) for v in span)) for span in (band, (frame.left, frame.right))
        )
        return rows, columns

    def _columns(self, frame: Frame, band: tuple[float, float], around: tuple[float, float]) -> Any:
        """Which pixels from left to right a band has letters at, but for those with their middle not in `around`."""
        import numpy as np

        area, middles = self._area(frame, band), self.middles / self.unit
        own = np.isnan(middles) | ((middles >= around[0]) & (middles < around[1]))
        return (self.pixels[area] * own[self.labels[area]]).any(axis=0)

    def texts(
        self, frame: Frame, band: tuple[float, float], room: float = 0, around: tuple[float, float] | None = None
    ) -> tuple[Span, ...]:
        """From where to where the texts of a band run, in pixels from the left of the table.

        There are `room` points of white at most between the letters of one text. Letters whose middle is not `around`
        only reach into the band, and are none of its own.
        """
        columns = self._columns(frame, band, around) if around else self.within(frame, band).any(axis=0)
        down, across = self._area(frame, band)
        left, rows = across.start, (down.start, down.stop)
        letters = runs(columns, 0)
        made: list[Span] = []
        for a, b in runs(columns, round((room or _CLOSED * self.letter) * self.unit)):
            gap = (left + made[-1][1], left + a) if made else (0, 0)
            is_one = made and not room and self._is_pitched(letters, made[-1][1], a, 1 + self.marks.parted(gap, rows))
            if is_one or (made and self.marks.bridge(gap, rows, self.letter * self.unit)):
                made[-1] = (made[-1][0], b)
            else:
                made.append((a, b))
        return tuple(made)

    def _is_pitched(self, letters: Sequence[Span], end: int, start: int, steps: int) -> bool:
        """Whether the white between two thin figures is that of figures, so many steps on, as wide as letters are."""
        before = next(a for a, b in letters if b == end)
        behind = next(b for a, b in letters if a == start)
        letter = self.letter * self.unit
        is_thin = max(end - before, behind - start) < _DIGIT * letter
        return is_thin and (start + behind - before - end) / 2 < steps * _PITCH * letter

    def lines(self, frame: Frame, band: tuple[float, float]) -> list[tuple[float, float]]:
        """The lines of text of a band over its whole width, in points."""
        rows = self.within(frame, band).any(axis=1)
        return [(band[0] + a / self.unit, band[0] + b / self.unit) for a, b in runs(rows, round(self.unit))]


@dataclass(frozen=True, slots=True)
class Page:
    """The connected parts of a page's ink without its rules, as OpenCV gives them, and which of them are no specks."""

    labels: Any
    stats: Any
    large: Any
    pixels: Any
    unit: float

    @classmethod
    def of(cls, paper: Paper, mask: Any) -> Page:
        """The ink of a page whose rules cover a mask."""
        import cv2
        import numpy as np

        thick = max(3, round(1.5 * paper.unit)) | 1
        ink = ((paper.ink > _INK) & (paper.red == 0)).astype(np.uint8)  # a seal parts no columns
        ink[cv2.dilate(mask, np.ones((thick, thick), np.uint8)) > 0] = 0
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
        small, long = (f(stats[:, 2], stats[:, 3]) / paper.unit for f in (np.minimum, np.maximum))
        large = (long > SPECK) & ~((long < _BLOT) & (small > _ROUND * long))
        large[0] = False
        return cls(labels, stats, large, large.astype(np.uint8)[labels], paper.unit)

    def ink(self, frame: Frame) -> Ink:
        """The ink of a table's letters."""
        letter = _letter(self.stats / self.unit, frame)
        marks = marks_of(self.labels, self.stats, self.large, letter * self.unit)
        return Ink(self.pixels, self.unit, letter, marks, *_words(self.pixels, letter * self.unit))


def _words(pixels: Any, letter: float) -> tuple[Any, Any]:
    """Which word each pixel belongs to, parts of one letter being of one, and how far down each has its middle."""
    import cv2
    import numpy as np

    wide = round(_WORD * letter) | 1
    closed = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((1, wide), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    middles = stats[:, 1] + stats[:, 3] / 2
    middles[stats[:, 3] > LINE * letter] = float("nan")
    return labels, middles


def _letter(stats: Any, frame: Frame) -> float:
    """How high the letters of a table are; `stats` are those of connected parts, in points.

    One that goes on over the end of the page may have a single rule there: then the whole page tells.
    """
    import numpy as np

    inside = (stats[:, 1] > frame.whole[0]) & (stats[:, 1] < frame.whole[-1]) | (len(frame.whole) == 1)
    heights = stats[inside, 3]
    heights = heights[(heights > _LETTERS[0]) & (heights < _LETTERS[1])]
    return float(np.percentile(heights, 80)) if heights.size else _LETTERS[0]


def runs(marked: Any, gap: int) -> list[Span]:
    """The stretches of an array that are marked; shorter gaps than `gap` are none."""
    import numpy as np

    at = np.flatnonzero(marked)
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(at) > max(gap, 1))
    starts, ends = [at[0], *at[breaks + 1]], [*at[breaks], at[-1]]
    return [(int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True)]


def bands_of(ink: Ink, frame: Frame, ys: Sequence[float], told: Sequence[float]) -> Iterator[Band]:
    """The room between rules at these heights; two rules with no room for text between them are one.

    Over those that are `told` letters may reach that stand beside several rows.
    """
    top = ys[0]
    for bottom in ys[1:]:
        if bottom - top < LEAST_ROW:
            continue
        inside = (top + 1, bottom - 1)
        around = (top if top in told else float("-inf"), bottom if bottom in told else float("inf"))
        whole = ink.texts(frame, inside, STOP * ink.letter, around)
        parted = ink.texts(frame, inside, 0, around)
        is_one = len(whole) == 1 and not _are_heads(parted, ink.letter * ink.unit)
        is_caption = is_one and is_central(whole[0], (frame.right - frame.left) * ink.unit)
        words = ink.texts(frame, inside, _WORD * ink.letter, around)
        texts = whole if is_caption else _joined(parted, ink.letter * ink.unit)
        if not is_caption and _are_outcomes(words, (frame.right - frame.left) * ink.unit):
            texts = words
        yield Band(top, bottom, texts, words, is_caption)
        top = bottom


def _are_heads(texts: Sequence[Span], letter: float) -> bool:
    """Whether texts so near to one another that they may be one are too many words for that, each of some letters."""
    return sum(b - a > _OF_LETTERS * letter for a, b in texts) >= _HEADS


def _are_outcomes(words: Sequence[Span], width: float) -> bool:
    """Whether words stand as the values of section four do: they may have less white between them than letters."""
    step = width / _OUTCOMES
    return len(words) == _OUTCOMES and all(
        (i - _UNEVEN) * step < (a + b) / 2 < (i + 1 + _UNEVEN) * step for i, (a, b) in enumerate(words)
    )


def is_central(text: Span, width: float) -> bool:
    """Whether a text is in the middle of a table so many pixels wide."""
    return abs(text[0] + text[1] - width) < 2 * CENTRED[0] * width


def _joined(texts: Sequence[Span], letter: float) -> tuple[Span, ...]:
    """Texts with the numbers they begin with, after which a bracket or stop leaves white: `letter` is in pixels."""
    made: list[Span] = []
    for a, b in texts:
        before = made[-1] if made else (0, 0)
        is_number = made and before[1] - before[0] <= NUMBER * letter and b - a >= _LABEL * letter
        if is_number and a - before[1] < STOP * letter:
            made[-1] = (before[0], b)
        else:
            made.append((a, b))
    return tuple(made)
