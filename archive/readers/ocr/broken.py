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
_APART = 4.0  # points; the dots of a rule stand no further apart, figures below one another do
_LEAST = 40.0  # points; shorter pieces may be strokes of large letters
_LENGTH = 20.0  # points; dots so near to one another over that length are no figure
_THICK = 4.0  # points; what is thicker are letters
_WINDOW, _SIDE = 8.0, 1.4  # points; a rule goes on where it has ink over so much of it, and paper that far beside it
_DOTS, _PAPER = 0.18, 0.8  # parts of the window: with ink, and white on both sides

_TRACE = 0.12  # of the way to the next rule; with so little ink a rule goes on to it
_SPARSE, _BORDER = 11.0, 0.1  # points between its dots at most; ink beside it, which letters have more of
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


def strings(ink: Any, unit: float) -> Any:
    """Where dots follow one another from left to right without the white there is between two figures or rows."""
    import cv2
    import numpy as np

    dots = cv2.dilate((ink > FAINTEST).astype(np.uint8), np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, round(_APART * unit)), np.uint8))
    run = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(_LENGTH * unit)), np.uint8))
    return run - cv2.morphologyEx(run, cv2.MORPH_OPEN, np.ones((round(_THICK * unit), 1), np.uint8))


def widest_gap(marked: Any) -> int:
    """The longest stretch of a line that is not marked, between two places that are."""
    import numpy as np

    at = np.flatnonzero(marked)
    return int(np.diff(at).max(initial=1)) - 1


def prolonged(ink: Any, unit: float, ends: tuple[float, float], at: Any) -> tuple[int, int]:
    """How far the dots of a rule from `ends[0]` to `ends[1]` go on along its line, labels near it notwithstanding.

    `at` are the heights of the line over the whole width of `ink`, in pixels. Beside a rule there is paper, along a
    line through letters there is none.
    """
    import numpy as np

    columns = np.arange(ink.shape[1])
    side, window = round(_SIDE * unit), round(_WINDOW * unit)

    def shifted(by: int) -> Any:
        return ink[(at + by).clip(0, ink.shape[0] - 1), columns]

    here = np.max([shifted(by) for by in (-1, 0, 1)], axis=0) > FAINTEST
    dots, *white = (_mean(part, window) for part in (here, *(shifted(by) <= FAINTEST for by in (-side, side))))
    goes_on = (dots > _DOTS) & (np.minimum(*white) > _PAPER)
    start, end = (min(max(round(x), 0), len(columns) - 1) for x in ends)
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
    lying = [_transposed(e) for e in across]
    down = [_transposed(_met(_transposed(e), lying, turned, unit)) for e in down]
    return [*(_met(e, down, ink, unit) for e in across), *down]


def _transposed(edge: Edge) -> Edge:
    return rule(edge["top"], edge["x0"], edge["bottom"], edge["x1"])


def _met(edge: Edge, others: Sequence[Edge], ink: Any, unit: float) -> Edge:
    """A rule across made as long as there is a trace of it, from the next rule down on its left to the next right."""
    y = edge["top"]
    left, right = edge["x0"], edge["x1"]
    if right - left < _LEAST:
        return edge
    met = sorted(o["x0"] for o in others if o["top"] - _FURTHER < y < o["bottom"] + _FURTHER)
    for x in (x for x in reversed(met) if x < left - SNAP):
        if not _is_traced(ink, unit, (x, left), y):
            break
        left = x
    for x in (x for x in met if x > right + SNAP):
        if not _is_traced(ink, unit, (right, x), y):
            break
        right = x
    return rule(left, y, right, y)


def _is_traced(ink: Any, unit: float, span: tuple[float, float], y: float) -> bool:
    """Whether dots of a rule are left all the way between two places, and paper beside them."""
    import numpy as np

    x0, x1, at = (round(v * unit) for v in (*span, y))
    side = round(_SIDE * unit)
    rows = [ink[min(max(at + by, 0), ink.shape[0] - 1), x0:x1] > FAINTEST for by in (-side, -1, 0, 1, side)]
    if not rows[0].size:
        return False
    dots = rows[1] | rows[2] | rows[3]
    is_even = widest_gap(np.pad(dots, 1, constant_values=True)) <= _SPARSE * unit
    return bool(is_even and dots.mean() > _TRACE and max(rows[0].mean(), rows[-1].mean()) < _BORDER)
