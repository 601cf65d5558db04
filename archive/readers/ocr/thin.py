"""Letters that a fax or copy made thin or pale, as a whole or in part, told by the boxes of all ink of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.readers.ocr.strokes import PixelBox

_HIGH = 0.7  # of the height of letters; a paler one is as high
_BESIDE = 0.8  # of their height; a paler digit stands no further from the others
_FOOT, _DIGIT = 0.45, 0.6  # heights of a letter: no foot or bar of a digit is as high, each digit is
_ONE_LINE = 1.3  # heights of a letter; what is higher are several lines
_FLAT = 2.0  # times as wide as high; what is flatter is no letter
_BLUR = 0.15  # of their height; so far the edges of a letter are paler than it
_STACKED = 0.35  # of their height; parts of a thin digit stand no further above one another


def whole_letters(marks: Sequence[PixelBox], boxes: Sequence[PixelBox]) -> tuple[list[PixelBox], bool]:
    """The boxes of letters with their pale parts, and whether one has any; `marks` are those of all ink.

    A part is pale that reaches further over what is dark than its blur does.
    """
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    blur = max(2.0, _BLUR * (bottom - top))
    more = []
    for mark in marks:
        own = [b for b in boxes if b[0] < mark[2] and mark[0] < b[2] and b[1] < mark[3] and mark[1] < b[3]]
        if own and _reach(mark, own) > blur and mark[3] - mark[1] <= _ONE_LINE * (bottom - top):
            more.append(mark)
    return [*boxes, *more], bool(more)


def _reach(mark: PixelBox, own: Sequence[PixelBox]) -> int:
    """How far a mark reaches over all of these boxes, on the side where it is furthest."""
    x0, y0, x1, y1 = (pick(b[i] for b in own) for i, pick in enumerate((min, min, max, max)))
    return max(x0 - mark[0], y0 - mark[1], mark[2] - x1, mark[3] - y1)


def has_pale(marks: Sequence[PixelBox], boxes: Sequence[PixelBox], letter: float) -> bool:
    """Whether one of all marks, the pale ones too, is as high as the letters and stands beside, above or below them."""
    high = max(_HIGH * max(b[3] - b[1] for b in boxes), _FOOT * letter)
    free = (m for m in marks if m[3] - m[1] >= high and m[2] - m[0] <= _FLAT * (m[3] - m[1]))
    return any(all(_is_apart(m, b) for b in boxes) for m in free)


def _is_apart(mark: PixelBox, box: PixelBox) -> bool:
    return mark[2] <= box[0] or box[2] <= mark[0] or mark[3] <= box[1] or box[3] <= mark[1]


def pale_beside(marks: Sequence[PixelBox], boxes: Sequence[PixelBox], letter: float) -> list[PixelBox]:
    """Those of all marks, the pale ones too, that stand beside the letters as the next digits do, parts put together.

    `boxes` are those of the letters, `letter` is the height of one; where they are of several lines, none.
    """
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    if bottom - top > _ONE_LINE * letter:
        return []
    free = [m for m in marks if all(m[2] <= b[0] or b[2] <= m[0] for b in boxes)]
    found = sorted(_high(_stacked(free, _STACKED * (bottom - top)), top, bottom))
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    near = _BESIDE * (bottom - top)
    made = []
    for mark in (*(m for m in reversed(found) if m[2] <= left), *(m for m in found if m[0] >= right)):
        if left - mark[2] <= near and mark[0] - right <= near:
            made.append(mark)
            left, right = min(left, mark[0]), max(right, mark[2])
    return made


def thin_letters(marks: Sequence[PixelBox], boxes: Sequence[PixelBox], letter: float) -> list[PixelBox]:
    """Those of all marks, the pale ones too, that are as high as letters, parts put together.

    `boxes` are those of what is darker: where it is more than a foot or a bar of a letter, none. `letter` is the height
    of one.
    """
    if letter <= 0 or len(boxes) > 1 or any(b[3] - b[1] >= _FOOT * letter for b in boxes):
        return []
    found = [m for m in _stacked(marks, _STACKED * letter) if _DIGIT * letter <= m[3] - m[1] <= _ONE_LINE * letter]
    found = [m for m in found if m[2] - m[0] <= m[3] - m[1]]
    is_line = bool(found) and max(m[1] for m in found) < min(m[3] for m in found)
    return found if is_line else []


def _high(marks: Sequence[PixelBox], top: int, bottom: int) -> Iterator[PixelBox]:
    """The marks as high as a line of letters from `top` to `bottom`, no wider than high, with their middle in it."""
    for m in marks:
        high = m[3] - m[1]
        if high >= _HIGH * (bottom - top) and top <= (m[1] + m[3]) / 2 <= bottom and m[2] - m[0] <= high:
            yield m


def _stacked(marks: Sequence[PixelBox], gap: float) -> list[PixelBox]:
    """The marks, those above one another with no more than a gap between them put together."""
    made: list[PixelBox] = []
    for mark in sorted(marks, key=lambda m: m[1]):
        i = next((i for i, m in enumerate(made) if _is_above(m, mark, gap)), None)
        if i is None:
            made.append(mark)
        else:
            m = made[i]
            made[i] = min(m[0], mark[0]), m[1], max(m[2], mark[2]), max(m[3], mark[3])
    return made


def _is_above(mark: PixelBox, other: PixelBox, gap: float) -> bool:
    common = min(mark[2], other[2]) - max(mark[0], other[0])
    return other[1] - mark[3] <= gap and 2 * common >= min(mark[2] - mark[0], other[2] - other[0])
