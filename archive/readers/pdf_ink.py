"""The surface of a PDF page: what is painted over what, and which characters can be seen on it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
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
_MOST_CORNERS = 400  # of a shape


class Ink(NamedTuple):
    """A painted character; None is a colour that is not known."""

    text: str
    box: Box
    size: float
    paint: Colour | None
    order: int
    is_plain: bool
    is_veiled: bool = False  # something was laid over it that may hide it


Outline = Sequence[Sequence[tuple[float, float]]]  # the corners of each part of a shape


class _Fill(NamedTuple):
    box: Box
    paint: Colour | None
    solid: bool
    order: int
    veils: bool
    outline: Outline
    is_odd: bool

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the shape; of one too intricate to tell, in its box."""
        x0, y0, x1, y1 = self.box
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return False
        if not self.outline or sum(map(len, self.outline)) > _MOST_CORNERS:
            return True
        turns = sum(_turns(part, x, y) for part in self.outline)
        return turns % 2 != 0 if self.is_odd else turns != 0


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

    def fill(
        self,
        box: Box,
        paint: Colour | None,
        *,
        solid: bool,
        veils: bool = True,
        outline: Outline = (),
        is_odd: bool = False,
    ) -> None:
        """Paint an area: what is below is hidden by a `solid` one, and perhaps by another that `veils`.

        `outline` are the corners of a shape that is no box, `is_odd` that it is empty where it lies over itself.
        """
        self.count += 1
        if box[2] - box[0] < _THINNEST or box[3] - box[1] < _THINNEST:
            return
        fill = _Fill(box, paint, solid, self.count, veils, outline, is_odd)
        for band in range(_band(box[1]), _band(box[3]) + 1):
            self.bands[band].append(fill)

    def seen(self) -> Iterator[Ink]:
        """The characters that are not painted over and not of the colour they stand on."""
        return filter(None, map(self._seen, self.inks))

    def _seen(self, ink: Ink) -> Ink | None:
        x, y = (ink.box[0] + ink.box[2]) / 2, (ink.box[1] + ink.box[3]) / 2
        below: Colour | None = WHITE
        is_veiled = False
        for fill in reversed(self.bands.get(_band(y), ())):
            above = fill.order > ink.order
            if not (fill.solid or fill.veils or not above) or not fill.holds(x, y):
                continue
            if not above:
                below = fill.paint
                break
            if fill.solid:
                return None
            is_veiled = True
        if ink.paint is not None and below is not None and are_alike(ink.paint, below):
            return None
        # white where it cannot be told what is below
        is_veiled = is_veiled or (below is None and ink.paint is not None and are_alike(ink.paint, WHITE))
        return ink._replace(is_veiled=True) if is_veiled else ink


def are_alike(one: Colour, other: Colour) -> bool:
    """Whether two colours cannot be told apart."""
    return all(abs(a - b) < _SAME for a, b in zip(one, other, strict=True))


def _turns(corners: Sequence[tuple[float, float]], x: float, y: float) -> int:
    """How often a line around `corners` goes around a point, to the left less to the right."""
    turns = 0
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (y0 <= y) == (y1 <= y):
            continue
        left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        if y0 <= y and left > 0:
            turns += 1
        elif y1 <= y and left < 0:
            turns -= 1
    return turns


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
