"""Addresses of cells (A1) and of ranges (A1:B2) as rows and columns from 0."""

from __future__ import annotations

import re

from archive.errors import UnreadableDocument
from archive.readers.sheet_page import Range

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def range_of(stated: str) -> Range:
    """The cells from the first to the last of a range, or the one of an address. Raises UnreadableDocument.

    >>> range_of("B2:C5"), range_of("A1")
    ((1, 1, 4, 2), (0, 0, 0, 0))
    """
    first, _, last = stated.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return top, left, bottom, right


def place_of(address: str) -> tuple[int, int]:
    """Row and column from 0 of an A1 address. Raises UnreadableDocument.

    >>> place_of("A1"), place_of("AB10")
    ((0, 0), (9, 27))
    """
    found = _ADDRESS.fullmatch(address)
    if not found or not int(found[2]):
        raise UnreadableDocument(f"the spreadsheet is damaged: there is no cell {address[:20]}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
