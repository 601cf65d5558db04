"""Texts of an .xlsx: letters struck out are left out, raised ones stand apart from the figure."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from archive.readers.sheet_colours import BLACK, Colour, Colours
from archive.readers.sheet_styles import Style, colour_of, is_struck, is_tiny

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Text(NamedTuple):
    """A text with and without the letters that look as the whole cell does."""

    whole: str
    in_struck_cell: str  # what is left when the cell's own letters are struck out
    looks: frozenset[tuple[Colour, bool] | None] = frozenset((None,))  # colour, tiny; None is the cell's own

    def is_unseen(self, style: Style) -> bool:
        """Whether any of its letters are not seen in a cell of this style."""
        own = (style.look._replace(colour=look[0], is_tiny=look[1]) for look in self.looks if look)
        return any(look.is_unseen() for look in own) or (None in self.looks and style.is_unseen())


def read_text(element: Any, colours: Colours) -> Text:
    """The text of a shared string or of a cell's own one, given as its element."""
    pieces = list(_pieces(element, colours))
    level = any(text.strip() and not raised for text, raised, _ in pieces)
    return Text(
        "".join(f"[{text}]" if raised and level else text for text, raised, _ in pieces),
        "".join(text for text, _, own in pieces if own),
        frozenset(own for text, _, own in pieces if text.strip()),
    )


def unescaped(text: str) -> str:
    """A text without the escapes for letters that XML cannot hold.

    >>> unescaped("1_x000D_2")
    '1\\r2'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _pieces(element: Any, colours: Colours) -> list[tuple[str, bool, tuple[Colour, bool] | None]]:
    """Texts that are shown, whether each is raised, and its look where it has properties of its own."""
    found: list[tuple[str, bool, tuple[Colour, bool] | None]] = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            found.append((unescaped(child.text or ""), False, None))
        elif name == "r":  # the third kind, rPh, tells how to pronounce what is there already
            properties = child.find("{*}rPr")
            if properties is not None and is_struck(properties):
                continue
            text = unescaped("".join(part.text or "" for part in child.iterfind("{*}t")))
            look = (colour_of(properties, colours) or BLACK, is_tiny(properties)) if properties is not None else None
            found.append((text, _is_raised(properties), look))
    return found


def _is_raised(properties: Any) -> bool:
    align = properties.find("{*}vertAlign") if properties is not None else None
    return align is not None and align.get("val") in ("superscript", "subscript")
