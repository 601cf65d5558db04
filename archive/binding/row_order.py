"""Rows of section three whose labels cannot be read, told by the rows above and below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from archive.labels import row_key, vocabulary
from archive.models import GridCell
from archive.numbers import read_value
from archive.template import TEMPLATES, application_columns, load


def by_order(rows: Sequence[Sequence[GridCell]], shown: Callable[[GridCell], str]) -> dict[int, str]:
    """The official label of each cell (by its id) that must be that of a row between two others of a form.

    As many unknown rows must stand between the two as the form has there. `shown` is what is known of a cell's text.
    """
    width = len(application_columns())
    own = [row[-width - 1] for r, row in enumerate(rows) if len(row) > width and row[-width - 1].row == r]
    labels = [cell for cell in own if read_value(shown(cell)).state in ("text", "unreadable")]
    keys = [row_key(shown(cell)) for cell in labels]
    found = max((_between(keys, load(name).application_rows) for name in TEMPLATES), key=len)
    return {id(labels[i]): _words()[key] for i, key in found.items() if key in _words()}


def _between(keys: Sequence[str | None], order: Sequence[str]) -> dict[int, str]:
    known = [(i, order.index(key)) for i, key in enumerate(keys) if key in order]
    made = {}
    for (i, above), (j, below) in pairwise(known):
        if j - i == below - above:
            made.update({k: order[above + k - i] for k in range(i + 1, j) if keys[k] is None})
    return made


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """One spelling of each row."""
    return {key: word for word, key in reversed(vocabulary().rows.items())}
