"""Which cells a person means."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from archive.errors import ArchiveError

_SUGGESTED = 6


class NoSuchCell(ArchiveError):
    """Raised when a CELL given by a person names none, or several where one is meant."""


def find_cells(wanted: str, known: Collection[str]) -> list[str]:
    """The cells of `known` that `wanted` names: an id, a part of it if only one has it, a pattern with `*`.

    Whole names between dots and brackets count first, then beginnings, ends, and anything else.

    >>> known = ["applications.new[total]", "applications.new[other_org]", "review.litigation_direct.total"]
    >>> find_cells("applications.new[total]", known), find_cells("direct.total", known)
    (['applications.new[total]'], ['review.litigation_direct.total'])
    >>> find_cells("total", ["applications.new[total]", "review.subtotals"])
    ['applications.new[total]']
    >>> find_cells("*.new[*]", known)
    ['applications.new[total]', 'applications.new[other_org]']
    """
    if wanted in known:
        return [wanted]
    if "*" in wanted:
        pattern = re.compile(".*".join(map(re.escape, re.split(r"\*+", wanted))))
        found = [cell for cell in known if pattern.fullmatch(cell)]
        if found:
            return found
        raise NoSuchCell(_none(wanted, known))
    for fits in (_is_whole_part, str.startswith, str.endswith, str.__contains__):
        found = [cell for cell in known if fits(cell, wanted)]
        if len(found) == 1:
            return found
        if found and wanted:
            raise NoSuchCell(_several(wanted, found))
    raise NoSuchCell(_none(wanted, known))


def _is_whole_part(cell: str, wanted: str) -> bool:
    """Whether what is wanted stands in an id with a dot, a bracket or nothing on either side."""
    return bool(wanted and re.search(rf"(?:^|[.\[]){re.escape(wanted)}(?=$|[.\[\]])", cell))


def _several(wanted: str, found: list[str]) -> str:
    more = f" and {len(found) - _SUGGESTED} more" if len(found) > _SUGGESTED else ""
    return f"{wanted[:80]!r} names {len(found)} cells; say which, or use `*`: {', '.join(found[:_SUGGESTED])}{more}"


def _none(wanted: str, known: Collection[str]) -> str:
    near = get_close_matches(wanted[:200].replace("*", ""), known, _SUGGESTED, 0.5)
    if near:
        return f"there is no cell {wanted[:80]!r}; near it: {', '.join(near)}"
    return f"there is no cell {wanted[:80]!r}; docs/reading.md says how cells are named"
