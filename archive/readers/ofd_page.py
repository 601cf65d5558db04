"""What an OFD page shows: its characters without those that nobody sees, and the rules drawn on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from archive.errors import UnreadableDocument
from archive.readers.ofd_colours import FAINTEST, HALF, OPAQUE, Paint, Params, alpha_of, paint
from archive.readers.ofd_elements import is_named, name_of, numbers
from archive.readers.ofd_text import advances, width
from archive.readers.pdf_ink import WHITE, Box, Surface, meet
from archive.readers.pdf_rules import Edge, rule
from archive.readers.pdf_text import Char, doubtful

POINTS = 72 / 25.4  # in a millimetre, the unit of the format
MOST_CHARACTERS, MOST_SHAPES = 50_000, 30_000  # of a page
_DEEPEST = 20  # blocks within blocks
_ENDS = 2  # points of a line
_THINNEST = 2.0  # points; a filled box thinner than this is a rule
_LEVEL = 0.5  # points; a line that rises less is level
_ASCENT, _DESCENT = 0.88, 0.12  # of the size: how far characters reach above and below the line they stand on
_TURNED = 0.1
_CROWDED = 0.6  # of a character's width
_COMMANDS = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")
_MOST_NUMBERS = 7  # behind a command

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Drawing:
    """A page while it is drawn; lengths in points from the top left corner."""

    def __init__(self, params: Params | None = None) -> None:
        """Begin with an empty page; `params` are the drawing parameters that objects may name."""
        self._params: Params = params or {}
        self._layer = ""  # the drawing parameter of what is drawn now
        self._is_stamp = False
        self.edges: list[Edge] = []
        self.pictures: list[str] = []  # by their IDs
        self._surface = Surface()
        self._characters = self._shapes = 0

    def chars(self) -> Iterator[Char]:
        """The visible characters in the order they are drawn; turned digits are marked as no part of a number."""
        for ink in self._surface.seen():
            x0, top, x1, bottom = ink.box
            char = Char(ink.text, x0, top, x1, bottom, ink.size, ink.order, ink.is_veiled)
            yield char if ink.is_plain else doubtful(char)

    def draw(self, content: Any) -> None:
        """Draw the layers of a page's or template's content."""
        for element in content.iter():
            if is_named(element, "Layer"):
                self._layer = element.get("DrawParam", "")
                self._block(element, (0.0, 0.0), 0)

    def draw_at(self, appearance: Any) -> None:
        """Draw an annotation at the place it states."""
        origin = numbers(appearance.get("Boundary"))[:2] or [0.0, 0.0]
        self._layer, self._is_stamp = "", True
        self._block(appearance, (origin[0], origin[1]), 0)
        self._is_stamp = False

    def _block(self, block: Any, origin: Point, depth: int) -> None:
        if depth > _DEEPEST:
            msg = "the OFD file is nested too deeply"
            raise UnreadableDocument(msg)
        for element in block:
            kind = name_of(element)
            if element.get("Visible") == "false" or alpha_of(element) < FAINTEST:
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
        ink = self._ink(element)
        turned = (element.get("CharDirection", "0") != "0") or not _is_upright(matrix)
        is_whole = ink.colour is not None and not any(
            is_named(e, "Clips") or is_named(e, "CGTransform") for e in element
        )
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
                self._surface.write(letter, box, box[3] - box[1], ink.colour, is_plain=plain)
                x, y = x + dx, y + dy

    def _ink(self, element: Any) -> Paint:
        """What a text is painted with; of one whose outlines have another colour it cannot be told."""
        inside = paint(element, "FillColor", self._params, self._layer)
        if element.get("Stroke") != "true":
            return inside
        around = paint(element, "StrokeColor", self._params, self._layer)
        if element.get("Fill") == "false" or around == inside:
            return around
        return inside._replace(colour=None)

    def _path(self, element: Any, matrix: Matrix) -> None:
        data = next((e.text for e in element if is_named(e, "AbbreviatedData")), None)
        stroked = element.get("Stroke", "true") != "false"
        around = paint(element, "StrokeColor", self._params, self._layer)
        thick = (numbers(element.get("LineWidth")) or [0.0])[0] * hypot(matrix[0], matrix[1]) * POINTS
        filled = element.get("Fill", "false") == "true"
        parts = []
        for points, is_straight in self._outlines(data or "", matrix):
            box = _around(points)
            if filled and is_straight and min(box[2] - box[0], box[3] - box[1]) < _THINNEST:
                self._rule((box[0], box[1]), (box[2], box[3]))
            elif filled:
                parts.append((points, is_straight))
            if stroked and thick > _THINNEST:
                half = thick / 2
                self._surface.fill(
                    (box[0] - half, box[1] - half, box[2] + half, box[3] + half),
                    around.colour,
                    solid=is_straight and len(points) == _ENDS,
                    veils=len(points) == _ENDS,
                )
            elif stroked and is_straight and around.colour != WHITE:
                for one, other in pairwise(points):
                    self._rule(one, other)
        if parts:
            self._fill(element, parts)

    def _fill(self, element: Any, parts: Sequence[tuple[list[Point], bool]]) -> None:
        """Fill a shape. Only an opaque box surely hides all of what is below."""
        # no colour is none at all by the standard, black in some programs
        none = Paint(None, 255.0, is_even=False)
        inside = paint(element, "FillColor", self._params, self._layer, none)
        alpha = inside.alpha * alpha_of(element) / 255
        box = _around([point for points, _ in parts for point in points])
        xs, ys = (box[0], box[2]), (box[1], box[3])
        is_box = len(parts) == 1 and parts[0][1] and all(x in xs and y in ys for x, y in parts[0][0])
        is_whole = inside.is_even and alpha > OPAQUE and not self._is_stamp
        self._surface.fill(
            box,
            inside.colour if alpha > OPAQUE else None,
            solid=is_box and is_whole and not any(is_named(e, "Clips") for e in element),
            veils=alpha > HALF,
            outline=() if is_box else [points for points, _ in parts],
            is_odd=element.get("Rule") == "Even-Odd",
        )

    def _outlines(self, data: str, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
        """The corners of each part of a path in points, and whether only straight lines join them."""
        points: list[Point] = []
        here = (0.0, 0.0)
        is_straight = True
        for command, rest in _COMMANDS.findall(data):
            self._count(0, 1)
            if command in "SM" and points:
                yield points, is_straight
                points, is_straight = [], True
            stated = numbers(rest)[:_MOST_NUMBERS]
            if command == "A":
                stated = _arc(here, stated)
            here = (stated[-2], stated[-1]) if len(stated) > 1 else here
            if command == "C" and points:
                points.append(points[0])
            else:  # what only bends the path counts as a corner
                points += [_moved(matrix, x, y) for x, y in zip(stated[::2], stated[1::2], strict=False)]
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


def _arc(start: Point, stated: Sequence[float]) -> list[float]:
    """Corners around an arc of two radii, a turn and two flags to its end."""
    if len(stated) < _MOST_NUMBERS:
        return []
    wide, high, *_, x, y = stated
    far = max(abs(wide), abs(high))
    left, top = (start[0] + x) / 2 - far, (start[1] + y) / 2 - far
    right, bottom = left + 2 * far, top + 2 * far
    return [left, top, right, top, right, bottom, left, bottom, left, top, x, y]


def _moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def _glyph(matrix: Matrix, x: float, y: float, size: float, across: float) -> Box:
    corners = [_moved(matrix, x + dx, y + dy) for dx in (0, across) for dy in (-_ASCENT * size, _DESCENT * size)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _around(points: Sequence[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
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
