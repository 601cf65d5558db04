"""What an OFD page shows: its characters without those that nobody sees, and the rules drawn on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, isfinite
from typing import Any

from archive.errors import UnreadableDocument
from archive.readers.ofd_text import advances, width
from archive.readers.pdf_ink import WHITE, Box, Colour, Surface, meet
from archive.readers.pdf_rules import Edge, rule
from archive.readers.pdf_text import Char, doubtful

POINTS = 72 / 25.4  # in a millimetre, the unit of the format
MOST_CHARACTERS, MOST_SHAPES = 50_000, 30_000  # of a page
_DEEPEST = 20  # blocks within blocks
_FURTHEST = 1e6  # millimetres; a length beyond is a mistake or an attack
_ENDS = 2  # points of a line
_THINNEST = 2.0  # points; a filled box thinner than this is a rule
_LEVEL = 0.5  # points; a line that rises less is level
_ASCENT, _DESCENT = 0.88, 0.12  # of the size: how far characters reach above and below the line they stand on
_FAINTEST = 13  # of 255
_TURNED = 0.1
_CROWDED = 0.6  # of a character's width
_COMMANDS = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")
_POINTS_AT_END = {"S": 2, "M": 2, "L": 2, "Q": 2, "B": 2, "A": 2, "C": 0}

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def name_of(element: Any) -> str:
    """The name of an element whatever its namespace: producers write several."""
    return str(element.tag).rpartition("}")[2]


def is_named(element: Any, name: str) -> bool:
    """Whether an element has this name in any namespace."""
    return name_of(element) == name


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; none at all where one of them is no length.

    >>> numbers("0 0 210 297"), numbers("0 nan"), numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [], [])
    """
    try:
        found = [float(part) for part in (text or "").split()]
    except ValueError:
        return []
    return found if all(isfinite(n) and abs(n) <= _FURTHEST for n in found) else []


