"""The colours of an OFD page: stated at an object, or by the drawing parameters it or its layer names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archive.readers.ofd_elements import is_named, name_of, numbers
from archive.readers.pdf_ink import WHITE, Colour, are_alike

BLACK: Colour = (0.0, 0.0, 0.0)
FAINTEST, HALF, OPAQUE = 13.0, 128.0, 242.0  # of 255
_LONGEST = 20  # drawing parameters that go back to one another

Params = Mapping[str, Any]  # the elements by their IDs


class Paint(NamedTuple):
    """What a text or shape is painted with: None is a colour that cannot be told, `alpha` from 0 to 255.

    `is_even`: one colour everywhere, no shading and no pattern that leaves something out.
    """

    colour: Colour | None
    alpha: float
    is_even: bool


_UNKNOWN = Paint(None, 255.0, is_even=False)
NONE_STATED = Paint(BLACK, 255.0, is_even=True)


def alpha_of(element: Any) -> float:
    """How far an object or colour hides what is below, from 0 to 255."""
    return (numbers(element.get("Alpha")) or [255.0])[0]


def paint(element: Any, which: str, params: Params, layer: str, none_is: Paint = NONE_STATED) -> Paint:
    """The FillColor or StrokeColor (`which`) of an object; `layer` is the drawing parameter of its layer."""
    stated = _stated(element, which)
    if stated is None and (named := element.get("DrawParam") or layer):
        if named not in params:
            return _UNKNOWN
        found = (_stated(param, which) for param in _chain(named, params))
        stated = next((element for element in found if element is not None), None)
    return none_is if stated is None else _read(stated)


def _stated(element: Any, which: str) -> Any:
    return next((e for e in element if is_named(e, which)), None)


def _chain(named: str, params: Params) -> Iterator[Any]:
    """A drawing parameter and those it goes back to."""
    for _ in range(_LONGEST):
        if named not in params:
            return
        yield params[named]
        named = params[named].get("Relative", "")


def _read(stated: Any) -> Paint:
    inside = [e for e in stated if isinstance(e.tag, str)]
    if inside:
        stops = [_value(e) for part in inside if "Shd" in name_of(part) for e in part.iter() if is_named(e, "Color")]
        first = stops[0] if stops else None
        alike = first is not None and all(stop is not None and are_alike(stop, first) for stop in stops)
        return Paint(first if alike else None, alpha_of(stated), is_even=False)
    alpha = alpha_of(stated)
    return Paint(WHITE, alpha, is_even=True) if alpha < FAINTEST else Paint(_value(stated), alpha, is_even=True)


def _value(stated: Any) -> Colour | None:
    """The colour of stated numbers; None where the numbers alone do not tell it."""
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
