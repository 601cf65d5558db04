"""The rules of tables on a picture: long thin stretches of ink, across and down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.readers.ocr import bare, broken
from archive.readers.ocr.broken import BESIDE, FAINTEST
from archive.readers.ocr.paper import Paper
from archive.readers.pdf_rules import Edge, rule

_SHORTEST = (36.0, 13.0)  # points, across and down; longer than any stroke of the tables' letters
_THICKEST = 5.0  # points; what is thicker is a picture, a shadow or the edge of the paper
_GAP = 8.0  # points; a break in a rule that is none in the table
_WHOLE = 150.0  # points; every table has a rule as long
_PALER = 3.0  # times; rules a third as dark are seen on plain paper
_GRAIN, _COVERED = 4, 0.3  # of 255, and part of the paper: less of plain paper is darker
_LINED = 10  # distances between the rules of squared paper at least
_ALIKE, _MOSTLY = 0.1, 0.7  # by how much of it these vary, and for which part of them that holds
_SHORT = (80.0, 30.0)  # points, across and down; a stretch as short as a word must be all the more like a rule
_DOT = 1.5  # points; the diameter of a dot
_STRUNG = (60.0, 30.0)  # points, across and down; so long a row of dots is a rule of a fax
_SPARSE, _SPECKLED = 0.1, 3.0  # parts of its length drawn where dots are near; times as much as of specks beside it
_DOTTED = 0.4, 1.8  # parts of its length: drawn; paper above and below, together
_SURE, _LIKELY = (0.9, 1.6), (0.7, 1.4)  # parts of its length: drawn; paper on one side and on the other, together
MOST = 3000  # rules of a page; a page of small cells has a tenth of it


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rule from `start` to `end` along its direction, `at` where it stands there, and how much it slants."""

    start: float
    end: float
    at: float
    slant: float
    is_down: bool

    @property
    def length(self) -> float:
        """In pixels."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a picture in pixels, and a mask of the pixels they cover."""

    across: tuple[Stretch, ...]
    down: tuple[Stretch, ...]
    mask: Any

    def edges(self, unit: float) -> list[Edge]:
        """The rules as edges in points, broken ones mended."""
        made = [_edge(s, unit) for s in _mended(self.across, _GAP * unit, unit)]
        return made + [_edge(s, unit) for s in _mended(self.down, _GAP * unit, unit)]


def rules_of(paper: Paper) -> Rules:
    """The rules drawn on a picture that stands nearly upright; where none is, those as pale as screens draw them."""
    import cv2

    found = _drawn(paper)
    if paper.is_ragged or any(s.length > _WHOLE * paper.unit for s in found.across) or not _is_plain(paper):
        return found
    paler = _drawn(replace(paper, ink=cv2.convertScaleAbs(paper.ink, alpha=_PALER)))
    long = [s for s in paler.across if s.length > _WHOLE * paper.unit]
    return paler if long and paler.down and not _is_squared(long, paler, paper.unit) else found


def _is_squared(across: Sequence[Stretch], rules: Rules, unit: float) -> bool:
    """Whether long rules across and down are those of squared paper."""
    return _is_even(across) and _is_even([s for s in rules.down if s.length > _WHOLE * unit])


def _is_even(rules: Sequence[Stretch]) -> bool:
    """Whether rules are many and as far from one another as those of squared paper."""
    import numpy as np

    apart = np.diff(sorted(s.at for s in rules))
    apart = apart[apart > _THICKEST]  # parts of one are in line
    usual = float(np.median(apart)) if len(apart) >= _LINED else 0.0
    return usual > 0 and float((abs(apart - usual) < _ALIKE * usual).mean()) > _MOSTLY


def _is_plain(paper: Paper) -> bool:
    """Whether the paper has no grain: what is pale was drawn so."""
    return float((paper.ink[::3, ::3] > _GRAIN).mean()) < _COVERED


def _drawn(paper: Paper) -> Rules:
    import cv2

    ink = bare.without_letters(paper.ink, paper.unit) if paper.is_ragged else paper.ink
    across, over = _stretches(ink, paper.ink, paper, is_down=False)
    down, under = _stretches(cv2.transpose(ink), cv2.transpose(paper.ink), paper, is_down=True)
    return Rules(tuple(across), tuple(down), cv2.bitwise_or(over, cv2.transpose(under)))


