"""Figures broken over the lines of a cell too narrow for them: joined where the sums leave one way to read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import isclose, prod
from unicodedata import normalize

from archive.models import Cell, Finding
from archive.printed_form import as_printed, row_of
from archive.template import Identity, choose, load

_BROKEN = re.compile(r"[1-9]\d{0,8}(?:[^\S\n]*\n[^\S\n]*\d{1,9}){1,3}")
_MOST_WAYS = 4096  # to read the broken figures of one sum
_MOST_ROUNDS = 20
_JOINED = "the figure is printed as {!r}, broken over lines; joined, as only so it fits the sums"

Readings = dict[str, tuple[int, ...]]  # of each broken figure, what it may be: joined, one of its lines, their sum


def joined(
    cells: dict[str, Cell], heads: Iterable[str], findings: Sequence[Finding]
) -> tuple[dict[str, Cell], list[Finding]]:
    """The cells, and the findings, with those figures joined that can be nothing else by the sums they stand in."""
    broken = _broken(cells)
    template = choose(heads, [row_of(key) for key in cells]) if broken else None
    if template is None:
        return cells, list(findings)
    sums = [one for one in as_printed(load(template), cells).identities if _can_tell(one, cells, broken)]
    left = _fitting(sums, cells, broken)
    made, said = dict(cells), list(findings)
    for key in {key: None for one in sums for key in one.cells if key in broken}:
        if left[key] == broken[key][:1]:
            made[key] = Cell(key, cells[key].text, left[key][0], "number", cells[key].unit, cells[key].place)
            said.append(Finding("B4", "unknown", "soft", (key,), _JOINED.format(cells[key].text)))
    return made, said


def _broken(cells: Mapping[str, Cell]) -> Readings:
    made = {}
    for key, cell in cells.items():
        text = normalize("NFKC", cell.text).strip() if cell.state == "unreadable" else ""
        if _BROKEN.fullmatch(text):
            lines = [int(line) for line in text.split()]
            made[key] = tuple(dict.fromkeys((int("".join(text.split())), *lines, sum(lines))))
    return made


def _can_tell(identity: Identity, cells: Mapping[str, Cell], broken: Readings) -> bool:
    """Whether a sum must hold, has broken figures, and all its others are known."""
    if identity.severity == "soft" or identity.at_most or identity.only_if_printed:
        return False
    known = (key in broken or (key in cells and cells[key].value is not None) for key in identity.cells)
    return not broken.keys().isdisjoint(identity.cells) and all(known)


def _fitting(sums: Sequence[Identity], cells: Mapping[str, Cell], broken: Readings) -> Readings:
    """What each figure may be by every sum, those of few ways first; nothing where they contradict one another."""
    left = dict(broken)
    for _ in range(_MOST_ROUNDS):
        before = dict(left)
        for identity in sums:
            own = [key for key in identity.cells if key in left]
            if prod(len(left[key]) for key in own) <= _MOST_WAYS:
                ways = [way for way in product(*(left[key] for key in own)) if _holds(identity, cells, own, way)]
                left |= {key: tuple(dict.fromkeys(way[i] for way in ways)) for i, key in enumerate(own)}
        if left == before:
            break
    return left


def _holds(identity: Identity, cells: Mapping[str, Cell], own: Sequence[str], way: Sequence[int]) -> bool:
    values = {key: cells[key].value for key in identity.cells} | dict(zip(own, way, strict=True))
    left, right = (sum(float(values[key] or 0) for key in side) for side in (identity.left, identity.right))
    return isclose(left, right, abs_tol=1e-6)
