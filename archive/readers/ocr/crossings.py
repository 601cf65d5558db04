"""Rules across that a coarse fax lost but for where they crossed those that run down: there a knot of ink is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from archive.readers.ocr.paper import Paper
from archive.readers.pdf_rules import SNAP, Edge, rule

_INK = 110  # of 255; as dark as a knot is
_REACH = 4.0  # points; a knot reaches no further from its rule, letters do
_HIGH = 4.0  # points; no knot is higher
_LEVEL = 1.2  # points; knots of one rule stand no further above or below one another
_NEAR, _NARROW = 80.0, 30.0  # points: two rows; a column of a label written upright
_EVEN = 0.8  # of its length a rule is of one breadth, or its edges are too ragged for knots to be told
_STILL = 3.2  # of 255; paper with more grain than that may have knots of grain as well
_AGREED = (3, 0.6)  # rules down, and parts of those there: so many have no knots of grain at one height
_LETTERS = 0.15  # of its length; the ends of knots, and the rules down, are less of a rule
_LEAST = 10.0  # points; a rule down so short says nothing
Knots = tuple[list[float], list[float]]  # heights in points: those left of a rule down, those right of it


def crossing(edges: Sequence[Edge], paper: Paper) -> Iterator[Edge]:
    """The rules across (in points) that two neighbouring rules down have knots of, one on its right, one on its left.

    None where there is a rule already. On paper whose own grain may make knots, most rules down there must have them,
    and no letters stand between these. A rule over several columns goes on to the next rule down where one of the two
    has a knot of it.
    """
    down = sorted((e for e in edges if _is_down(e)), key=lambda e: e["x0"])
    across = [e for e in edges if e["orientation"] == "h"]
    knots = [_knots(e, paper.ink, paper.unit) for e in down]
    for found in _joined(_spans(down, across, knots)):
        if paper.noise < _STILL or (_is_agreed(found, down) and _is_white(found, paper)):
            whole = _going_on(_going_on(found, -1, down, knots, paper), 1, down, knots, paper)
            left, right = (_beyond(whole, way, down, across) for way in (-1, 1))
            yield rule(left, found["top"], right, found["top"])


def _going_on(found: Edge, way: int, down: Sequence[Edge], knots: Sequence[Knots], paper: Paper) -> Edge:
    """A rule as far as the rule down beyond its end, if it is one of several columns and no letters stand between."""
    y, side = found["top"], "x0" if way < 0 else "x1"
    there = [i for i, e in enumerate(down) if _runs_by(e, y)]
    crossed = [i for i in there if found["x0"] - SNAP < down[i]["x0"] < found["x1"] + SNAP]
    beyond = [i for i in there if way * (down[i]["x0"] - found[side]) > 2 * SNAP]
    if len(crossed) <= _AGREED[0] or not beyond:
        return found
    last, following = (crossed[0], beyond[-1]) if way < 0 else (crossed[-1], beyond[0])
    facing = knots[last][way > 0], knots[following][way < 0]
    span = sorted((down[last]["x0"], down[following]["x0"]))
    longer = rule(min(span[0], found["x0"]), y, max(span[1], found["x1"]), y)
    has_knot = any(abs(y - other) < _LEVEL for heights in facing for other in heights)
    return longer if has_knot and _is_white(rule(span[0], y, span[1], y), paper) else found


def _joined(spans: Iterable[Edge]) -> list[Edge]:
    """Pieces of rules with those that go on where they end."""
    made: list[Edge] = []
    for span in sorted(spans, key=lambda e: e["x0"]):
        before = next((e for e in made if _goes_on(e, span)), None)
        if before is None:
            made.append(span)
        else:
            made.remove(before)
            made.append(rule(before["x0"], before["top"], span["x1"], before["top"]))
    return made


def _is_agreed(found: Edge, down: Sequence[Edge]) -> bool:
    """Whether most of the rules down that run by a rule have knots of it."""
    there = [e for e in down if _runs_by(e, found["top"])]
    crossed = [e for e in there if found["x0"] - SNAP < e["x0"] < found["x1"] + SNAP]
    return len(crossed) >= max(_AGREED[0], _AGREED[1] * len(there))


def _is_white(found: Edge, paper: Paper) -> bool:
    """Whether a rule runs through no letters: where these touch the rules down they are knots as well."""
    x0, x1, y = (found[side] * paper.unit for side in ("x0", "x1", "top"))
    beside = _LEVEL / 2 * paper.unit
    row = (paper.ink[round(y - beside) : round(y + beside) + 1, round(x0) : round(x1)] > _INK).any(axis=0)
    return bool(row.mean() < _LETTERS)


def _beyond(found: Edge, way: int, down: Sequence[Edge], across: Sequence[Edge]) -> float:
    """Where a rule ends on one side: behind the last rule down as far as the nearest other rule across goes.

    So it is where tables have no sides. A narrow column there holds a label of several rows, which no rule crosses.
    """
    side, y = ("x0" if way < 0 else "x1"), found["top"]
    end = float(found[side])
    if any(way * (e["x0"] - end) > SNAP and _runs_by(e, y) for e in down):
        return end
    over = [e for e in across if e["x0"] < found["x1"] and e["x1"] > found["x0"] and abs(e["top"] - y) < _NEAR]
    nearest = min(over, key=lambda e: abs(e["top"] - y), default=found)
    return float(nearest[side]) if way * (nearest[side] - end) > _NARROW else end


def _goes_on(edge: Edge, other: Edge) -> bool:
    """Whether a rule begins where another one ends."""
    return bool(abs(edge["x1"] - other["x0"]) < SNAP and abs(edge["top"] - other["top"]) < _LEVEL)


def _spans(down: Sequence[Edge], across: Sequence[Edge], knots: Sequence[Knots]) -> Iterator[Edge]:
    """The pieces of such rules, each from one rule down to the next; `down` is from left to right."""
    for i, (left, (_, here)) in enumerate(zip(down, knots, strict=True)):
        for y in here:
            right = next(
                (k for k in range(i + 1, len(down)) if _runs_by(down[k], y) and _is_right(down[k], left)), None
            )
            if right is None or not any(abs(y - other) < _LEVEL for other in knots[right][0]):
                continue
            span = left["x0"], down[right]["x0"]
            if not any(_is_drawn(e, span, y) for e in across):
                yield rule(span[0], y, span[1], y)


def _is_down(edge: Edge) -> bool:
    return bool(edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _LEAST)


def _runs_by(edge: Edge, y: float) -> bool:
    return bool(edge["top"] - SNAP < y < edge["bottom"] + SNAP)


def _is_right(edge: Edge, other: Edge) -> bool:
    return bool(edge["x0"] > other["x0"] + 2 * SNAP)


def _is_drawn(edge: Edge, span: tuple[float, float], y: float) -> bool:
    """Whether a rule across runs there, at least over half of the way."""
    over = min(edge["x1"], span[1]) - max(edge["x0"], span[0])
    return bool(abs(edge["top"] - y) < SNAP and over > (span[1] - span[0]) / 2)


def _knots(edge: Edge, ink: Any, unit: float) -> Knots:
    """At which heights (points) a rule down has a knot on its left, and on its right."""
    import numpy as np

    x, top, bottom = (round(edge[k] * unit) for k in ("x0", "top", "bottom"))
    more, reach = round(SNAP * unit), round(_REACH * unit)
    top, bottom = max(top - more, 0), min(bottom + more, ink.shape[0])
    if x - reach - 1 < 0 or x + reach + 2 > ink.shape[1] or bottom - top < 2 * more:
        return [], []
    made: list[list[float]] = []
    for way in (-1, 1):
        strips = [ink[top:bottom, x + off : x + off + way * (reach + 1) : way] > _INK for off in (-1, 0, 1)]
        runs = np.max([np.cumprod(strip, axis=1).sum(axis=1) for strip in strips], axis=0)
        usual = np.median(runs)
        if not usual or (runs[more:-more] == usual).mean() < _EVEN:
            return [], []
        made.append([(top + at) / unit for at in _short(runs > usual + 0.5, runs <= reach, round(_HIGH * unit))])
    return made[0], made[1]


def _short(marked: Any, is_near: Any, most: int) -> Iterator[float]:
    """The middles of the short stretches that are marked and near all along."""
    import numpy as np

    ends = np.flatnonzero(np.diff(np.pad(marked.astype(np.int8), 1)))
    for a, b in pairwise(ends):
        if marked[a] and b - a <= most and is_near[a:b].all():
            yield (a + b - 1) / 2
