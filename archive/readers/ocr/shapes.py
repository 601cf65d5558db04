"""The figures of one page compared with one another: a third opinion that owes nothing to the model's.

All figures of a page are printed in one or two fonts. A 7 that looks like the page's ones is in doubt, however sure
the model is; so is a number that is too narrow or too wide for its digits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, Literal

from archive.numbers import ZERO_WORDS

_SIDE = 20  # pixels; glyphs are compared at this height and width
_FEWEST = 4  # samples of a digit before others are compared with it
_MARGIN = 0.04  # of correlation; nearer than this two digits look alike
_CLEAR = 0.1  # of correlation; so much more like another digit a glyph is that one
_ALIKE = 0.8  # of correlation; a glyph less like any digit is damaged
_SAME = 0.85  # of correlation; a glyph that much like its digit is that digit
_ALONE = 0.93  # the same, where no sample of a digit that looks like it is there to compare
_FEWEST_WORDS = 2  # samples of a word for nothing, which is written with one letter
_COMPARED = 2000  # lines at most that are compared with one another; no page has as many
_TWINS = {"1": "7", "7": "1", "0": "6", "6": "0", "3": "8", "8": "3", "5": "6"}
_WIDEST = 0.85  # of its height; no digit is so wide
_OFF = 0.62  # of the distance of two digits; a number that much too wide or narrow has another number of them
_INK = 0.4  # of the darkest ink

Verdict = Literal["for", "against", "open", "instead"]


@dataclass
class Shapes:
    """What the digits of a page look like, and how wide numbers of so many digits are (in parts of their height).

    And what the words for nothing look like, such as 零.
    """

    glyphs: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    pace: float = 0.0
    first: float = 0.0

    @classmethod
    def of(cls, lines: Iterable[tuple[str, Any]]) -> Shapes:
        """Learn from numbers that were read for certain: their text and ink."""
        samples: dict[str, list[Any]] = defaultdict(list)
        words: dict[str, list[Any]] = defaultdict(list)
        widths: dict[int, list[float]] = defaultdict(list)
        for text, ink in lines:
            parts = pieces(ink)
            if text in ZERO_WORDS and parts:
                words[text].append(_glyph(ink[_around(parts)]))
            if not text.isdigit() or not parts:
                continue
            widths[len(text)].append(_width(parts))
            if len(parts) == len(text):
                for sign, (x0, x1, y0, y1) in zip(text, parts, strict=True):
                    samples[sign].append(_glyph(ink[y0:y1, x0:x1]))
        made = cls(_usual(samples, _FEWEST), _usual(words, _FEWEST_WORDS))
        known = {n: median(w) for n, w in widths.items() if len(w) >= _FEWEST}
        if len(known) > 1:
            low, high = min(known), max(known)
            made.pace = (known[high] - known[low]) / (high - low)
            made.first = known[low] - low * made.pace
        return made

    def judge(self, text: str, ink: Any) -> tuple[str, Verdict]:
        """What the glyphs of a number look like where that is clear, else the `text` itself; and what that says of it.

        It speaks against a text where a glyph looks like another digit, or the width is that of another number of
        digits; it confirms it where every glyph is like its digit and like no other. Where a glyph clearly is another
        digit, or all of it together is one, of which a stroke is broken, it tells which ("instead").
        """
        parts = pieces(ink)
        is_narrow = len(text) > 1 and parts and _width(parts) < _WIDEST
        if is_narrow and (one := _nearest(_glyph(ink[_around(parts)]), self.glyphs)):
            return one, "instead"
        if text.isdigit() and parts and not self._is_as_wide(text, parts):
            return text, "against"
        if len(parts) != len(text):
            return text, "open"
        seen = [self._digit(s, ink[y0:y1, x0:x1]) for s, (x0, x1, y0, y1) in zip(text, parts, strict=True)]
        looks = "".join(sign for sign, _ in seen)
        if looks != text:
            is_clear = all(clear for (sign, clear), read in zip(seen, text, strict=True) if sign != read)
            return looks, "instead" if is_clear else "against"
        return text, "for" if all(clear for _, clear in seen) else "open"

    def allow(self, text: str, ink: Any) -> bool:
        """Whether a number is as wide as its digits are, and none of its glyphs looks like another digit or none."""
        parts = pieces(ink)
        if not (text.isdigit() and parts and self._is_as_wide(text, parts)):
            return False
        if len(parts) != len(text):
            return True
        return all(self._may_be(s, ink[y0:y1, x0:x1]) for s, (x0, x1, y0, y1) in zip(text, parts, strict=True))

    def _may_be(self, sign: str, ink: Any) -> bool:
        """Whether a glyph is like a digit and like no other one more, or no sample of that digit is known."""
        if sign not in self.glyphs or not ink.size:
            return True
        alike = self._likeness(_glyph(ink))
        return alike[sign] >= max(_ALIKE, max(alike.values()) - _MARGIN)

    def _is_as_wide(self, text: str, parts: Sequence[tuple[int, int, int, int]]) -> bool:
        return not self.pace or abs(_width(parts) - self.first - len(text) * self.pace) <= _OFF * self.pace

    def read(self, ink: Any) -> str:
        """The number that the glyphs of a line clearly are, or the word for nothing; else nothing."""
        parts = pieces(ink)
        if parts and (word := _nearest(_glyph(ink[_around(parts)]), self.words)):
            return word
        made = [_nearest(_glyph(ink[y0:y1, x0:x1]), self.glyphs) for x0, x1, y0, y1 in parts]
        return "".join(made) if all(made) else ""

    def _likeness(self, glyph: Any) -> dict[str, float]:
        return {known: float((glyph * other).sum()) for known, other in self.glyphs.items()}

    def _digit(self, sign: str, ink: Any) -> tuple[str, bool]:
        """The digit a glyph looks like, be it the one it was read as or another one, and whether it clearly is that."""
        if sign not in self.glyphs or not ink.size:
            return sign, False
        alike = self._likeness(_glyph(ink))
        best = max(alike, key=lambda known: alike[known])
        if alike[best] > alike[sign] + _MARGIN or alike[sign] < _ALIKE:
            return best, alike[best] >= _SAME and alike[best] > alike[sign] + _CLEAR
        second = max((v for known, v in alike.items() if known != sign), default=0.0)
        least = _SAME if all(other in self.glyphs for other in _TWINS.get(sign, "")) else _ALONE
        return sign, alike[sign] > max(least, second + _MARGIN)


def lookalikes(inks: Sequence[Any]) -> list[int]:
    """How many of the other lines each of these lines of ink looks like; none where they are too many to compare."""
    import numpy as np

    if not 0 < len(inks) <= _COMPARED:
        return [0] * len(inks)
    glyphs = np.array(
        [_glyph(ink[_around(parts)]).ravel() if (parts := pieces(ink)) else _glyph(ink).ravel() for ink in inks]
    )
    return [int(n) - 1 for n in (glyphs @ glyphs.T >= _SAME).sum(axis=1)]


def _usual(samples: Mapping[str, Sequence[Any]], fewest: int) -> dict[str, Any]:
    return {sign: _unit(sum(found)) for sign, found in samples.items() if len(found) >= fewest}


def _nearest(glyph: Any, known: Mapping[str, Any]) -> str:
    """What a glyph clearly is of what is known, or nothing."""
    alike = sorted(((float((glyph * other).sum()), sign) for sign, other in known.items()), reverse=True)
    if not alike or alike[0][0] < _SAME or (len(alike) > 1 and alike[0][0] - alike[1][0] < _MARGIN):
        return ""
    return alike[0][1]


def _around(parts: Sequence[tuple[int, int, int, int]]) -> tuple[slice, slice]:
    """The part of a line's ink in which all its marks stand."""
    top, bottom = min(p[2] for p in parts), max(p[3] for p in parts)
    return slice(top, bottom), slice(min(p[0] for p in parts), max(p[1] for p in parts))


