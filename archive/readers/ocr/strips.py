"""The ink of a cell as strips, one a line of text, each a small picture without anything around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.readers.ocr.hidden import is_hidden
from archive.readers.ocr.paper import SPECK, Paper, smoothed
from archive.readers.ocr.strokes import PixelBox, central
from archive.readers.ocr.thin import has_pale, pale_beside, thin_letters, whole_letters

_DASH = (1.4, 1.5)  # points, and parts of its height: the least width of a dash that stands alone in its cell
_SIGN = 1.0  # points; the sign of a number is no narrower
_MAY_BE, _IS = 0.8, 1.2  # parts of its height: so wide a mark before a number may be its sign, so wide it is
_REACH = 1.2  # of the height of a number; its sign stands no further before it
_MIDDLE = (0.3, 0.75)  # of the height of a number, from above; its sign stands between these
_THICK = 1.0  # points; half a rule and its blur
_BORDER = 2.0  # points; rules are drawn no further within a cell
_FAINTEST = 34  # of 255; ink paler than this, or than the paper's grain, may be no ink
_GRAIN = 5.0  # times the noise of the paper
_PART = 0.42  # of the darkest ink of a cell; what is darker is a letter
_WEAK = 0.2  # of it; a blurred sign is no paler
_LINE = 1.2  # times the height of a letter; parts of one letter reach no further
_PALE = 22  # of 255; a smear this pale may still be a figure
_PALEST, _CALM = 9, 6.0  # of 255, and times how much the paper of a cell varies; paler marks cannot be told from it
_HALO = 0.08  # of the darkest ink of a cell; what compression leaves around letters is no darker
_TALL = 0.55  # of the height of a letter; a pale mark that may be a figure is as high


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of text: its ink (uint8, 0 is paper) and where that stands on the page in pixels."""

    ink: Any
    box: PixelBox

    @property
    def height(self) -> int:
        """Of the ink, in pixels."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Inked:
    """A cell's strips from top to bottom; `has_traces` where there is something but nothing to read.

    `is_red`: there are strokes of a seal, or red ones of a pen or of a figure. `is_cut`: letters went on under a rule
    or beyond the edge of the page, or paler ones stand beside them.
    `is_signed`: a mark before the letters may be the sign of a number, or dirt. `mark`: where, on the page in pixels,
    marks too small to be read stand alone in the middle of the cell; `specks`: how many stand elsewhere in it.
    """

    strips: tuple[Strip, ...]
    has_traces: bool = False
    is_red: bool = False
    is_cut: bool = False
    is_signed: bool = False
    mark: PixelBox | None = None
    specks: int = 0


def inked(paper: Paper, clean: Any, box: PixelBox, letter: float) -> Inked:
    """The lines of a cell; `clean` is the page's ink without rules, `letter` the height of a letter in pixels."""
    import cv2
    import numpy as np

    x0, y0, x1, y1 = box
    ink = clean[y0:y1, x0:x1]
    if ink.shape[0] < 4 or ink.shape[1] < 4:
        return Inked(())
    soft = smoothed(ink)
    is_red = _has_red_strokes(paper, box)
    peak = int(cv2.minMaxLoc(soft)[1])
    floor = max(_FAINTEST, _GRAIN * paper.noise)
    level = max(floor, _PART * peak)
    boxes = _letters(soft, level, paper.unit) if peak > floor else []
    weak = _marks(soft, max(floor, _WEAK * peak)) if peak > floor else []
    thin = thin_letters(_within(weak, box, paper.unit), boxes, letter)
    boxes = [*thin, *(b for b in boxes if not any(b[0] < t[2] and t[0] < b[2] for t in thin))]
    if not boxes:
        pale = max(_PALE, 2 * paper.noise) + float(np.median(soft))  # grainy paper is darker than white all over
        smear = _letters(cv2.blur(soft, (5, 5)), pale, paper.unit) if peak > pale else []
        mark, specks = _unread(_marks(soft, level) if peak > floor else [], box, paper.unit)
        has_traces = bool(smear) or _has_tall(_within(_marks(soft, _least(soft)), box, paper.unit), letter)
        return Inked((), has_traces=has_traces, is_red=is_red, mark=mark, specks=specks)
    boxes, is_part = whole_letters(weak, boxes)
    beside = pale_beside(weak, boxes, letter)
    boxes = [*boxes, *beside]
    bands = _bands([(b[1], b[3]) for b in boxes], _LINE * letter)
    strips = tuple(_strip(ink, box, boxes, band, paper.unit) for band in bands)
    faint = _within([*weak, *_marks(soft, max(_least(soft), _HALO * peak))], box, paper.unit)
    is_pale = is_part or bool(thin or beside) or has_pale(faint, boxes, letter)
    is_cut = _is_cut(paper.ink[y0:y1, x0:x1], ink, boxes, level) or is_hidden(paper, box, [s.box for s in strips])
    is_signed = _is_signed(weak, boxes, paper.unit)
    return Inked(strips, is_red=is_red, is_cut=is_cut or is_pale, is_signed=is_signed)


