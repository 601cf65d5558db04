"""What looks like a rule and is none: figures below one another on a fax, rims of red seals, strokes of letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from archive.readers.ocr.broken import FAINTEST
from archive.readers.ocr.paper import Paper
from archive.readers.pdf_rules import SNAP, Edge

_LONGEST = 80.0  # points; four rows, as no figures stand so exactly below one another for longer
_THIRD = 3  # figures stand in the middle third of a row, a rule runs through all of it
_WIDE = 0.8  # points; a rule is no wider to each side
_RED = 0.4  # of its length; a rule that a red seal's strokes cross is red on less of it
_OF_TEXT = 300.0  # points; strokes of letters in line with one another run on no longer
_CLOSE = (1.0, 2.5)  # points above and below a rule; letters stand further from it, and go on there over their strokes
_CROSSED = 0.35  # of its length; letters so close above and below it at once make it a stroke of theirs
_LETTER = 80  # of 255
_UNEVEN = 0.2  # by how much letters beside one another vary, in parts of their ink; a rule is even
_DRAWN = 0.15  # of the other thirds; less of them is drawn where there is no rule


def without_figures(edges: Sequence[Edge], paper: Paper) -> list[Edge]:
    """The rules of a page without short ones down that nothing is drawn of but in the middles of rows.

    Where another rule runs in line with one, it is none of these.
    """
    across = sorted(e["top"] for e in edges if e["orientation"] == "h")
    down = [e for e in edges if e["orientation"] == "v"]
    return [e for e in edges if e["orientation"] == "h" or _is_rule(e, down, across, paper)]


def without_rims(edges: Sequence[Edge], paper: Paper) -> list[Edge]:
    """The rules of a page without short ones down that are red, unless others run in line: strokes of a seal."""
    if not paper.red.any():
        return list(edges)
    down = [e for e in edges if e["orientation"] == "v"]
    return [e for e in edges if e["orientation"] == "h" or _stands(e, down) or _inked(paper.red, e, paper.unit) < _RED]


def without_text(edges: Sequence[Edge], paper: Paper) -> list[Edge]:
    """The rules of a page without those across that are strokes of letters beside one another in one line."""
    return [e for e in edges if e["orientation"] == "v" or not _is_text(e, paper)]


def _is_text(edge: Edge, paper: Paper) -> bool:
    """Whether ink as uneven as that of letters runs along a rule, with letters right above and below it at once."""
    if edge["x1"] - edge["x0"] > _OF_TEXT:
        return False
    left, right = (round(edge[x] * paper.unit) for x in ("x0", "x1"))

    def strip(near: float, far: float) -> Any:
        top, bottom = (max(round((edge["top"] + by) * paper.unit), 0) for by in (near, far))
        return paper.ink[top : bottom + 1, left:right]

    along = strip(-_WIDE, _WIDE).max(axis=0, initial=0)
    if not along.size or along.std() < _UNEVEN * along.mean():
        return False
    above, below = ((strip(*span) > _LETTER).any(axis=0) for span in ((-_CLOSE[1], -_CLOSE[0]), _CLOSE))
    return float((above & below).mean()) > _CROSSED


def _stands(edge: Edge, down: Sequence[Edge]) -> bool:
    """Whether a rule down is too long for anything else, or goes on elsewhere in line with it."""
    in_line = any(e is not edge and abs(e["x0"] - edge["x0"]) < SNAP for e in down)
    return in_line or edge["bottom"] - edge["top"] > _LONGEST


def _is_rule(edge: Edge, down: Sequence[Edge], across: Sequence[float], paper: Paper) -> bool:
    parts = [] if _stands(edge, down) else list(_between(edge, across))
    drawn = sum(_inked(paper.ink, edge | {"top": top, "bottom": bottom}, paper.unit) for top, bottom in parts)
    return not parts or drawn >= _DRAWN * len(parts)


def _between(edge: Edge, across: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The upper and lower thirds of the rows a rule runs through, in points."""
    ends = [y for y in across if edge["top"] - SNAP < y < edge["bottom"] + SNAP]
    for top, bottom in pairwise(ends):
        third = (bottom - top) / _THIRD
        if third > SNAP:
            yield top + SNAP / 2, top + third
            yield bottom - third, bottom - SNAP / 2


def _inked(ink: Any, edge: Edge, unit: float) -> float:
    """Which part of the height of a rule down has ink on it."""
    left, right = (round((edge["x0"] + by) * unit) for by in (-_WIDE, _WIDE))
    top, bottom = (round(edge[end] * unit) for end in ("top", "bottom"))
    own = ink[max(top, 0) : bottom, max(left, 0) : right + 1] > FAINTEST
    return float(own.any(axis=1).mean()) if own.size else 1.0
