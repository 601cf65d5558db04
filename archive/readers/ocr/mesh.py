"""Rules of a fax of which pieces are found here and there: drawn on where dots are left along the same line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from archive.readers.ocr.bare import without_letters
from archive.readers.ocr.broken import is_traced, transposed
from archive.readers.pdf_rules import SNAP, Edge, rule

_PIECES = 80.0  # points; figures below one another look like shorter rules
_ON = 0.6  # points; a letter that near stands on a rule
_TRACED = 25.0, 0.05, 3.0  # points, and parts of the way: less than where it is not known where rules run
_FEWEST = 4  # lines each way make a table
_MOST = 120  # lines each way; more are no rules


def completed(edges: Sequence[Edge], ink: Any, unit: float) -> list[Edge]:
    """The rules of a page (in points) with those between two crossings of lines that only dots are left of."""
    import cv2

    letters = cv2.subtract(ink, without_letters(ink, unit))
    inks, turned = (ink, letters), (cv2.transpose(ink), cv2.transpose(letters))
    made = list(edges)
    for across, down in _tables(edges):
        lying = [transposed(e) for e in down]
        ys, xs = _levels(across), _levels(lying)
        if _FEWEST <= len(ys) <= _MOST and _FEWEST <= len(xs) <= _MOST:
            made += _missing(across, ys, xs, inks, unit)
            made += [transposed(e) for e in _missing(lying, xs, ys, turned, unit)]
    return made


def _tables(edges: Sequence[Edge]) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """The rules across and down of each table: its rules across are joined by rules down."""
    across = sorted((e for e in edges if e["orientation"] == "h"), key=lambda e: e["top"])
    down = [e for e in edges if e["orientation"] == "v"]
    while across:
        size = next((i for i, (a, b) in enumerate(pairwise(across), 1) if not _is_joined(a, b, down)), len(across))
        table, across = across[:size], across[size:]
        top, bottom = table[0]["top"] - SNAP, table[-1]["top"] + SNAP
        yield table, [e for e in down if e["top"] > top and e["bottom"] < bottom]


def _is_joined(above: Edge, below: Edge, down: Sequence[Edge]) -> bool:
    """Whether a rule down runs from one rule across to the next."""
    return any(e["top"] < above["top"] + SNAP and e["bottom"] > below["top"] - SNAP for e in down)


def _levels(edges: Sequence[Edge]) -> list[float]:
    """At which heights rules run: the pieces found of each are long enough together."""
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda e: e["top"]):
        if groups and edge["top"] - groups[-1][0]["top"] <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [group[0]["top"] for group in groups if sum(e["x1"] - e["x0"] for e in group) >= _PIECES]


def _missing(
    edges: Sequence[Edge], ys: Sequence[float], xs: Sequence[float], inks: tuple[Any, Any], unit: float
) -> Iterator[Edge]:
    """The stretches between two neighbouring places along each height that are traced, not drawn and not written on.

    `inks` are the ink of the page and that of its letters.
    """
    ink, letters = inks
    for y in ys:
        own = [e for e in edges if abs(e["top"] - y) <= SNAP]
        row = letters[max(round((y - _ON) * unit), 0) : round((y + _ON) * unit) + 1].any(axis=0)
        for a, b in pairwise(xs):
            is_drawn = any(e["x0"] < a + SNAP and e["x1"] > b - SNAP for e in own)
            is_written = row[round((a + SNAP) * unit) : round((b - SNAP) * unit)].any()
            if not is_drawn and not is_written and is_traced(ink, unit, (a, b), y, _TRACED):
                yield rule(a, y, b, y)
