"""The surface of a PDF page: what is painted over what, and which characters can be seen on it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points from the bottom left corner
Colour = tuple[float, float, float]  # red, green, blue, each from 0 to 1

WHITE: Colour = (1.0, 1.0, 1.0)
_SAME = 0.05  # two colours this near cannot be told apart
_THINNEST = 2.0  # points; what is thinner is a rule
_BAND = 24.0  # points; fills are looked up by the bands of the page they cross
_MOST_BANDS = 200
_MOST_FILLS = 300  # remembered in a band


class Ink(NamedTuple):
    """A painted character; None is a colour that is not known."""

    text: str
    box: Box
    size: float
    paint: Colour | None
    order: int
    is_plain: bool


class _Fill(NamedTuple):
    box: Box
    paint: Colour | None
    solid: bool
    order: int


@dataclass(slots=True)
class Surface:
    """Characters and fills in the order they are painted."""

    inks: list[Ink] = field(default_factory=list)
    bands: dict[int, deque[_Fill]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=_MOST_FILLS)))
    count: int = 0

    def write(self, text: str, box: Box, size: float, paint: Colour | None, *, is_plain: bool) -> None:
        """Paint a character."""
        self.count += 1
        self.inks.append(Ink(text, box, size, paint, self.count, is_plain))

    def fill(self, box: Box, paint: Colour | None, *, solid: bool) -> None:
        """Paint an area; one that is not `solid` lets through what is below."""
        self.count += 1
        if box[2] - box[0] < _THINNEST or box[3] - box[1] < _THINNEST:
            return
        for band in range(_band(box[1]), _band(box[3]) + 1):
            self.bands[band].append(_Fill(box, paint, solid, self.count))

    def seen(self) -> Iterator[Ink]:
        """The characters that are not painted over and not of the colour they stand on."""
        return (ink for ink in self.inks if not self._is_hidden(ink))

    def _is_hidden(self, ink: Ink) -> bool:
        x, y = (ink.box[0] + ink.box[2]) / 2, (ink.box[1] + ink.box[3]) / 2
        below: Colour | None = WHITE
        for fill in reversed(self.bands.get(_band(y), ())):
            x0, y0, x1, y1 = fill.box
            if not (x0 <= x <= x1 and y0 <= y <= y1):
                continue
            if fill.order < ink.order:
                below = fill.paint
                break
            if fill.solid:
                return True
        if ink.paint is None or below is None:
            return False
        return all(abs(one - other) < _SAME for one, other in zip(ink.paint, below, strict=True))


def _band(y: float) -> int:
    return int(min(max(y / _BAND, 0), _MOST_BANDS))


def meet(one: Box, other: Box) -> Box:
    """What two boxes have in common; upside down when that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def colour(value: Any, space: str) -> Colour | None:
    """A colour of a PDF as a screen shows it; None where it takes more than the numbers to tell.

    >>> colour(0.5, "DeviceGray"), colour((0, 0, 0, 1), "DeviceCMYK"), colour(0.3, "Separation")
    ((0.5, 0.5, 0.5), (0, 0, 0), None)
    """
    parts = value if isinstance(value, tuple) else (value,)
    if space in ("Pattern", "Indexed", "Lab") or not all(isinstance(part, int | float) for part in parts):
        return None
    if space in ("Separation", "DeviceN"):
        return WHITE if not any(parts) else None  # no ink at all
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if len(parts) == 4:
        c, m, y, k = parts
        return (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)
    return None
