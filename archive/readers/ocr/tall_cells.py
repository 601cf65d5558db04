"""Cells over several rows of a table without rules down: what parts their rows is no longer than they are wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Span = tuple[float, float]


def closed(
    rows: Sequence[Sequence[float]], through: Sequence[Sequence[float]]
) -> tuple[list[list[float]], list[list[Span]]]:
    """Where the columns of each row part, and what is not parted below each row but the last, from left to right.

    `rows` are the places where the columns of each row part, the sides of the table among them, `through` those where
    something goes on below it. What goes on is one cell: it is as wide in both rows.
    """
    made = [sorted(row) for row in rows]
    while any(_widened(made, i, x) for i, places in enumerate(through) for x in places):
        pass  # one row made wider may make the next one so
    return made, [sorted({_around(made[i], x) for x in places}) for i, places in enumerate(through)]


def _widened(rows: list[list[float]], above: int, x: float) -> bool:
    """Whether the cells around a place in a row and the one below had to be made as wide as both together."""
    ends = [_around(rows[i], x) for i in (above, above + 1)]
    left, right = min(end[0] for end in ends), max(end[1] for end in ends)
    kept = [[y for y in rows[i] if not left < y < right] for i in (above, above + 1)]
    is_changed = kept != rows[above : above + 2]
    rows[above : above + 2] = kept
    return is_changed


def _around(row: Sequence[float], x: float) -> Span:
    """From where to where the cell of a row reaches in which a place is."""
    before = [y for y in row if y <= x]
    behind = [y for y in row if y > x]
    return (before[-1] if before else row[0]), (behind[0] if behind else row[-1])


def between(spans: Sequence[Span], whole: Span) -> Iterator[Span]:
    """What of a whole is left between spans of it, from left to right."""
    ends = [whole[0], *(end for span in spans for end in span), whole[1]]
    yield from ((a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if b > a)
