"""Slanted lines and curves drawn through digits: a person sees a figure that was crossed out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from archive.readers.pdf_text import Char, doubtful

_BAND = 12.0  # points; lines are looked up by the bands of the page they run through
_LEVEL = 0.05  # points; what rises or runs less is level or upright, and a rule
_EDGE = 0.2  # of a character's width and height; lines that only touch its edge cross nothing out
_MOST = 20_000  # bands and lines in them on a page, and
_MOST_AT = 300  # lines in one band; with more nobody can read what stands there

_Line = tuple[float, float, float, float]  # from x, y to x, y


def crossed(chars: Sequence[Char], shapes: Iterable[dict[str, Any]]) -> list[Char]:
    """The characters of a page, the digits marked that a slanted stroke of its lines and curves runs through."""
    bands: dict[int, list[_Line]] = defaultdict(list)
    count = 0
    for line in _slanted(shapes):
        for band in range(_band(min(line[1], line[3])), _band(max(line[1], line[3])) + 1):
            count += 1
            if count > _MOST:
                return [doubtful(char) for char in chars]
            bands[band].append(line)
    return [doubtful(c) if bands and c.text[:1].isdigit() and _is_crossed(c, bands) else c for c in chars]


def _slanted(shapes: Iterable[dict[str, Any]]) -> Iterator[_Line]:
    for shape in shapes:
        for points in _parts(shape) if shape.get("stroke") else ():
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x1 - x0) > _LEVEL and abs(y1 - y0) > _LEVEL:
                    yield x0, y0, x1, y1


def _parts(shape: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The ends of the lines and curves of each part of a shape: the pen is lifted between two parts."""
    points: list[tuple[float, float]] = []
    for sign, *ends in shape.get("path") or (("l", point) for point in shape.get("pts") or ()):
        if sign == "m":
            yield points
            points = []
        points += ends[-1:]
    yield points


def _band(y: float) -> int:
    return int(min(max(y, 0.0), 1e4) // _BAND)


def _is_crossed(char: Char, bands: dict[int, list[_Line]]) -> bool:
    near = [line for band in range(_band(char.top), _band(char.bottom) + 1) for line in bands.get(band, ())]
    return len(near) > _MOST_AT or any(_runs_through(line, char) for line in near)


def _runs_through(line: _Line, char: Char) -> bool:
    """Whether some of a line lies within a character, less its edges."""
    x0, y0, x1, y1 = line
    aside, above = _EDGE * (char.x1 - char.x0), _EDGE * (char.bottom - char.top)
    start, end = 0.0, 1.0
    for at, length, low, high in (
        (x0, x1 - x0, char.x0 + aside, char.x1 - aside),
        (y0, y1 - y0, char.top + above, char.bottom - above),
    ):
        one, other = sorted(((low - at) / length, (high - at) / length))
        start, end = max(start, one), min(end, other)
    return start < end
