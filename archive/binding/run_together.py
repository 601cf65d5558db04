"""Figures printed without anything between them: cut apart where the sums leave one way to do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.models import Cell, Finding, GridCell, Place
from archive.printed_form import as_printed, row_of
from archive.template import application_columns, choose, load, review_columns

MOST_STEPS = 20_000  # of one search, about a tenth of a second
MOST_WAYS = 400  # to cut one row that are kept for the search over all rows
_LONGEST = 9  # digits of one figure
_ONLY = "the figures are printed as {!r}; cut apart in the only way that fits the sums"
_ONLY_ZEROS = "the figures are printed as {!r}; no figure begins with a 0, so there is one way to cut them apart"

Values = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RunTogether:
    """A row whose figures are run together: its cells from left to right, and what is printed in `texts`."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    place: Place

    @property
    def totals(self) -> tuple[int, ...]:
        """How many parts each total has that stands behind its parts; none where no sum is known."""
        columns = tuple(cell.partition("[")[2].removesuffix("]") for cell in self.ids)
        if columns == application_columns():
            return (len(columns) - 1,)
        return (4, 4, 4) if self.ids == review_columns() else ()


class _TooLongError(Exception):
    """Raised when a search has taken more steps than it may."""


def is_run_together(values: Sequence[GridCell], columns: int) -> bool:
    """Whether all figures of a row stand in one cell, and none in the others."""
    texts = [text for cell in values if (text := cell.text.strip())]
    figures = "".join(texts[0].split()) if len(texts) == 1 else ""
    if not figures.isdecimal() or not figures.isascii() or len(figures) < columns:
        return False
    return columns in (len(application_columns()), len(review_columns())) or (columns > 1 and figures[0] == "0")


def cut_apart(
    cells: dict[str, Cell], heads: Iterable[str], rows: Iterable[RunTogether], findings: Sequence[Finding]
) -> tuple[dict[str, Cell], list[Finding]]:
    """The cells, and the findings, with those rows read that can be read in one way only."""
    waiting = [row for row in rows if all(cells[i].state == "unreadable" for i in row.ids if i in cells)]
    if not waiting:
        return cells, list(findings)
    found = dict(_alone(row) for row in waiting if not row.totals)
    found |= _by_sums(cells, heads, [row for row in waiting if row.totals])
    made, said = dict(cells), list(findings)
    for row in waiting:
        values = found.get(row.ids)
        if values is None:
            continue
        for cell_id, value in zip(row.ids, values, strict=True):
            made[cell_id] = Cell(cell_id, str(value), value, "number", cells[cell_id].unit, row.place)
        said = [f for f in said if not (f.check == "B2" and set(f.cells) <= set(row.ids))]
        sentence = (_ONLY if row.totals else _ONLY_ZEROS).format(" ".join(row.texts))
        said.append(Finding("B4", "unknown", "soft", row.ids, sentence))
    return made, said


def _alone(row: RunTogether) -> tuple[tuple[str, ...], Values | None]:
    """A row without a sum: as many digits as columns, and the first a 0."""
    text = "".join(row.texts)
    sure = len(row.texts) == 1 and len(text) == len(row.ids) and text.startswith("0")
    return row.ids, tuple(map(int, text)) if sure else None


def ways(texts: Sequence[str], totals: Sequence[int], most: int = MOST_WAYS) -> list[Values] | None:
    """Every way to cut texts into figures, each total behind its parts; None where there are too many.

    >>> ways(["1000001"], (6,)), ways(["12", "000", "0", "0", "12"], (6,))
    ([(1, 0, 0, 0, 0, 0, 1)], [(12, 0, 0, 0, 0, 0, 12)])
    """
    text, at = "".join(texts), 0
    walls = [at := at + len(part) for part in texts]
    found: list[Values] = []
    try:
        for way in _cuts(text, walls, tuple(totals), _Steps(MOST_STEPS)):
            found.append(way)
            if len(found) > most:
                return None
    except _TooLongError:
        return None
    return found


@dataclass
class _Steps:
    left: int

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooLongError


def _cuts(text: str, walls: Sequence[int], totals: tuple[int, ...], steps: _Steps) -> Iterator[Values]:
    """Depth first: the parts of each total in turn; the total itself is then known. No figure crosses a wall."""
    stack: list[tuple[int, Values, int, int, int]] = [(0, (), 0, totals[0], 0)]
    while stack:
        at, done, block, left, total = stack.pop()
        steps.take()
        if left == 0:
            end = at + len(str(total))
            if text[at:end] != str(total) or any(at < wall < end for wall in walls):
                continue
            if block + 1 < len(totals):
                stack.append((end, (*done, total), block + 1, totals[block + 1], 0))
            elif end == len(text):
                yield (*done, total)
            continue
        wall = min((wall for wall in walls if wall > at), default=at)
        most = 1 if text[at : at + 1] == "0" else min(_LONGEST, wall - at)
        for size in range(most, 0, -1):
            value = int(text[at : at + size])
            stack.append((at + size, (*done, value), block, left - 1, total + value))


