"""A place in a document, in words."""

from __future__ import annotations

from archive.models import Place

_WORDS = {"page": "page", "table": "table", "row": "row", "column": "column", "line": "line", "paragraph": "paragraph"}
_SAID = ("document", "member", "script", "covered", "sheet", "address", "box", "confidence", "readings", *_WORDS)


def in_words(place: Place) -> str:
    """A place as a person says it.

    >>> in_words({"table": 2, "row": 4, "column": 9})
    'table 2, row 4, column 9'
    >>> in_words({"sheet": "表二", "address": "B7", "member": "附件.xlsx", "document": 2})
    'document 2, member 附件.xlsx of the archive, sheet 表二, B7'
    >>> in_words({"page": 3, "box": [72.0, 90.5, 100.25, 101.0], "confidence": 0.98})
    'page 3, box 72, 90.5 to 100.2, 101, recognised with confidence 0.98'
    """
    parts = []
    if "document" in place:
        parts.append(f"document {place['document']}")
    if "member" in place:
        parts.append(f"member {place['member']} of the archive")
    if "script" in place:
        parts.append("what a script or a viewer shows")
    if "sheet" in place:
        parts.append(f"sheet {place['sheet']}")
    if "address" in place:
        parts.append(str(place["address"]))
    parts += [f"{word} {place[key]}" for key, word in _WORDS.items() if key in place]
    box = place.get("box")
    if isinstance(box, list) and len(box) == 4:
        x0, y0, x1, y1 = (f"{value:.1f}".removesuffix(".0") for value in box)
        parts.append(f"box {x0}, {y0} to {x1}, {y1}")
    if "confidence" in place:
        parts.append(f"recognised with confidence {place['confidence']}")
    if place.get("readings"):
        parts.append(f"perhaps {place['readings']}")
    if "covered" in place:
        parts.append("perhaps covered by what is drawn there")
    parts += [f"{key} {value}" for key, value in place.items() if key not in _SAID]
    return ", ".join(parts) or "a place nobody noted"