def _stretches(ink: Any, whole: Any, paper: Paper, *, is_down: bool) -> tuple[list[Stretch], Any]:
    """The rules that run from left to right in `ink`, and their mask; `whole` is the ink with all its letters.

    Both are transposed for rules that run down.
    """
    import cv2
    import numpy as np

    unit = paper.unit
    along = max(3, round(unit)) | 1
    soft = cv2.blur(ink, (along, 1))
    level = cv2.dilate(soft, np.ones((3, 1), np.uint8))
    length = max(8, round(_SHORTEST[is_down] * unit))
    run = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    thick = max(5, round(_THICKEST * unit) + 2)
    solid = cv2.morphologyEx(run, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
    gap = bare.apart(ink, unit) if paper.is_ragged else 0.0
    masks = [((run > FAINTEST) & (solid < run // 2)).astype(np.uint8)]
    if paper.is_ragged:
        masks += [broken.ridges(level, unit, is_down=is_down), broken.strings(ink, unit, gap)]
    found = [rule for mask in masks for rule in _parts(mask, paper, ink, gap, is_down=is_down)]
    covered = np.max(masks, axis=0)
    if paper.is_ragged:
        found = [_prolonged(rule, (ink, whole), covered, unit) for rule in found]
    return found, covered


def _parts(mask: Any, paper: Paper, ink: Any, gap: float, *, is_down: bool) -> Iterator[Stretch]:
    """The connected parts of a mask that are rules; the others are taken out of it."""
    import cv2

    unit = paper.unit
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for i in sorted(range(1, count), key=lambda i: -int(stats[i][2]))[:MOST]:
        x, y, w, h = (int(v) for v in stats[i][:4])
        own = labels[y : y + h, x : x + w] == i
        is_thin = w >= _SHORTEST[is_down] * unit and h <= _THICKEST * unit + 0.06 * w
        rule = _fitted(x, y, own, ink[y : y + h, x : x + w], is_down=is_down) if is_thin else None
        if rule is None or not _stands_alone(rule, ink, unit, gap):
            mask[y : y + h, x : x + w][own] = 0
        else:
            yield rule


def _prolonged(rule: Stretch, inks: tuple[Any, Any], mask: Any, unit: float) -> Stretch:
    """A rule as far as its dots go; the mask then covers these, too."""
    import numpy as np

    height, width = mask.shape
    columns = np.arange(width)
    at = np.rint(rule.at + rule.slant * (columns - (rule.start + rule.end) / 2)).astype(int)
    start, end = broken.prolonged(*inks, unit, (rule.start, rule.end), at)
    for more in (slice(start, int(rule.start)), slice(int(rule.end), end)):
        mask[at[more].clip(0, height - 1), columns[more]] = 1
    middle = rule.at + rule.slant * ((start + end) - (rule.start + rule.end)) / 2
    return replace(rule, start=start, end=end, at=middle)


def _fitted(x: int, y: int, own: Any, ink: Any, *, is_down: bool) -> Stretch:
    """A straight line through the ink of a rule."""
    import numpy as np

    weight = np.where(own, ink.astype(np.float32) + 1, 0)
    total = weight.sum(axis=0)
    columns = np.flatnonzero(total > 0)
    heights = (weight * np.arange(own.shape[0])[:, None]).sum(axis=0)[columns] / total[columns]
    slant, base = np.polyfit(columns, heights, 1) if len(columns) > 1 else (0.0, float(heights[0]))
    return Stretch(x, x + own.shape[1], y + float(base + slant * own.shape[1] / 2), float(slant), is_down)


def _stands_alone(rule: Stretch, ink: Any, unit: float, gap: float) -> bool:
    """Whether a stretch is drawn without a break and has paper beside it, which a row of letters has not.

    `gap` is how many points apart the dots of a fax's rule may stand; 0 where it is no fax.
    """
    import numpy as np

    along = np.arange(int(rule.start), int(rule.end))
    at = np.rint(rule.at + rule.slant * (along - (rule.start + rule.end) / 2)).astype(int)
    beside = round(BESIDE * unit) + 1
    at = (
        at.clip(beside + 1, ink.shape[0] - beside - 2)
        if ink.shape[0] > 2 * beside + 4
        else at.clip(0, ink.shape[0] - 1)
    )
    here = np.max([ink[(at + d).clip(0, ink.shape[0] - 1), along] for d in (-1, 0, 1)], axis=0)
    sides = [
        ink[(at + d).clip(0, ink.shape[0] - 1), along] < np.maximum(here // 2, FAINTEST) for d in (-beside, beside)
    ]
    drawn, white = float((here > FAINTEST).mean()), float(sides[0].mean() + sides[1].mean())
    if gap and drawn < _SURE[0]:
        is_long = rule.length > _STRUNG[rule.is_down] * unit and white > _DOTTED[1]
        is_even = broken.widest_gap(here > FAINTEST) <= (gap + _DOT) * unit
        is_marked = drawn > max(_SPARSE, _SPECKLED * _around(ink, along, at, beside))
        return is_long and ((is_even and is_marked) or (drawn > _DOTTED[0] and not rule.is_down))
    unbroken, beside_it = _SURE if rule.length < _SHORT[rule.is_down] * unit else _LIKELY
    return drawn > unbroken and white > beside_it


def _around(ink: Any, along: Any, at: Any, beside: int) -> float:
    """How much of a stretch would be drawn if it were nothing but the specks there are on both sides of it."""
    import numpy as np

    rows = [
        np.max([ink[(at + far + d).clip(0, ink.shape[0] - 1), along] for d in (-1, 0, 1)], axis=0) > FAINTEST
        for far in (-3 * beside, -2 * beside, 2 * beside, 3 * beside)
    ]
    return float(np.mean(rows))


def _mended(stretches: Sequence[Stretch], gap: float, unit: float) -> Iterator[Stretch]:
    """Pieces of one rule put together where a short break is all that parts them."""
    rest = sorted(stretches, key=lambda s: s.start)
    while rest:
        rule = rest.pop(0)
        for other in list(rest):
            if abs(other.at - rule.at) < 1.5 * unit and other.start - rule.end <= gap:
                end = max(rule.end, other.end)
                at = (rule.at * rule.length + other.at * other.length) / (rule.length + other.length)
                rule = Stretch(rule.start, end, at, rule.slant, rule.is_down)
                rest.remove(other)
        yield rule


def _edge(stretch: Stretch, unit: float) -> Edge:
    start, end, at = stretch.start / unit, stretch.end / unit, stretch.at / unit
    return rule(at, start, at, end) if stretch.is_down else rule(start, at, end, at)
