"""How a page was laid on the glass: upright, on its side or on its head, told by its letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from archive.labels import is_chinese
from archive.readers.ocr import engine

_LOOKED_AT, _TRIED = 640, 6  # pixels of the shorter side, and lines, that tell how a page is turned
_LENGTH = 2.5  # times as long as wide; a letter alone is no line
_IN_DOUBT = 0.25  # lines across and lines down as long as that in parts of the others: both are read to tell
_CERTAIN, _LETTERS = 0.9, 6  # likelihood of a letter; so many of a line are read by themselves


def quarter_turns(picture: Any) -> int:
    """How often a picture must be turned left by 90 degrees to be read, told by its lines of text."""
    import cv2

    scale = min(1.0, _LOOKED_AT / min(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = [cv2.boundingRect(corners) for corners in engine.find_text(small)]
    lying = _crops(picture, [b for b in boxes if b[2] > _LENGTH * b[3]], scale)
    standing = [_turned(crop, 1) for crop in _crops(picture, [b for b in boxes if b[3] > _LENGTH * b[2]], scale)]
    long, short = (1, 0) if _length(standing) > _length(lying) else (0, 1)
    groups = (lying, standing)
    doubt = _length(groups[short]) > _IN_DOUBT * _length(groups[long])
    votes: Counter[int] = Counter()
    for turns in (long, short) if doubt else (long,):
        for way in (0, 2):
            votes += _votes(groups[turns], way, turns + way)
    return votes.most_common(1)[0][0] if votes else long


def _crops(picture: Any, boxes: Sequence[Any], scale: float) -> list[Any]:
    """The parts of a picture in boxes of its smaller copy."""
    parts = (
        picture[int(y / scale) : int((y + h) / scale), int(x / scale) : int((x + w) / scale)] for x, y, w, h in boxes
    )
    return [part for part in parts if part.size]


def _length(crops: Sequence[Any]) -> int:
    return sum(int(crop.shape[1]) for crop in crops)


def _longest(crops: Sequence[Any]) -> list[Any]:
    return sorted(crops, key=lambda c: -c.shape[1] / c.shape[0])[:_TRIED]


def _votes(crops: Sequence[Any], way: int, turns: int) -> Counter[int]:
    """How many letters would stand upright if the page were turned so often to the left, by what is read of some lines.

    Columns of figures look like lines of a turned page: only Chinese letters count. Letters written below one another
    are read as a line that lies on its side, and then each of them does.
    """
    tried = [_turned(crop, way) for crop in _longest(crops)]
    letters: list[tuple[engine.Sign, Any]] = []
    certain = 0
    for line, signs in zip(tried, engine.read_lines(tried), strict=True):
        own = [sign for sign in signs if sign.likely > _CERTAIN and is_chinese(sign.text)]
        certain += len(own)
        best = sorted(own, key=lambda sign: -sign.likely)[:_LETTERS]
        letters += [(sign, _cut(line, sign.at, line.shape[1] / len(signs))) for sign in best]
    if not letters:
        return Counter()
    return Counter({(turns - _lie(letters)) % 4: round(certain * _length(crops) / _length(tried)) + 1})


def _cut(line: Any, at: float, pitch: float) -> Any:
    """One letter of a line whose letters stand `pitch` pixels apart."""
    middle = at * line.shape[1]
    return line[:, max(int(middle - pitch / 2), 0) : int(middle + pitch / 2) + 1]


def _lie(letters: Sequence[tuple[engine.Sign, Any]]) -> bool:
    """Whether letters of lines, each by itself, are those of a line that fell to its left.

    The model reads letters that fell to their left nearly as well as upright ones, fallen to their right badly.
    """
    as_it_is, right, left = (_likely([(sign, _turned(letter, way)) for sign, letter in letters]) for way in (0, -1, 1))
    return right > (as_it_is + left) / 2


def _likely(letters: Sequence[tuple[engine.Sign, Any]]) -> float:
    """How well letters are read by themselves as what they are in their lines."""
    read = engine.read_lines([letter for _, letter in letters])
    pairs = zip(letters, read, strict=True)
    return sum(s.likely for (sign, _), signs in pairs for s in signs if s.text == sign.text)


def _turned(picture: Any, quarters: int) -> Any:
    """A picture turned to the left by so many quarters."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(picture, quarters))
