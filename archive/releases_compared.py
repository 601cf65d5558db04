"""Two releases of the parser compared over an archive: version by version, with the rules that bind the cells today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from archive.database import lineage, releases
from archive.database.packing import unpack
from archive.database.releases import Pair, Scope
from archive.errors import DamagedReading
from archive.jobs import Job
from archive.lineage.bound import Cells, bound
from archive.reading import RELEASE
from archive.release_diff import OF_CELLS, Difference, differences

_AT_ONCE = 40  # versions whose documents one process reads again
_OTHERWISE = "read otherwise today than is stored"
_UNREADABLE = "the document cannot be read again today"
_UNBOUND = "bound by no rule"


class Compared(NamedTuple):
    """A version that two releases read otherwise, the key of its report, and what differs."""

    version: str
    report: str | None
    differences: list[Difference]


def compare(directory: Path, view: Connection, old: str, new: str, scope: Scope, *, rules: bool) -> Iterator[Compared]:
    """Every version the two releases read otherwise, by version.

    With `rules` the documents whose cells differ are read again for the rule of each cell; it can be told only where
    one of the two is the release of this program.
    """
    waiting: list[tuple[Compared, Mapping[str, Any]]] = []
    for pair in releases.pairs(view, old, new, scope):
        found, today = _of_pair(pair, today_is_new=new == RELEASE)
        if found.differences:
            waiting.append((found, today))
        if len(waiting) >= _AT_ONCE:
            yield from _ruled(directory, view, waiting, wanted=rules and RELEASE in (old, new))
            waiting.clear()
    yield from _ruled(directory, view, waiting, wanted=rules and RELEASE in (old, new))


def _of_pair(pair: Pair, *, today_is_new: bool) -> tuple[Compared, Mapping[str, Any]]:
    """What differs, and the cells of that reading by id to which today's rules belong."""
    try:
        old, new = (unpack(packed) if packed else None for packed in (pair.old, pair.new))
        found = list(differences(old, new))
    except (DamagedReading, KeyError, TypeError, AttributeError):
        return Compared(pair.version, pair.report, [Difference("damaged", "reading", None, None)]), {}
    told = new if today_is_new else old
    return Compared(pair.version, pair.report, found), {c["id"]: c for c in told["cells"]} if told else {}


def _ruled(
    directory: Path, view: Connection, some: Sequence[tuple[Compared, Mapping[str, Any]]], *, wanted: bool
) -> Iterator[Compared]:
    of_cells = [any(d.kind in OF_CELLS for d in one.differences) and bool(today) for one, today in some]
    jobs = [
        lineage.job(view, one.version) if wanted and has else None for (one, _), has in zip(some, of_cells, strict=True)
    ]
    known: list[Job] = [job for job in jobs if job and job.sources]
    read = iter(bound(directory, known) if known else ())
    for (one, today), job in zip(some, jobs, strict=True):
        if job and job.sources:
            cells = next(read)
            one = one._replace(differences=[_with_rule(d, today, cells) for d in one.differences])  # noqa: PLW2901
        yield one


def _with_rule(one: Difference, today: Mapping[str, Any], cells: Cells | None) -> Difference:
    cell = today.get(one.item)
    if one.kind not in OF_CELLS or cell is None:
        return one
    if cells is None:
        return one._replace(rule=_UNREADABLE)
    now = cells.get(one.item)
    if now is None:
        return one._replace(rule=_UNBOUND)
    same = (cell["value"], cell["state"], cell["unit"], cell["text"]) == now[:4]
    return one._replace(rule=now.rule if same else _OTHERWISE)