def _by_sums(
    cells: Mapping[str, Cell], heads: Iterable[str], rows: Sequence[RunTogether]
) -> dict[tuple[str, ...], Values]:
    """The rows of sections three and four that have one reading, the sums over the columns included."""
    options = {row.ids: ways(row.texts, row.totals) for row in rows}
    names = {row.ids: row_of(row.ids[0]) for row in rows if len(row.totals) == 1}
    template = choose(heads, [row_of(cell) for cell in cells])
    sums = _sums(template, cells, {names[row.ids]: options[row.ids] for row in rows if row.ids in names})
    solved = _solve({names[ids]: found for ids, found in options.items() if ids in names and found}, sums)
    made: dict[tuple[str, ...], Values] = {}
    for row in rows:
        found = options[row.ids] or []
        name = names.get(row.ids)
        tested = any(name in (*s.left, *s.right) for s in sums)
        if name and tested and solved is not None:
            if (values := solved.get(name)) is not None:
                made[row.ids] = values
        elif len(found) == 1 and len(row.texts) == 1:
            made[row.ids] = found[0]
    return made


@dataclass(frozen=True, slots=True)
class _Sum:
    """Two sides of rows that come to the same in every column; `rest` is what the rows known add to the left."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    rest: Values


def _sums(template: str | None, cells: Mapping[str, Cell], options: Mapping[str, list[Values] | None]) -> list[_Sum]:
    """The sums over columns of which every row is known or can be cut apart."""
    if template is None or not options:
        return []
    made = []
    columns = application_columns()
    for identity in as_printed(load(template), cells).identities:
        if not identity.left[0].endswith(f"[{columns[0]}]") or identity.only_if_printed:
            continue
        left, right = (tuple(map(row_of, side)) for side in (identity.left, identity.right))
        known = {row: _vector(cells, row, columns) for row in (*left, *right) if row not in options}
        if any(options.get(row, True) is None for row in (*left, *right)) or None in known.values():
            continue
        vectors = [(known[row], 1 if row in left else -1) for row in known]
        rest = tuple(sum(sign * v[i] for v, sign in vectors if v) for i in range(len(columns)))
        made.append(_Sum(tuple(r for r in left if r in options), tuple(r for r in right if r in options), rest))
    return [s for s in made if s.left or s.right]


def _vector(cells: Mapping[str, Cell], row: str, columns: Sequence[str]) -> Values | None:
    found = [cells.get(f"{row}[{column}]") for column in columns]
    values = [int(cell.value) for cell in found if cell and cell.value is not None and float(cell.value).is_integer()]
    return tuple(values) if len(values) == len(columns) else None


def _solve(options: Mapping[str, list[Values]], sums: Sequence[_Sum]) -> dict[str, Values] | None:
    """Each row's values where all ways to satisfy every sum agree on them; None where the search is too long."""
    rows = sorted(
        (row for row in options if any(row in (*s.left, *s.right) for s in sums)), key=lambda r: len(options[r])
    )
    if not rows:
        return {}
    agreed: dict[str, set[Values]] = {row: set() for row in rows}
    steps = _Steps(MOST_STEPS)
    try:
        for way in _fits(rows, options, sums, steps):
            for row, values in way.items():
                agreed[row].add(values)
            if all(len(agreed[row]) > 1 or len(options[row]) == 1 for row in rows) and any(map(len, agreed.values())):
                break
    except _TooLongError:
        return None
    return {row: next(iter(found)) for row, found in agreed.items() if len(found) == 1}


def _fits(
    rows: Sequence[str], options: Mapping[str, list[Values]], sums: Sequence[_Sum], steps: _Steps
) -> Iterator[dict[str, Values]]:
    """Depth first over the rows; a branch ends as soon as what is left cannot make a sum come out."""
    signed = [[(row in s.left) - (row in s.right) for s in sums] for row in rows]
    bounds = _bounds(rows, options, signed)
    stack: list[tuple[int, tuple[Values, ...], tuple[Values, ...]]] = [(0, (), tuple(s.rest for s in sums))]
    while stack:
        depth, chosen, states = stack.pop()
        steps.take()
        for state, (low, high) in zip(states, bounds[depth], strict=True):
            if any(v + a > 0 or v + b < 0 for v, a, b in zip(state, low, high, strict=True)):
                break
        else:
            if depth == len(rows):
                yield dict(zip(rows, chosen, strict=True))
                continue
            for values in options[rows[depth]]:
                pairs = zip(states, signed[depth], strict=True)
                after = tuple(_plus(state, values, sign) if sign else state for state, sign in pairs)
                stack.append((depth + 1, (*chosen, values), after))


def _plus(state: Values, values: Values, sign: int) -> Values:
    return tuple(v + sign * w for v, w in zip(state, values, strict=True))


def _bounds(
    rows: Sequence[str], options: Mapping[str, list[Values]], signed: Sequence[Sequence[int]]
) -> list[list[tuple[Values, Values]]]:
    """For each depth and sum, the least and the most that the rows from there on can add in each column."""
    width = len(application_columns())
    none = (0,) * width
    made = [[(none, none) for _ in signed[0]]]
    for row, signs in zip(reversed(rows), reversed(signed), strict=True):
        columns = list(zip(*options[row], strict=True))
        least, most = tuple(map(min, columns)), tuple(map(max, columns))
        ends = []
        for sign, (low, high) in zip(signs, made[-1], strict=True):
            a, b = (least, most) if sign > 0 else (most, least)
            ends.append((_plus(low, a, sign), _plus(high, b, sign)) if sign else (low, high))
        made.append(ends)
    return made[::-1]
