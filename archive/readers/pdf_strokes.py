"""Lines drawn through digits or in front of them: what is struck out, and a minus that is no character."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from archive.readers.pdf_text import Char, doubtful

_MIDDLE = 0.3  # of a character's height, from above and from below; lines between these go through a digit
_REACH = 0.6  # of its size; a minus stands no further from its digit
_MINUS = (0.2, 1.2)  # of the size; the lengths of a minus
_MOST = 200  # lines at one height; with more nobody can read what stands there


def marked(chars: Sequence[Char], edges: Iterable[Any]) -> list[Char]:
    """The characters of a page, the digits with a line through or right before them marked.

    Whether a line strikes out, or was put there by mistake, is for a person to say: nothing is left out.
    """
    across = sorted((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h")
    tops = [edge[0] for edge in across]
    return [doubtful(c) if c.text.isdigit() and _is_touched(c, across, tops) else c for c in chars]


def _is_touched(char: Char, across: Sequence[tuple[float, float, float]], tops: Sequence[float]) -> bool:
    margin = _MIDDLE * (char.bottom - char.top)
    start, end = bisect_left(tops, char.top + margin), bisect_right(tops, char.bottom - margin)
    if start == end:
        return False
    if end - start > _MOST:
        return True
    middle = char.middle[0]
    if any(x0 <= middle <= x1 for _, x0, x1 in across[start:end]):
        return True
    dashes = [(x0, x1) for _, x0, x1 in across[start:end] if _is_minus(x0, x1, char)]
    return bool(dashes) and not _is_dotted_rule(dashes[0], char, across, tops)


def _is_minus(x0: float, x1: float, char: Char) -> bool:
    length = (x1 - x0) / char.size if char.size > 0 else 0
    return _MINUS[0] <= length <= _MINUS[1] and -0.1 <= (char.x0 - x1) / char.size <= _REACH


def _is_dotted_rule(
    dash: tuple[float, float], char: Char, across: Sequence[tuple[float, float, float]], tops: Sequence[float]
) -> bool:
    """Whether more such dashes stand above or below: together they are the side of a cell."""
    start, end = bisect_left(tops, char.top - char.size), bisect_right(tops, char.bottom + char.size)
    heights = {round(top) for top, x0, x1 in across[start:end] if abs(x0 - dash[0]) < 1 and abs(x1 - dash[1]) < 1}
    return len(heights) > 3
