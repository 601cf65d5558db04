"""Rules that a fax left dots of: where they run, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.readers.pdf_rules import SNAP, Edge, rule

FAINTEST = 36  # of 255; as dark as a dot is
_RIDGE = (36.0, 20.0)  # points, across and down; over so much the ink of a broken rule is averaged
_DENSE, _RISE = 110, 80  # of 255; ink along a broken rule, and how much more that is than beside it
_FAR, _FAINT = 3, 40  # times that far the ink of a rule that is hardly there is averaged, and how much it is
_ON = (0.26, 0.5)  # of both, across and down, where the rule goes on
BESIDE = 2.2  # points
_LEAST = 40.0  # points; shorter pieces may be strokes of large letters
_LENGTH = 20.0  # points; dots so near to one another over that length are no figure
_THICK = 4.0  # points; what is thicker are letters
_WINDOW, _SIDE = 8.0, 1.4  # points; a rule goes on where it has ink over so much of it, and paper that far beside it
_WORN = 0.5  # parts of what is drawn of a rule are drawn where it goes on
_DOTS, _PAPER = 0.18, 0.8  # parts of the window: with ink, and white on both sides

_TRACE = 0.06  # of the way to the next rule; with so little ink a rule goes on to it
_SPARSE, _BORDER = 14.0, 0.1  # points between its dots at most; ink beside it, which letters have more of
_SPECKLED = 4.0  # times what is beside it must be drawn of it, for specks
_TRACED = _SPARSE, _TRACE, _SPECKLED
_BEYOND = 8.0  # points; no cell is so narrow
_FURTHER = 20.0  # points; so much of the end of the next rule may be lost


def ridges(ink: Any, unit: float, *, is_down: bool) -> Any:
    """Where much ink stands along a line from left to right and little on either side: a rule, though it be broken.

    Where less ink goes on along the same line, the rule does. `ink` is transposed for rules down (`is_down`).
    """
    import cv2
    import numpy as np

    length, beside = round(_RIDGE[is_down] * unit), round(BESIDE * unit) + 2
    along, rise = _crest(ink, length, beside)
    far, above = _crest(ink, _FAR * length, beside)
    here = cv2.dilate(ink, np.ones((1, beside if is_down else 2 * beside), np.uint8)) > FAINTEST
    dotted = (far > _FAINT) & (above > _FAINT) & (not is_down)
    ridge = here & (((along > _ON[is_down] * _DENSE) & (rise > _ON[is_down] * _RISE)) | dotted)
    _, parts = cv2.connectedComponents(cv2.dilate(ridge.astype(np.uint8), np.ones((3, 1), np.uint8)))
    sure = np.unique(parts[ridge & (((along > _DENSE) & (rise > _RISE)) | dotted)])
    return np.isin(parts, sure[sure > 0]).astype(np.uint8)


def _crest(ink: Any, length: int, beside: int) -> tuple[Any, Any]:
    """How much ink stands along a line of a length through each pixel, and how much more than on either side.

    The latter is 0 but where most ink stands along the line.
    """
    import cv2
    import numpy as np

    along = cv2.blur(ink, (length, 1))
    rise = cv2.subtract(along, cv2.max(np.roll(along, beside, axis=0), np.roll(along, -beside, axis=0)))
    rise[along < cv2.dilate(along, np.ones((beside, 1), np.uint8))] = 0
    return along, rise


def strings(ink: Any, unit: float, gap: float) -> Any:
    """Where dots follow one another from left to right, no further apart than `gap` points."""
    import cv2
    import numpy as np

    dots = cv2.dilate((ink > FAINTEST).astype(np.uint8), np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, round(gap * unit)), np.uint8))
    run = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(_LENGTH * unit)), np.uint8))
    return run - cv2.morphologyEx(run, cv2.MORPH_OPEN, np.ones((round(_THICK * unit), 1), np.uint8))


def widest_gap(marked: Any) -> int:
    """The longest stretch of a line that is not marked, between two places that are."""
    import numpy as np

    at = np.flatnonzero(marked)
    return int(np.diff(at).max(initial=1)) - 1


def prolonged(bare: Any, ink: Any, unit: float, ends: tuple[float, float], at: Any) -> tuple[int, int]:
    """How far the dots of a rule from `ends[0]` to `ends[1]` go on along its line, in `bare`: the ink without letters.

    `at` are the heights of the line over the whole width of `ink`, in pixels. Beside a rule there is paper, along a
    line through letters there is none.
    """
    import numpy as np

    columns = np.arange(ink.shape[1])
    side, window = round(_SIDE * unit), round(_WINDOW * unit)

    def shifted(ink: Any, by: int) -> Any:
        return ink[(at + by).clip(0, ink.shape[0] - 1), columns]

    here = np.max([shifted(bare, by) for by in (-1, 0, 1)], axis=0) > FAINTEST
    dots, *white = (_mean(part, window) for part in (here, *(shifted(ink, by) <= FAINTEST for by in (-side, side))))
    start, end = (min(max(round(x), 0), len(columns) - 1) for x in ends)
    drawn = float(here[start : end + 1].mean())
    goes_on = (dots > max(_DOTS, _WORN * drawn)) & (np.minimum(*white) > _PAPER)
    stops = np.flatnonzero(~goes_on)
    first = stops[stops < start].max(initial=-1) + 1
    last = stops[stops > end].min(initial=len(columns)) - 1
    dots = np.flatnonzero(here[first : last + 1])
    if not dots.size:
        return start, end
    return min(start, first + int(dots[0])), max(end, first + int(dots[-1]) + 1)


def _mean(marked: Any, window: int) -> Any:
    """The share that is marked of a window around each place."""
    import numpy as np

    return np.convolve(marked.astype(np.float32), np.full(window, 1 / window, np.float32), "same")


def meeting(edges: Sequence[Edge], ink: Any, unit: float) -> list[Edge]:
    """The rules (in points), those that end in the middle of a cell made to end at the next rule across their way.

    So far there must be a trace of them: the rules of a table end at one another.
    """
    import cv2

    down = [e for e in edges if e["orientation"] == "v"]
    across = [_met(e, down, ink, unit) for e in edges if e["orientation"] == "h"]
    turned = cv2.transpose(ink)
    lying = [transposed(e) for e in across]
    down = [transposed(_met(transposed(e), lying, turned, unit)) for e in down]
    return [*(_met(e, down, ink, unit) for e in across), *down]


def transposed(edge: Edge) -> Edge:
    """A rule of a page lying on its diagonal: across becomes down."""
    return rule(edge["top"], edge["x0"], edge["bottom"], edge["x1"])


def _met(edge: Edge, others: Sequence[Edge], ink: Any, unit: float) -> Edge:
    """A rule across made as long as there is a trace of it, from the next rule down on its left to the next right.

    One that only just runs beyond a rule down ends at it, as does one that ends within a cell: what goes on there are
    letters or specks.
    """
    y = edge["top"]
    if edge["x1"] - edge["x0"] < _LEAST:
        return edge
    met = sorted(o["x0"] for o in others if o["top"] - _FURTHER < y < o["bottom"] + _FURTHER)
    crossed = [o["x0"] for o in others if o["top"] - SNAP < y < o["bottom"] + SNAP]
    mirrored = [-x for x in crossed]
    left, right = -_trimmed(-edge["x0"], mirrored), _trimmed(edge["x1"], crossed)
    for x in (x for x in reversed(met) if x < left - SNAP):
        if not is_traced(ink, unit, (x, left), y):
            break
        left = x
    for x in (x for x in met if x > right + SNAP):
        if not is_traced(ink, unit, (right, x), y):
            break
        right = x
    left, right = -_without_stub(-left, mirrored), _without_stub(right, crossed)
    return rule(left, y, right, y) if right - left >= _LEAST else edge


def _trimmed(end: float, crossed: Sequence[float]) -> float:
    """Where a rule ends that runs right to `end`, without what it only just runs beyond another one."""
    last = max((x for x in crossed if x < end + SNAP), default=end)
    return last if end - last < _BEYOND else end


def _without_stub(end: float, crossed: Sequence[float]) -> float:
    """The same without what ends between two others."""
    last = max((x for x in crossed if x < end + SNAP), default=end)
    return last if any(x > end + SNAP for x in crossed) else end


def is_traced(
    ink: Any, unit: float, span: tuple[float, float], y: float, least: tuple[float, float, float] = _TRACED
) -> bool:
    """Whether dots of a rule are left all the way between two places, and paper beside them.

    `least`: how far apart they may be in points, which part they must be of the way, and how much more than beside it.
    """
    import numpy as np

    x0, x1, at = (round(v * unit) for v in (*span, y))
    side = round(_SIDE * unit)
    rows = [ink[min(max(at + by, 0), ink.shape[0] - 1), x0:x1] > FAINTEST for by in (-side, -1, 0, 1, side)]
    if not rows[0].size:
        return False
    dots = rows[1] | rows[2] | rows[3]
    sparse, trace, speckled = least
    is_even = widest_gap(np.pad(dots, 1, constant_values=True)) <= sparse * unit
    beside = max(float(rows[0].mean()), float(rows[-1].mean()))
    return bool(is_even and dots.mean() > trace + speckled * beside and beside < _BORDER)
