"""The rules by which stored documents are bound today: many documents, each read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from archive.errors import UnreadableDocument
from archive.isolated import call
from archive.jobs import Job
from archive.lineage.retelling import retell
from archive.worker import SECONDS


class Bound(NamedTuple):
    """How a cell is read today: value, state, unit and text as printed, and the rule that bound it, in words."""

    value: int | float | None
    state: str
    unit: str | None
    text: str
    rule: str


Cells = dict[str, Bound]


def bound(directory: Path, jobs: Sequence[Job]) -> Iterator[Cells | None]:
    """The cells of each job as they are read today, from one process; None of one that cannot be read.

    Where that process is lost each is read by one of its own, so that it costs none of the others theirs.
    """
    try:
        yield from call(_all, directory, jobs, seconds=SECONDS * max(1, len(jobs) / 10))
    except UnreadableDocument:
        for job in jobs:
            yield _alone(directory, job)


def _alone(directory: Path, job: Job) -> Cells | None:
    try:
        return call(_all, directory, [job])[0]
    except UnreadableDocument:
        return None


def _all(directory: Path, jobs: Sequence[Job]) -> list[Cells | None]:
    return [_cells(directory, job) for job in jobs]


def _cells(directory: Path, job: Job) -> Cells | None:
    told = retell(directory, job)
    if told.report is None:
        return None
    bound_now = [cell for cell in told.report.cells if cell.id in told.rules]
    return {c.id: Bound(c.value, c.state, c.unit, c.text, told.rules[c.id].how) for c in bound_now}
