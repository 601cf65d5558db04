"""Texts of an .xlsx: letters struck out are left out, raised ones stand apart from the figure."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from archive.readers.sheet_styles import is_struck

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Text(NamedTuple):
    """A text with and without the letters that look as the whole cell does."""

    whole: str
    in_struck_cell: str  # what is left when the cell's own letters are struck out


def read_text(element: Any) -> Text:
    """The text of a shared string or of a cell's own one, given as its element."""
    pieces = list(_pieces(element))
    level = any(text.strip() and not raised for text, raised, _ in pieces)
    return Text(
        "".join(f"[{text}]" if raised and level else text for text, raised, _ in pieces),
        "".join(text for text, _, own in pieces if own),
    )


def unescaped(text: str) -> str:
    """A text without the escapes for letters that XML cannot hold.

    >>> unescaped("1_x000D_2")
    '1\\r2'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _pieces(element: Any) -> list[tuple[str, bool, bool]]:
    """Texts that are shown, whether each is raised, and whether it has properties of its own."""
    found = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            found.append((unescaped(child.text or ""), False, False))
        elif name == "r":  # the third kind, rPh, tells how to pronounce what is there already
            properties = child.find("{*}rPr")
            if properties is not None and is_struck(properties):
                continue
            text = unescaped("".join(part.text or "" for part in child.iterfind("{*}t")))
            found.append((text, _is_raised(properties), properties is not None))
    return found


def _is_raised(properties: Any) -> bool:
    align = properties.find("{*}vertAlign") if properties is not None else None
    return align is not None and align.get("val") in ("superscript", "subscript")