def pieces(ink: Any) -> list[tuple[int, int, int, int]]:
    """The separate marks of a line from left to right as (x0, x1, top, bottom); parts above one another are one."""
    import cv2
    import numpy as np

    level = _INK * float(ink.max() if ink.size else 0)
    if level < 20:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats((ink > level).astype(np.uint8))
    boxes = sorted((int(x), int(x + w), int(y), int(y + h)) for x, y, w, h, area in stats[1:200] if area > 2)
    made: list[tuple[int, int, int, int]] = []
    for x0, x1, y0, y1 in boxes:
        if made and x0 < made[-1][1] - 0.4 * min(x1 - x0, made[-1][1] - made[-1][0]):
            last = made[-1]
            made[-1] = (min(last[0], x0), max(last[1], x1), min(last[2], y0), max(last[3], y1))
        else:
            made.append((x0, x1, y0, y1))
    return made


def widest_white(ink: Any) -> float:
    """The widest white between two marks of a line, in parts of its height."""
    parts = pieces(ink)
    height = max((p[3] for p in parts), default=1) - min((p[2] for p in parts), default=0)
    reach, widest = parts[0][1] if parts else 0, 0
    for x0, x1, *_ in parts:
        widest, reach = max(widest, x0 - reach), max(reach, x1)
    return widest / max(height, 1)


def paces(ink: Any, count: int) -> list[float]:
    """From middle to middle of the marks of a line, in parts of its height; nothing where they are not so many."""
    parts = pieces(ink)
    if len(parts) != count:
        return []
    height = max(p[3] for p in parts) - min(p[2] for p in parts)
    return [(b[0] + b[1] - a[0] - a[1]) / 2 / max(height, 1) for a, b in pairwise(parts)]


def _width(parts: Sequence[tuple[int, int, int, int]]) -> float:
    height = max(p[3] for p in parts) - min(p[2] for p in parts)
    return (parts[-1][1] - parts[0][0]) / max(height, 1)


def _glyph(ink: Any) -> Any:
    """A glyph at one height, its breadth kept, as a vector of length 1 around its mean."""
    import cv2
    import numpy as np

    height, width = ink.shape
    wide = min(_SIDE, max(1, round(_SIDE * width / height)))
    page = np.zeros((_SIDE + 2, _SIDE + 2), np.float32)
    left = 1 + (_SIDE - wide) // 2
    page[1:-1, left : left + wide] = cv2.resize(ink, (wide, _SIDE), interpolation=cv2.INTER_LINEAR)
    return _unit(cv2.GaussianBlur(page, (5, 5), 1.2))


def _unit(glyph: Any) -> Any:
    import numpy as np

    around = glyph - glyph.mean()
    return around / max(float(np.linalg.norm(around)), 1e-6)
