"""The form as a document prints it: agencies mix the rows of one year's form into another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache

from archive.template import TEMPLATES, Identity, Template, load

_Swaps = dict[str, tuple[str, ...]]  # a row of the form -> the rows printed in its place


@lru_cache(maxsize=8192)
def row_of(cell_id: str) -> str:
    """The row a cell stands in.

    >>> row_of("applications.new[total]"), row_of("disclosure.fees.amount"), row_of("stats.complaints[cumulative]")
    ('applications.new', 'disclosure.fees', 'stats.complaints')
    """
    row, bracket, _ = cell_id.partition("[")
    return row if bracket or row.startswith("stats.") else row.rpartition(".")[0]


def as_printed(form: Template, cells: Iterable[str]) -> Template:
    """The form with those rows of section three that `cells` show the document to have.

    （六）其他处理 is one row in the form of 2019 and three in that of 2021.
    """
    return _with_rows(form.id, frozenset(map(row_of, cells)))


@lru_cache(maxsize=256)
def _with_rows(form_id: str, printed: frozenset[str]) -> Template:
    """Reports of one form print its rows in a few ways only."""
    form = load(form_id)
    swaps = _swaps(form, printed)
    if not swaps:
        return form
    rows = tuple(new for row in form.application_rows for new in swaps.get(row, (row,)))
    groups = tuple(g for g in form.application_groups if g not in rows)
    return replace(
        form, application_rows=rows, application_groups=groups, identities=tuple(_identities(form, rows, swaps))
    )


def _swaps(form: Template, printed: AbstractSet[str]) -> _Swaps:
    swaps: _Swaps = {}
    for other in map(load, TEMPLATES):
        for whole in other.application_groups:
            parts = tuple(row for row in other.application_rows if row.startswith(f"{whole}."))
            if whole in form.application_rows and whole not in printed and printed & set(parts):
                swaps[whole] = parts
    for row in _single_rows():
        parts = tuple(part for part in form.application_rows if part.startswith(f"{row}."))
        if parts and row in printed and not printed & set(parts):
            swaps |= dict.fromkeys(parts, ()) | {parts[0]: (row,)}
    return swaps


def _single_rows() -> set[str]:
    """Rows of one form that are a group of rows in another."""
    forms = [load(name) for name in TEMPLATES]
    return {row for a in forms for row in a.application_rows for b in forms if row in b.application_groups}


def _identities(form: Template, rows: Iterable[str], swaps: _Swaps) -> Iterator[Identity]:
    """The sums with the printed rows in them, and the row sums of rows that came in."""
    gone = tuple(f"{row}[" for row in swaps)
    for identity in form.identities:
        if identity.left[0].startswith(gone):
            continue
        made = replace(identity, right=tuple(new for cell in identity.right for new in _swapped(cell, swaps)))
        if made.left != made.right:
            yield made
    pattern = next(i for i in form.identities if i.left == ("applications.new[total]",))
    for row in rows:
        if row not in (*form.application_rows, *form.application_groups):  # those of groups are there
            yield replace(pattern, left=_moved(pattern.left, row), right=_moved(pattern.right, row))


def _moved(cells: Iterable[str], row: str) -> tuple[str, ...]:
    return tuple(cell.replace("applications.new[", f"{row}[") for cell in cells)


def _swapped(cell: str, swaps: _Swaps) -> Iterator[str]:
    row, bracket, column = cell.partition("[")
    for new in swaps.get(row, (row,)):
        yield new + bracket + column
