"""Tables drawn with rules across alone: where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.readers.ocr.sides import is_long
from archive.readers.ocr.white import CENTRED, LEAST_ROW, STOP, Frame, Ink
from archive.readers.pdf_rules import SNAP, Edge, rule

Span = tuple[float, float]

_LEAST_HEADING = 50.0  # points; shorter than any heading
_A_ROW = 4  # texts beside one another; no line of a paragraph has as many
_APART, _LEADING = 24.0, 5.0  # points; the rows of a table, and the lines of a cell, stand no further apart
_RULED = 0.2  # of the height of tables with the same sides; rules down are drawn over that much of it
_WORN = 8.0  # points; the rules of one table end no further apart on a photo, or on a fax that wore their ends
_LEFT = 0.2  # of a table's width; a heading between two tables begins there


def frames_of(edges: Sequence[Edge]) -> Iterator[Frame]:
    """Rules across that begin and end together, with none down between them."""
    across = sorted((e for e in edges if is_long(e)), key=lambda e: e["top"])
    down = [e for e in edges if e["orientation"] == "v"]
    widest = max((e["x1"] - e["x0"] for e in across), default=0.0)
    rest = across
    while rest:
        first = max(rest, key=lambda e: e["x1"] - e["x0"])
        group = [e for e in rest if _is_whole(e, first)]
        rest = [e for e in rest if not _is_whole(e, first)]
        left, right = first["x0"], first["x1"]
        if right - left < widest / 2 or _is_ruled(group, down):
            continue
        tops = tuple(e["top"] for e in group)
        inner = [e for e in edges if _is_part(e, first, tops)]
        rest = [e for e in rest if e not in inner]
        yield Frame(left, right, tops, tuple(inner))


def _is_part(edge: Edge, whole: Edge, tops: Sequence[float]) -> bool:
    """Whether a rule across runs within a table without reaching from side to side."""
    inside = whole["x0"] - SNAP < edge["x0"] and edge["x1"] < whole["x1"] + SNAP
    level = is_long(edge) and tops[0] + SNAP < edge["top"] < tops[-1] - SNAP
    return inside and level and not _is_whole(edge, whole)


def _is_whole(edge: Edge, whole: Edge) -> bool:
    """Whether a rule across runs from side to side of a table."""
    return all(abs(edge[end] - whole[end]) < _WORN for end in ("x0", "x1"))


def _is_ruled(group: Sequence[Edge], down: Sequence[Edge]) -> bool:
    """Whether rules down part the columns already; a stroke of a letter or of a seal here or there does not."""
    top, bottom = group[0]["top"], group[-1]["bottom"]
    spans = sorted((max(e["top"], top), min(e["bottom"], bottom)) for e in _inner(group, down))
    drawn, reach = 0.0, top
    for start, end in spans:
        drawn += max(end - max(start, reach), 0.0)
        reach = max(reach, end)
    return bool(spans) and (drawn >= _RULED * (bottom - top))


def _inner(group: Sequence[Edge], down: Sequence[Edge]) -> Iterator[Edge]:
    """The rules down within a table, or touching it, that are none of its sides."""
    left, right, top, bottom = group[0]["x0"], group[0]["x1"], group[0]["top"], group[-1]["bottom"]
    inner = (e for e in down if left + 2 * SNAP < e["x0"] < right - 2 * SNAP)
    yield from (e for e in inner if e["top"] < bottom + SNAP and e["bottom"] > top - SNAP)


def without_strokes(edges: Sequence[Edge]) -> list[Edge]:
    """The rules of a page without those down in tables that have none: strokes of letters and of seals."""
    down = [e for e in edges if e["orientation"] == "v"]
    whole = [[rule(f.left, y, f.right, y) for y in f.whole] for f in frames_of(edges)]
    strokes = {id(e) for group in whole for e in _inner(group, down)}
    return [e for e in edges if id(e) not in strokes]


def tables(ink: Ink, frame: Frame) -> Iterator[list[float]]:
    """The rules from side to side of each table: between two tables stands a heading or a line of text.

    Where a table runs over the end of the page, the rule that is missing is added.
    """
    made = [[frame.whole[0]]]
    for above, below in pairwise(frame.whole):
        if _is_between(ink, frame, (above, below)):
            made.append([])
        made[-1].append(below)
    made[0] = [*_beyond(ink, frame, (0.0, made[0][0]), is_above=True), *made[0]]
    made[-1] += _beyond(ink, frame, (made[-1][-1], ink.pixels.shape[0] / ink.unit), is_above=False)
    yield from (rules for rules in made if len(rules) > 1)


def _beyond(ink: Ink, frame: Frame, band: tuple[float, float], *, is_above: bool) -> list[float]:
    """Where rows of a table end that stand above its first rule, or below its last one."""
    start = band[1] if is_above else band[0]
    lines = ink.lines(frame, band)[:: -1 if is_above else 1]
    white = [abs(a - b) for a, b in _whites(lines, start, is_above=is_above)]
    end = start
    for line, before, after in zip(lines, white, [*white[1:], _APART], strict=False):
        texts = ink.texts(frame, line, STOP * (line[1] - line[0]))
        if before > _APART or (min(before, after) > _LEADING and _is_heading(ink, frame, texts)):
            break
        if len(texts) >= _A_ROW or (end != start and before < _LEADING):
            end = line[0] if is_above else line[1]
    if abs(end - start) < LEAST_ROW:
        return []
    return [max(end - _LEADING, 0.0) if is_above else end + _LEADING]


def _whites(lines: Sequence[Span], start: float, *, is_above: bool) -> Iterator[Span]:
    """Where the white before each line begins and ends."""
    for line in lines:
        yield start, line[1 if is_above else 0]
        start = line[0 if is_above else 1]


def _is_heading(ink: Ink, frame: Frame, texts: Sequence[tuple[int, int]]) -> bool:
    """Whether a line is one text at the left of the table, and too long for a label."""
    width = (frame.right - frame.left) * ink.unit
    left, right = texts[0][0], texts[-1][1]
    alone = len(texts) == 1 and right - left > _LEAST_HEADING * ink.unit
    return alone and left < _LEFT * width and abs(left + right - width) > 2 * CENTRED[0] * width


def _is_between(ink: Ink, frame: Frame, band: tuple[float, float]) -> bool:
    """Whether a band between two rules is no part of a table: it is empty, or holds a heading at the left."""
    top, bottom = band
    if any(top + SNAP < e["top"] < bottom - SNAP for e in frame.parts):
        return False
    lines = [ink.texts(frame, line, STOP * (line[1] - line[0])) for line in ink.lines(frame, band)]
    if not lines:
        return bool(bottom - top > LEAST_ROW)
    return all(len(found) == 1 for found in lines) and any(_is_heading(ink, frame, texts) for texts in lines)