def _has_red_strokes(paper: Paper, box: PixelBox) -> bool:
    """Whether something of a seal or a pen, larger than a speck, stands within a cell, be its ground red or not."""
    import cv2
    import numpy as np

    inside = round(_BORDER * paper.unit)
    x0, y0, x1, y1 = box
    for marks in (marks for marks in (paper.red, paper.seals) if marks is not None):
        own = marks[y0 + inside : y1 - inside, x0 + inside : x1 - inside]
        if not own.any():
            continue
        ground = int(np.median(own))
        _, _, stats, _ = cv2.connectedComponentsWithStats((cv2.subtract(own, ground) > _FAINTEST).astype(np.uint8))
        if (np.maximum(stats[1:, 2], stats[1:, 3]) > SPECK * paper.unit).any():
            return True
    return False


def _is_cut(whole: Any, clean: Any, boxes: Sequence[PixelBox], level: float) -> bool:
    """Whether dark ink that was taken away with a rule touches dark ink of a letter that stayed."""
    import cv2
    import numpy as np

    gone = ((whole > level) & (clean == 0)).astype(np.uint8)
    touched = (cv2.dilate(gone, np.ones((3, 3), np.uint8)) > 0) & (clean > level)
    return any(bool(touched[y0:y1, x0:x1].any()) for x0, y0, x1, y1 in boxes)


def _letters(soft: Any, level: float, unit: float) -> list[PixelBox]:
    """The boxes of what is as dark as `level` and larger than a speck, of specks beside these; else of dashes."""
    boxes = _marks(soft, level)
    large = [b for b in boxes if max(b[2] - b[0], b[3] - b[1]) > SPECK * unit]
    if not large:
        return [b for b in boxes if _is_dash(b, unit)]
    top, bottom = min(b[1] for b in large), max(b[3] for b in large)
    near = 2 * SPECK * unit
    left, right = min(b[0] for b in large), max(b[2] for b in large)
    small = [
        b
        for b in boxes
        if b not in large
        and left - (bottom - top if _is_dash(b, unit) or _is_halfway(b, (top, bottom), unit, _IS) else near) <= b[0]
        and b[2] <= right + near
        and top <= b[1]
        and b[3] <= bottom + near
    ]
    return large + [b for b in small if (b[2] - b[0]) * (b[3] - b[1]) > 2]


def _marks(soft: Any, level: float) -> list[PixelBox]:
    """The boxes of all that is as dark as `level`."""
    import cv2
    import numpy as np

    _, _, stats, _ = cv2.connectedComponentsWithStats((soft > level).astype(np.uint8))
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:400]]


def _unread(marks: Sequence[PixelBox], cell: PixelBox, unit: float) -> tuple[PixelBox | None, int]:
    """Where marks that are no letters stand on the page, if in the middle of their cell; else how many there are."""
    width, height = cell[2] - cell[0], cell[3] - cell[1]
    own = [m for m in _within(marks, cell, unit) if (m[2] - m[0]) * (m[3] - m[1]) > 2]
    found = central(own, (width, height))
    if found is None:
        return None, len(own)
    return (cell[0] + found[0], cell[1] + found[1], cell[0] + found[2], cell[1] + found[3]), 0


def _within(marks: Sequence[PixelBox], cell: PixelBox, unit: float) -> list[PixelBox]:
    """The marks of a cell but those near its sides, which are left of a rule."""
    width, height, inside = cell[2] - cell[0], cell[3] - cell[1], _BORDER * unit
    return [m for m in marks if m[0] > inside and m[1] > inside and m[2] < width - inside and m[3] < height - inside]


def _least(soft: Any) -> float:
    """How dark a mark is at least that can be told from the paper of its cell (its smoothed ink)."""
    import numpy as np

    lower, usual, upper = np.percentile(soft, (25, 50, 75))
    return float(usual + max(_PALEST, _CALM * (upper - lower)))


def _has_tall(marks: Sequence[PixelBox], letter: float) -> bool:
    """Whether a mark is as high as a figure, of the height of a letter in pixels (0: not known)."""
    return letter > 0 and any(m[3] - m[1] >= _TALL * letter for m in marks)


