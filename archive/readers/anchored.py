"""Tables by their labels alone, the second reading of text and of positioned words: no lines, no cells, no rules.

A report is a stream of pieces in the order they were written. Every label of the form that is met, and the values
right behind it, are a row; how the pieces were set out on lines or in cells is not looked at. What does not give a
whole row that way is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from archive.indicators import UNIT_WORDS, indicator_keys
from archive.labels import exact_row, normal, vocabulary
from archive.models import Block, Table
from archive.readers.pieces import Piece, Run, runs_of, whole
from archive.readers.slots import Slots
from archive.sections import heading_key
from archive.template import application_columns, application_rows, disclosure_columns, review_columns

_SPREAD = 0.4  # of the way from one column to the next; a value further off belongs to neither
_ITEMS = ("items_prev", "items_change", "decisions")
_FEW = 10  # indicators; fewer are no list of them
_STATISTICS = (("统计指标", 1), ("单位", 1), ("统计数", 1))


_Rows = list[list[tuple[str, int]]]  # texts, and how many columns each takes


def blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The tables of the form, as far as labels anchor their rows, in the form's own shape."""
    runs = whole(runs_of(pieces), _is_application)
    tables = (_applications(runs), *_reviews(runs), _items(runs), _statistics(runs))
    yield from (_table(rows, number) for number, rows in enumerate(filter(None, tables), 1))


def _applications(runs: Sequence[Run]) -> _Rows:
    columns = application_columns()
    labelled = [(run.label(_is_application), run) for run in runs]
    found = [
        (label, run)
        for (label, run), (after, below) in pairwise([*labelled, (None, Run([], []))])
        if label and (len(columns) in (len(run.printed), len(run.values)) or (run.printed and _ends(after, below)))
    ]
    middles = _middles([run.printed for _, run in found], len(columns))
    rows = [[(label, 1), *row] for label, run in found if (row := _in_columns(run, middles, len(columns)))]
    heads = {key: word for (word, key) in reversed(vocabulary().applicants.items())}
    return [[("", 1), *((heads[column], 1) for column in columns)], *rows] if rows else []


def _is_application(label: str) -> bool:
    return exact_row(label) in application_rows()


def _ends(label: str | None, below: Run) -> bool:
    """Whether a row that lacks figures is all there: the next one, or the next section, begins right behind it."""
    return label is not None or bool(below.words and heading_key(below.words[0]))


def _middles(found: Sequence[Sequence[Piece]], count: int) -> list[float]:
    """Where the columns stand across the page, by the rows that have a value in each."""
    whole = ([piece.x for piece in printed if piece.x is not None] for printed in found if len(printed) == count)
    return [median(column) for column in zip(*(xs for xs in whole if len(xs) == count), strict=True)]


def _in_columns(run: Run, middles: Sequence[float], count: int) -> list[tuple[str, int]]:
    """The values in their columns, blanks where nothing is printed; nothing where that cannot be told."""
    printed = run.printed
    if len(printed) == count:
        return [(piece.text, 1) for piece in printed]
    if len(run.values) == count:
        return [(piece.text, 1) for piece in run.values]
    if len(middles) != count or len(printed) > count:
        return []
    width = min(b - a for a, b in pairwise(middles))
    row = [("", 1)] * count
    for piece in printed:
        if piece.x is None:
            return []
        at = min(range(count), key=lambda i, x=piece.x: abs(middles[i] - x))  # type: ignore[misc]
        if row[at][0] or abs(middles[at] - piece.x) > _SPREAD * width:
            return []
        row[at] = (piece.text, 1)
    return row


def _reviews(runs: Sequence[Run]) -> Iterator[_Rows]:
    """The row of section four has no label: it stands right behind the outcomes."""
    columns = review_columns()
    outcomes, routes = vocabulary().outcomes, {key: word for word, key in reversed(vocabulary().routes.items())}
    names = {key: word for word, key in reversed(outcomes.items())}
    for run in runs:
        row = _in_columns(run, (), len(columns))
        if row and run.words and normal(run.words[-1]) in outcomes:
            parts = [column.rpartition(".") for column in columns]
            each = len({outcome for *_, outcome in parts})
            yield [
                [(routes[route], each) for route in dict.fromkeys(route for route, *_ in parts)],
                [(names[outcome], 1) for *_, outcome in parts],
                row,
            ]


def _items(runs: Sequence[Run]) -> _Rows:
    """Rows of section two with items and decisions: no other form has three figures behind these labels."""
    heads = {key: word for word, keys in reversed(vocabulary().heads.items()) for key in keys}
    rows = [
        [(label, 1), *row]
        for run in runs
        if len(run.printed) == len(_ITEMS)
        and (label := run.label(_has_items))
        and (row := _in_columns(run, (), len(_ITEMS)))
    ]
    return [[("信息内容", 1), *((heads[column], 1) for column in _ITEMS)], *rows] if rows else []


def _has_items(label: str) -> bool:
    return disclosure_columns().get(exact_row(label) or "", frozenset()).issuperset(_ITEMS)


def _statistics(runs: Sequence[Run]) -> _Rows:
    """The list of indicators; what stands in no row of its own may still open a group."""
    rows: _Rows = []
    for run in runs:
        unit = run.words[-1] if run.words and run.words[-1] in UNIT_WORDS else ""
        own = Run(run.words[:-1] if unit else run.words, run.values)
        label = own.label(lambda text: bool(indicator_keys(text)))
        if label is None or len(run.printed) > 1:
            continue
        before = [word for word in own.words if indicator_keys(word) and not label.endswith(word)]
        rows += [[(word, 1), ("", 1), ("", 1)] for word in before]
        rows.append([(label, 1), (unit, 1), (run.printed[0].text if run.printed else "", 1)])
    return [list(_STATISTICS), *rows] if len(rows) >= _FEW else []


def _table(rows: _Rows, number: int) -> Table:
    slots = Slots(number, len(rows))
    for y, row in enumerate(rows):
        x = 0
        for text, width in row:
            slots.put(text, y, x, width)
            x += width
    return slots.table()