class Drawing:
    """A page while it is drawn; lengths in points from the top left corner."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.edges: list[Edge] = []
        self.pictures: list[str] = []  # by their IDs
        self._surface = Surface()
        self._characters = self._shapes = 0

    def chars(self) -> Iterator[Char]:
        """The visible characters in the order they are drawn; turned digits are marked as no part of a number."""
        for ink in self._surface.seen():
            x0, top, x1, bottom = ink.box
            char = Char(ink.text, x0, top, x1, bottom, ink.size, ink.order)
            yield char if ink.is_plain else doubtful(char)

    def draw(self, content: Any) -> None:
        """Draw the layers of a page's or template's content."""
        for element in content.iter():
            if is_named(element, "Layer"):
                self._block(element, (0.0, 0.0), 0)

    def draw_at(self, appearance: Any) -> None:
        """Draw an annotation at the place it states."""
        origin = numbers(appearance.get("Boundary"))[:2] or [0.0, 0.0]
        self._block(appearance, (origin[0], origin[1]), 0)

    def _block(self, block: Any, origin: Point, depth: int) -> None:
        if depth > _DEEPEST:
            msg = "the OFD file is nested too deeply"
            raise UnreadableDocument(msg)
        for element in block:
            kind = name_of(element)
            if element.get("Visible") == "false" or _alpha(element) < _FAINTEST:
                continue
            if kind in ("PageBlock", "Layer"):
                self._block(element, origin, depth + 1)
            elif kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                self._object(kind, element, origin)

    def _object(self, kind: str, element: Any, origin: Point) -> None:
        boundary = numbers(element.get("Boundary"))
        if len(boundary) != 4:
            return
        left, top = boundary[0] + origin[0], boundary[1] + origin[1]
        stated = numbers(element.get("CTM")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        if len(stated) != 6:
            return
        a, b, c, d, e, f = stated
        matrix = (a, b, c, d, e + left, f + top)
        frame = _scaled((left, top, left + boundary[2], top + boundary[3]))
        if kind == "TextObject":
            self._text(element, matrix, frame)
        elif kind == "PathObject":
            self._path(element, matrix)
        else:  # a picture or a drawing: what it hides cannot be told
            self.pictures += [element.get("ResourceID", "")] if kind == "ImageObject" else []
            self._surface.fill(frame, None, solid=False)

    def _text(self, element: Any, matrix: Matrix, frame: Box) -> None:
        if element.get("Fill") == "false" and element.get("Stroke") != "true":
            return
        size = (numbers(element.get("Size")) or [0.0])[0]
        scale = (numbers(element.get("HScale")) or [1.0])[0]
        paint = _paint(element, "FillColor")
        turned = (element.get("CharDirection", "0") != "0") or not _is_upright(matrix)
        is_whole = not any(is_named(e, "Clips") or is_named(e, "CGTransform") for e in element)
        down = element.get("ReadDirection", "0") in ("90", "270")
        x = y = 0.0
        for code in (e for e in element if is_named(e, "TextCode")):
            text = code.text or ""
            self._count(len(text), 0)
            x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
            across = advances(code.get("DeltaX"), text, 0.0 if down else size * scale)
            along = advances(code.get("DeltaY"), text, size if down else 0.0)
            for letter, dx, dy in zip(text, across, along, strict=True):
                box = _glyph(matrix, x, y, size, _across(width(letter) * size * scale, dx))
                plain = is_whole and not turned and _is_inside(box, frame)
                self._surface.write(letter, box, box[3] - box[1], paint, is_plain=plain)
                x, y = x + dx, y + dy

    def _path(self, element: Any, matrix: Matrix) -> None:
        data = next((e.text for e in element if is_named(e, "AbbreviatedData")), None)
        stroked = element.get("Stroke", "true") != "false"
        thick = (numbers(element.get("LineWidth")) or [0.0])[0] * hypot(matrix[0], matrix[1]) * POINTS
        filled = element.get("Fill", "false") == "true"
        for points, is_straight in self._outlines(data or "", matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if filled and is_straight and min(box[2] - box[0], box[3] - box[1]) < _THINNEST:
                self._rule((box[0], box[1]), (box[2], box[3]))
            elif filled:
                is_box = is_straight and all(x in (box[0], box[2]) and y in (box[1], box[3]) for x, y in points)
                self._surface.fill(box, _paint(element, "FillColor", none_is=None), solid=is_box)
            if stroked and thick > _THINNEST:
                half = thick / 2
                self._surface.fill(
                    (box[0] - half, box[1] - half, box[2] + half, box[3] + half),
                    _paint(element, "StrokeColor"),
                    solid=is_straight and len(points) == _ENDS,
                )
            elif stroked and is_straight and _paint(element, "StrokeColor") != WHITE:
                for one, other in pairwise(points):
                    self._rule(one, other)

    def _outlines(self, data: str, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
        """The corners of each part of a path in points, and whether only straight lines join them."""
        points: list[Point] = []
        is_straight = True
        for command, rest in _COMMANDS.findall(data):
            self._count(0, 1)
            if command in "SM" and points:
                yield points, is_straight
                points, is_straight = [], True
            end = numbers(rest)[-2:]
            if command == "C" and points:
                points.append(points[0])
            elif len(end) == 2:
                points.append(_moved(matrix, end[0], end[1]))
            is_straight = is_straight and command not in "QBA"
        if points:
            yield points, is_straight

    def _rule(self, one: Point, other: Point) -> None:
        (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if bottom - top <= max(_LEVEL, _THINNEST if x1 - x0 > bottom - top else 0):
            middle = (top + bottom) / 2
            self.edges.append(rule(x0, middle, x1, middle))
        elif x1 - x0 <= _THINNEST:
            middle = (x0 + x1) / 2
            self.edges.append(rule(middle, top, middle, bottom))

    def _count(self, characters: int, shapes: int) -> None:
        self._characters += characters
        self._shapes += shapes
        if self._characters > MOST_CHARACTERS or self._shapes > MOST_SHAPES:
            msg = "a page of the OFD file draws more than a report ever has"
            raise UnreadableDocument(msg)


def _moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def _glyph(matrix: Matrix, x: float, y: float, size: float, across: float) -> Box:
    corners = [_moved(matrix, x + dx, y + dy) for dx in (0, across) for dy in (-_ASCENT * size, _DESCENT * size)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _across(own: float, step: float) -> float:
    """How wide a character is, of its own width and the step to the next; too small a step prints one on another."""
    return min(own, step) if step > own * _CROWDED else own


def _is_upright(matrix: Matrix) -> bool:
    a, b, c, d, _, _ = matrix
    return a > 0 and d > 0 and abs(b) <= _TURNED * hypot(a, b) and abs(c) < d


def _is_inside(box: Box, frame: Box) -> bool:
    """Whether a character's middle is within its object's frame, give or take a quarter of it across, half of it up."""
    x, y, high = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[3] - box[1]) / 2
    wide = (box[2] - box[0]) / 4
    shown = meet((x, y, x, y), (frame[0] - wide, frame[1] - high, frame[2] + wide, frame[3] + high))
    return shown[0] <= shown[2] and shown[1] <= shown[3]


def _scaled(box: Sequence[float]) -> Box:
    x0, top, x1, bottom = (value * POINTS for value in box)
    return x0, top, x1, bottom


def _alpha(element: Any) -> float:
    return (numbers(element.get("Alpha")) or [255.0])[0]


def _paint(element: Any, which: str, none_is: Colour | None = (0.0, 0.0, 0.0)) -> Colour | None:
    """The colour of a text or path; None where the numbers alone do not tell it."""
    stated = next((e for e in element if is_named(e, which)), None)
    if stated is None:
        return None if element.get("DrawParam") else none_is
    if _alpha(stated) < _FAINTEST:
        return WHITE
    parts = [_part(part) for part in (stated.get("Value") or "").split()]
    if not parts or None in parts or len(parts) not in (1, 3, 4):
        return None
    shades = [part for part in parts if part is not None]
    if len(shades) == 4:  # inks: cyan, magenta, yellow and black
        *inks, black = shades
        shades = [(1 - ink) * (1 - black) for ink in inks]
    red, green, blue = shades if len(shades) == 3 else shades * 3
    return red, green, blue


def _part(text: str) -> float | None:
    """One of 0 to 255, or #00 to #FF, as a part of 1."""
    try:
        return (int(text[1:], 16) if text.startswith("#") else float(text)) / 255
    except ValueError:
        return None
