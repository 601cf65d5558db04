"""Tables without rules at their sides: closed where the rules across begin and end together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.readers.pdf_rules import SNAP, Edge, rule

_LONG = 100.0  # points; a table is at least that wide
_LEVEL = 1.5 * SNAP  # points; rules that begin so near to one another begin together
_ROW = 22.0  # points; two rules no further apart have a row between them, be it of one cell
_FEWEST = 3  # rules across
_SIDE, _OVER = 50.0, 14.0  # points; a side is at least that high, and no column is as narrow as what runs over one
_WORN = 18.0  # points; so much of the end of a rule may be lost


def sides(edges: Sequence[Edge]) -> Iterator[Edge]:
    """The rules that are missing at the left and right of tables, in points."""
    across = sorted((e for e in edges if is_long(e)), key=lambda e: e["top"])
    down = [e for e in edges if e["orientation"] == "v"]
    while across:
        group = [e for e in across if alike(e, across[0])]
        across = [e for e in across if not alike(e, group[0])]
        if len(group) < _FEWEST:
            continue
        for above, below in pairwise(group):
            if _is_row(above, below, down):
                ends = (x for x in (above["x0"], above["x1"]) if not _is_closed(x, above, below, down))
                yield from (rule(x, above["top"], x, below["top"]) for x in ends)


def evened(edges: Sequence[Edge]) -> list[Edge]:
    """The rules of a fax, those across that end a little before others do made as long as these."""
    across = [e for e in edges if is_long(e)]
    left, right = ([e[end] for e in across] for end in ("x0", "x1"))
    return [
        rule(_end(e["x0"], left, -1), e["top"], _end(e["x1"], right, 1), e["bottom"]) if is_long(e) else e
        for e in edges
    ]


def trimmed(edges: Sequence[Edge]) -> list[Edge]:
    """The rules of a page, those across that run a little over the side of a table made to end there."""
    tall = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _SIDE]
    return [
        rule(_side(e["x0"], e["top"], tall, 1), e["top"], _side(e["x1"], e["top"], tall, -1), e["bottom"])
        if is_long(e)
        else e
        for e in edges
    ]


def _side(x: float, y: float, tall: Sequence[Edge], way: int) -> float:
    """Where a rule across that ends at a place is to end: at the side that way, if one is near and none is nearer."""
    beside = [e["x0"] for e in tall if e["top"] - SNAP <= y <= e["bottom"] + SNAP]
    near = [side for side in beside if -_LEVEL < way * (side - x) < _OVER]
    return min(near, key=lambda side: abs(side - x), default=x)


def _end(x: float, others: Sequence[float], way: int) -> float:
    """Where a rule is to end: at the nearest place that way, if it is near, where several end."""
    near = [o for o in others if -_LEVEL < way * (o - x) < _WORN]
    shared = [o for o in near if sum(abs(o - other) < _LEVEL / 2 for other in others) >= _FEWEST]
    nearest = min(shared, key=lambda o: abs(o - x), default=x)
    return max((o for o in shared if abs(o - nearest) < _LEVEL), key=lambda o: way * o, default=x)


def is_long(edge: Edge) -> bool:
    """Whether a rule runs across and is as long as a table is wide."""
    return bool(edge["orientation"] == "h" and edge["x1"] - edge["x0"] >= _LONG)


def alike(one: Edge, other: Edge) -> bool:
    """Whether two rules begin and end together."""
    return all(abs(one[end] - other[end]) < _LEVEL for end in ("x0", "x1"))


def _is_row(above: Edge, below: Edge, down: Sequence[Edge]) -> bool:
    """Whether two rules belong to one table: a rule down runs from one to the other, or they are near."""
    top, bottom = above["top"], below["top"]
    inner = (e for e in down if above["x0"] + _LEVEL < e["x0"] < above["x1"] - _LEVEL)
    return bottom - top <= _ROW or any(e["top"] < top + _LEVEL and e["bottom"] > bottom - _LEVEL for e in inner)


def _is_closed(x: float, above: Edge, below: Edge, down: Sequence[Edge]) -> bool:
    middle = (above["top"] + below["top"]) / 2
    return any(abs(e["x0"] - x) < _LEVEL and e["top"] <= middle <= e["bottom"] for e in down)