def _is_signed(marks: Sequence[PixelBox], boxes: Sequence[PixelBox], unit: float) -> bool:
    """Whether one of all marks, the pale ones too, stands before the letters as a sign does and is no plain dash."""
    dashes = [b for b in boxes if _is_dash(b, unit)]
    large = [b for b in boxes if b not in dashes and max(b[2] - b[0], b[3] - b[1]) > SPECK * unit]
    if not large:
        return False
    left, line = min(b[0] for b in large), (min(b[1] for b in large), max(b[3] for b in large))
    first = left - _REACH * (line[1] - line[0])
    before = (b for b in marks if first <= b[0] and b[2] <= left and not any(_is_within(d, b) for d in dashes))
    return any(_is_halfway(b, line, unit, _MAY_BE) for b in before)


def _is_within(box: PixelBox, other: PixelBox) -> bool:
    return other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]


def _is_halfway(box: PixelBox, line: tuple[int, int], unit: float, shape: float) -> bool:
    """Whether a mark stands halfway up a line of letters, and is `shape` times as wide as high."""
    width, height = box[2] - box[0], box[3] - box[1]
    middle = ((box[1] + box[3]) / 2 - line[0]) / max(line[1] - line[0], 1)
    return _MIDDLE[0] < middle < _MIDDLE[1] and width > _SIGN * unit and width >= shape * height


def _is_dash(box: PixelBox, unit: float) -> bool:
    """Whether a mark may be a dash, or the sign before a number, which stands as far from it as a letter is wide."""
    width, height = box[2] - box[0], box[3] - box[1]
    return width > _DASH[0] * unit and width > _DASH[1] * height


def _bands(spans: Sequence[tuple[int, int]], most: float) -> list[tuple[int, int]]:
    """Lines of text by what overlaps in height; parts that make no more than one letter are one."""
    merged: list[tuple[int, int]] = []
    for top, bottom in sorted(spans):
        if merged and top < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    made: list[tuple[int, int]] = []
    for top, bottom in merged:
        if made and bottom - made[-1][0] <= most:
            made[-1] = (made[-1][0], bottom)
        else:
            made.append((top, bottom))
    return made


def _strip(ink: Any, cell: PixelBox, boxes: Sequence[PixelBox], band: tuple[int, int], unit: float) -> Strip:
    own = [b for b in boxes if band[0] <= b[1] and b[3] <= band[1]]
    margin = max(1, round(0.3 * unit))
    left = max(0, min(b[0] for b in own) - margin)
    right = min(ink.shape[1], max(b[2] for b in own) + margin)
    top, bottom = max(0, band[0] - margin), min(ink.shape[0], band[1] + margin)
    where = (cell[0] + left, cell[1] + top, cell[0] + right, cell[1] + bottom)
    return Strip(ink[top:bottom, left:right], where)


def letter_height(found: Sequence[Inked], unit: float) -> float:
    """The height of a letter of these cells in pixels: that of most lines that stand alone."""
    import numpy as np

    heights = [s.height for one in found for s in one.strips if 4 * unit < s.height < 20 * unit]
    return float(np.percentile(heights, 75)) if heights else 9 * unit


def framed(strip: Strip, letter: float, above: float, beside: float) -> Any:
    """A strip as a picture to read: dark on white, with room around it in parts of its height."""
    import numpy as np

    ink = strip.ink
    height = max(ink.shape[0], round(0.72 * letter))
    down, side = max(2, round(above * height)), max(2, round(beside * height))
    page = np.full((height + 2 * down, ink.shape[1] + 2 * side), 255, np.uint8)
    top = down + (height - ink.shape[0]) // 2
    page[top : top + ink.shape[0], side : side + ink.shape[1]] = 255 - ink
    return page


def softened(strip: Strip, by: float) -> Strip:
    """A strip whose ink is blurred by so many pixels."""
    import cv2

    return replace(strip, ink=cv2.GaussianBlur(strip.ink, (0, 0), by)) if by else strip


def without_rules(paper: Paper, mask: Any, cells: Sequence[PixelBox]) -> Any:
    """The ink of a page without the rules around its cells; what only looks like a rule within a cell stays."""
    import cv2
    import numpy as np

    rules = mask.copy()
    inside = round(_BORDER * paper.unit)
    for x0, y0, x1, y1 in cells:
        rules[y0 + inside : max(y1 - inside, y0), x0 + inside : max(x1 - inside, x0)] = 0
    thick = max(1, round(_THICK * paper.unit)) | 1
    clean = paper.ink.copy()
    clean[cv2.dilate(rules, np.ones((thick, thick), np.uint8)) > 0] = 0
    return clean
