"""Colours of a Word document: what letters are printed in, what stands behind them, and whether they show on it."""

from __future__ import annotations

from typing import Any, Literal

from docx.oxml.ns import qn

Sight = Literal["seen", "unsure", "unseen"]

UNKNOWN, WHITE = "?", "FFFFFF"
_VAL, _FILL, _THEME, _SHADE, _THEME_FILL = (
    qn(f"w:{name}") for name in ("val", "fill", "themeColor", "themeShade", "themeFill")
)
_SAME, _NEAR = 0x0D, 0x1A  # of 255; letters this near their ground cannot be seen, or can perhaps
_PAPER = frozenset(("background1", "light1"))  # white in every theme that a report was ever printed with
_PENS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "none": "",
    "red": "FF0000",
    "white": WHITE,
    "yellow": "FFFF00",
}


def ink(color: Any) -> str:
    """The colour a `w:color` states, as six hexadecimal digits; nothing where Word picks one that shows."""
    return _told(_hexadecimal(color.get(_VAL)), color.get(_THEME), color.get(_SHADE))


def ground(shading: Any) -> str:
    """The colour a `w:shd` or `w:highlight` puts behind letters; nothing where it leaves what is there."""
    if shading.tag == qn("w:highlight"):
        return _PENS.get(shading.get(_VAL, "none"), UNKNOWN)
    if shading.get(_VAL, "clear") not in ("clear", "nil"):
        return UNKNOWN  # a pattern
    stated, theme = _hexadecimal(shading.get(_FILL)), shading.get(_THEME_FILL)
    if theme and not stated:
        return WHITE if theme in _PAPER and not shading.get(qn("w:themeFillShade")) else UNKNOWN
    return stated


def sight(letters: str, behind: str) -> Sight:
    """Whether letters of one colour show on another.

    >>> sight("FFFFFF", "FFFFFF"), sight("FFFFFF", "1F3864"), sight("FFFFFF", "?"), sight("", "?")
    ('unseen', 'seen', 'unsure', 'seen')
    """
    if not letters:
        return "seen"
    if UNKNOWN in (letters, behind):
        return "unsure" if letters == UNKNOWN or _apart(letters, WHITE) < _NEAR else "seen"
    apart = _apart(letters, behind)
    return "unseen" if apart < _SAME else "unsure" if apart < _NEAR else "seen"


def _told(stated: str, theme: str | None, shade: str | None) -> str:
    """One colour of what is stated in numbers and by its name in the theme, which Word follows."""
    if not theme:
        return stated
    if theme not in _PAPER:
        return UNKNOWN if stated and _apart(stated, WHITE) < _NEAR else stated
    named = _hexadecimal((shade or "FF") * 3) or WHITE
    return named if not stated or _apart(stated, named) < _NEAR else UNKNOWN


def _hexadecimal(stated: str | None) -> str:
    """Six digits; nothing of `auto` and of what is no colour."""
    try:
        return f"{int(stated, 16):06X}" if stated and len(stated) == 6 else ""
    except ValueError:
        return ""


def _apart(one: str, other: str) -> int:
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return max(abs(a - b) for a, b in pairs)
