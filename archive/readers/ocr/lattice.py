"""Tables of which a fax left nothing but the dots where their rules cross: the rules are drawn from dot to dot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

from archive.readers.ocr.paper import Paper
from archive.readers.pdf_rules import Edge, rule

_INK = 60  # of 255
_DOT, _ALONE = 2.6, 2.0  # points; no dot is larger, and no letter stands nearer to one
_IN_LINE = 0.45, 1.2  # points; across a rule each of its dots lies no further from the next, and all from one another
_MOST = 1500  # dots on a page; more are dirt
_SHARED = 4  # rules across that reach both sides of a table
_CROSSED, _CROSSING = 3, 2  # rules down that cross a rule across, and the other way round
_WIDTH = 200.0  # points; a table is no narrower
_CENTRED = 0.06  # of a table's width; a caption is no further from its middle, headings between tables are
_EMPTY = 0.7  # of a table's width; a heading ends left of it
_WORN = 0.5  # points; letters that near to a line stand on it

Dot = tuple[int, int]  # which rule down and which rule across cross there


@dataclass(frozen=True, slots=True)
class _Lattice:
    """Where rules run down and across in points, which of them cross, and the page's letters.

    `left` and `right` are the rules down at the sides.
    """

    xs: Sequence[float]
    ys: Sequence[float]
    left: int
    right: int
    dots: frozenset[Dot]
    letters: Any
    unit: float

    def across(self, j: int) -> list[int]:
        """The rules down that cross a rule across, from left to right."""
        return sorted(i for i, row in self.dots if row == j)

    def down(self, i: int) -> list[int]:
        """The rules across that cross a rule down, from above."""
        return sorted(j for column, j in self.dots if column == i)

    def is_free(self, one: Dot, other: Dot) -> bool:
        """Whether no letter stands on the line from one dot to another, both on one rule."""
        (x0, x1), (y0, y1) = ((of[one[k]], of[other[k]]) for k, of in enumerate((self.xs, self.ys)))
        a, top, b, bottom = (round(v * self.unit) for v in (x0 - _WORN, y0 - _WORN, x1 + _WORN, y1 + _WORN))
        return not self.letters[max(top, 0) : bottom + 1, max(a, 0) : b + 1].any()


def rules(paper: Paper) -> Iterator[Edge]:
    """The rules across and down of such tables, in points; none where dots lie in no lattice."""
    found = _lattice(paper)
    if found is None:
        return
    ends = set(_ends(found))
    found = _with_sides(found, ends)
    for j, y in enumerate(found.ys):
        for a, b in _runs(found, [(i, j) for i in found.across(j)], set()):
            yield rule(found.xs[a[0]], y, found.xs[b[0]], y)
    for i, x in enumerate(found.xs):
        for a, b in _runs(found, [(i, j) for j in found.down(i)], ends):
            yield rule(x, found.ys[a[1]], x, found.ys[b[1]])


def _runs(found: _Lattice, dots: Sequence[Dot], ends: set[int]) -> list[tuple[Dot, Dot]]:
    """The stretches of one rule with no letter in its way that go on below none of these ends of tables."""
    made: list[tuple[Dot, Dot]] = []
    for a, b in pairwise(dots):
        if ends & set(range(a[1], b[1])) or not found.is_free(a, b):
            continue
        if made and made[-1][1] == a:
            made[-1] = (made[-1][0], b)
        else:
            made.append((a, b))
    return made


def _lattice(paper: Paper) -> _Lattice | None:
    points, letters = _dots(paper)
    xs, columns = _lines([x for x, _ in points])
    ys, rows = _lines([y for _, y in points])
    dots = set(zip(columns, rows, strict=True))
    sides = _sides(xs, dots)
    if sides is None:
        return None
    left, right = sides
    dots = {(i, j) for i, j in dots if left <= i <= right}
    reach = {j for i, j in dots if i in sides}
    crossing = Counter(i for i, j in dots if j in reach)
    dots = {(i, j) for i, j in dots if i in sides or crossing[i] >= _CROSSING}
    crossed = Counter(j for _, j in dots)
    kept = frozenset((i, j) for i, j in dots if crossed[j] >= _CROSSED)
    return _Lattice(xs, ys, left, right, kept, letters, paper.unit)


def _dots(paper: Paper) -> tuple[list[tuple[float, float]], Any]:
    """The middles of small marks with no letter beside them, in points, and the pixels of letters.

    No dots where there are too many.
    """
    import cv2
    import numpy as np

    ink = (paper.ink > _INK).astype(np.uint8)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink)
    is_dot = np.maximum(stats[:, 2], stats[:, 3]) < _DOT * paper.unit
    is_dot[0] = True
    letters = (~is_dot)[labels]
    if is_dot.sum() > _MOST:
        return [], letters
    size = 2 * round(_ALONE * paper.unit) + 1
    near = cv2.dilate(letters.astype(np.uint8), np.ones((size, size), np.uint8))
    places = [(float(x), float(y)) for x, y in middles[is_dot][1:]]
    return [(x / paper.unit, y / paper.unit) for x, y in places if not near[int(y), int(x)]], letters


def _lines(places: Sequence[float]) -> tuple[list[float], list[int]]:
    """Where lines run that places stand on, and the line of each."""
    groups: list[list[int]] = []
    for i in sorted(range(len(places)), key=places.__getitem__):
        before, first = (places[groups[-1][k]] for k in (-1, 0)) if groups else (-_WIDTH, -_WIDTH)
        if places[i] - before <= _IN_LINE[0] and places[i] - first <= _IN_LINE[1]:
            groups[-1].append(i)
        else:
            groups.append([i])
    line = {i: number for number, group in enumerate(groups) for i in group}
    return [sum(places[i] for i in g) / len(g) for g in groups], [line[i] for i in range(len(places))]


def _sides(xs: Sequence[float], dots: set[Dot]) -> Dot | None:
    """The two rules down furthest from each other of those that enough rules across have in common."""
    rows: dict[int, set[int]] = {}
    for i, j in dots:
        rows.setdefault(i, set()).add(j)
    tall = sorted(i for i, own in rows.items() if len(own) >= _SHARED)
    wide = [(a, b) for a, b in combinations(tall, 2) if xs[b] - xs[a] > _WIDTH and len(rows[a] & rows[b]) >= _SHARED]
    return max(wide, key=lambda pair: xs[pair[1]] - xs[pair[0]], default=None)


def _ends(found: _Lattice) -> Iterator[int]:
    """The rules across at which a table ends: below stands a heading, or nothing."""
    used = sorted({j for _, j in found.dots})
    for a, b in pairwise(used):
        inner = [i for i in found.across(a) if found.left < i < found.right and (i, b) in found.dots]
        free = [i for i in inner if found.is_free((i, a), (i, b))]
        if (not free and not _is_caption(found, a, b)) or (len(free) < len(inner) and _is_heading(found, a, b)):
            yield a
    yield from used[-1:]


def _is_caption(found: _Lattice, above: int, below: int) -> bool:
    """Whether the text between two rules across stands in the middle of the table."""
    start, end = _text(found, above, below)
    return start < end and abs(start + end - 1) / 2 < _CENTRED


def _is_heading(found: _Lattice, above: int, below: int) -> bool:
    """Whether the text between two rules across begins at the left and leaves the columns of values empty."""
    start, end = _text(found, above, below)
    return start < end < _EMPTY and not _is_caption(found, above, below)


def _text(found: _Lattice, above: int, below: int) -> tuple[float, float]:
    """From where to where letters stand between two rules across, in parts of the table's width."""
    import numpy as np

    left, right, top, bottom = (
        round(v * found.unit) for v in (found.xs[found.left], found.xs[found.right], found.ys[above], found.ys[below])
    )
    columns = np.flatnonzero(found.letters[top:bottom, left:right].any(axis=0)) / (right - left)
    return (float(columns[0]), float(columns[-1])) if columns.size else (0.0, 0.0)


def _with_sides(found: _Lattice, ends: set[int]) -> _Lattice:
    """The lattice with the sides of the last rule of each table, where dots were lost and no letter is in the way."""
    more = [((side, j), (found.across(j)[k], j)) for j in ends for k, side in ((0, found.left), (-1, found.right))]
    return replace(found, dots=found.dots | {dot for dot, own in more if found.is_free(*sorted((dot, own)))})
