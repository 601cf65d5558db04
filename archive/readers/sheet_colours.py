"""Colours of an .xlsx: of a theme, of the list of indexed ones, or stated; and which cannot be told apart."""

from __future__ import annotations

import colorsys
import re
from typing import Any

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
_TOO_NEAR = 24  # of 255, in each of the three: F2F2F2 upon white is not seen on paper
_STATED = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")  # what is before the six is not heeded by programs
_FIRST = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_INDEXED = (
    f"{_FIRST} {_FIRST} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 "
    "FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 "
    "99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 "
    "333300 993300 993366 333399 333333 000000 FFFFFF"  # the last two are those of letters and of windows
).split()
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D")  # the theme where a workbook has none


def is_near(one: Colour, other: Colour) -> bool:
    """Whether letters of one colour are not seen upon the other.

    >>> is_near((255, 255, 255), (242, 242, 242)), is_near((255, 255, 255), (217, 217, 217))
    (True, False)
    """
    return all(abs(a - b) <= _TOO_NEAR for a, b in zip(one, other, strict=True))


class Colours:
    """What the names of colours in one workbook mean."""

    def __init__(self, theme: Any = None, styles: Any = None) -> None:
        """Of the root elements of the theme's part and of the styles', where there are any."""
        own = (
            [c.get("rgb", "") for c in styles.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")]
            if styles is not None
            else []
        )
        self._indexed = [*own[:64], *_INDEXED[len(own[:64]) :]]
        scheme = theme.find("{*}themeElements/{*}clrScheme") if theme is not None else None
        self._theme = [*_OFFICE, *("" for _ in _THEME[len(_OFFICE) :])]
        for child in scheme if scheme is not None else ():
            name = child.tag.rpartition("}")[2]
            stated = next(iter(child), None)
            if name in _THEME and stated is not None:
                self._theme[_THEME.index(name)] = stated.get("lastClr") or stated.get("val", "")

    def of(self, element: Any) -> Colour | None:
        """The colour that an element `color`, `fgColor` or `bgColor` names; None for none, or that of the system."""
        if element is None:
            return None
        stated = (
            element.get("rgb") or _at(self._indexed, element.get("indexed")) or _at(self._theme, element.get("theme"))
        )
        found = _STATED.fullmatch(stated)
        if not found:
            return None
        red, green, blue = bytes.fromhex(found[1])
        return _tinted((red, green, blue), element.get("tint"))

    def grounds(self, fill: Any, *, of_change: bool = False) -> tuple[Colour, ...]:
        """The colours that letters may stand on in a cell of this fill.

        Conditional formats (`of_change`) name the colour of a plain fill as others name the second of a pattern.
        """
        pattern = fill.find("{*}patternFill")
        if pattern is None:
            return tuple(c for e in fill.iter("{*}color") if (c := self.of(e))) or (WHITE,)
        first, second = (self.of(pattern.find(f"{{*}}{name}")) for name in ("fgColor", "bgColor"))
        kind = pattern.get("patternType", "solid" if of_change else "none")
        if kind == "none":
            return (WHITE,)
        if kind == "solid":
            plain = (second or first) if of_change else first
            return (plain,) if plain else (BLACK, WHITE)  # programs differ
        return tuple(c for c in (first, second or WHITE) if c)


def _at(colours: list[str], stated: str | None) -> str:
    number = int(stated) if stated and stated.isdecimal() and len(stated) < 9 else len(colours)
    return colours[number] if number < len(colours) else ""


def _tinted(colour: Colour, stated: str | None) -> Colour:
    """A colour made lighter (up to 1) or darker (down to -1)."""
    try:
        tint = min(max(float(stated or 0), -1.0), 1.0)
    except ValueError:
        tint = 0.0
    if not tint:
        return colour
    hue, light, full = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, light, full))
    return red, green, blue
