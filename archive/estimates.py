"""What the reports of the neighbouring years say of a year whose report is not held: exact values, and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple

from archive.checks.years import relations
from archive.claims.amounts import rounding
from archive.claims.last_year import LAST, is_of_last_year
from archive.claims.quantities import LAST_YEAR
from archive.claims.unseen import is_unseen
from archive.doubts import doubted
from archive.models import Claim, Number, Report
from archive.template import Identity, application_columns

_LEAST = -99.0  # percent; of what fell by more hardly anything can be said
_TINY = 1e-9
_STOP = 1  # letters between a figure and the change it is told with: a comma
_LOOSE = re.compile(r"基本|大[致体约]|左右|[约近余多]|单件|人均|[平月日]均|率|比重|百分点")
_CARRIED_IN, _CARRIED_OUT = "applications.carried_in", "applications.carried_out"


class Estimate(NamedTuple):
    """What a cell of a missing year was: from `low` to `high`, both included; None where nothing bounds it."""

    year: int
    cell: str
    low: Number | None
    high: Number | None
    because: str


def estimates(reports: Mapping[int, Report]) -> tuple[Estimate, ...]:
    """The figures of the years not in `reports` that stand next to one that is. All reports are one body's.

    Only cells that hold a number nobody doubts are used. An agency may have counted anew in between: an estimate
    says what the neighbours say, not what the lost report said.
    """
    sure = {year: _sure(report) for year, report in reports.items()}
    missing = sorted({year + step for year in sure for step in (-1, 1)} - sure.keys())
    return tuple(
        found
        for year in missing
        for found in (*_of(year, sure), *_told(year, reports.get(year + 1), sure.get(year + 1, {})))
    )


def _sure(report: Report) -> dict[str, Number]:
    doubtful = doubted(report.findings)
    return {cell.id: cell.value for cell in report.cells if cell.value is not None and cell.id not in doubtful}


def _of(year: int, sure: Mapping[int, Mapping[str, Number]]) -> Iterator[Estimate]:
    nothing: dict[str, Number] = {}
    before, after = (sure.get(year + step, nothing) for step in (-1, 1))
    exact: dict[str, Number] = {}
    for relation in relations():
        for known, neighbour, is_last in ((before, year - 1, False), (after, year + 1, True)):
            solved = _solved(relation, known, is_last=is_last)
            if solved and solved[1] >= 0:
                exact.setdefault(*solved)
                yield Estimate(year, *solved, solved[1], f"{relation.id}, report of {neighbour}: {relation.sentence}")
    yield from _bounds(year, exact)


def _solved(relation: Identity, known: Mapping[str, Number], *, is_last: bool) -> tuple[str, Number] | None:
    """The one cell of the missing year that a relation leaves open, and its value.

    `is_last` says that the missing year is the earlier of the two.
    """
    signed = [(1, cell) for cell in relation.left] + [(-1, cell) for cell in relation.right]
    open_ = [(sign, cell) for sign, cell in signed if cell.startswith(LAST) == is_last]
    given = [(sign, cell.removeprefix(LAST)) for sign, cell in signed if cell.startswith(LAST) != is_last]
    if len(open_) != 1 or not given or any(cell not in known for _, cell in given):
        return None
    sign, cell = open_[0]
    return cell.removeprefix(LAST), -sign * sum(s * known[c] for s, c in given)


def _told(year: int, after: Report | None, now: Mapping[str, Number]) -> Iterator[Estimate]:
    """What the text of the year after says has changed since: so much more, or so many percent."""
    claims = after.claims if after else ()
    for claim in claims:
        value = now.get(claim.quantity)
        if claim.base != LAST_YEAR or claim.value is None or value is None or not _is_sure(claim, claims, year + 1):
            continue
        low, high = _before(claim.kind, value, claim.value)
        if low is not None and high is not None and 0 <= low <= high:
            yield Estimate(year, claim.quantity, low, high, f"the text of {year + 1}: {claim.said[:40]}")


def _is_sure(claim: Claim, claims: Sequence[Claim], year: int) -> bool:
    """Whether a change is surely of a cell and since last year: it stands right behind the figure the table has."""
    if claim.kind not in ("delta", "percent") or claim.rough or claim.scope or is_unseen(claim.place.place):
        return False
    if _LOOSE.search(claim.said) or claim.said not in claim.sentence or not is_of_last_year(claim.sentence, year):
        return False
    counts = [c for c in claims if c.quantity == claim.quantity and c.kind == "count"]
    return all(c.status == "agrees" for c in counts) and any(_is_behind(claim, count) for count in counts)


def _is_behind(change: Claim, count: Claim) -> bool:
    """Whether a change is told right behind a count, in its unit."""
    one, other = count.place, change.place
    is_next = (one.section, one.line) == (other.section, other.line) and 0 <= other.start - one.end <= _STOP
    return is_next and (change.kind == "percent" or change.value == 0 or change.unit == count.unit)


def _before(kind: str, now: Number, change: Number) -> tuple[Number | None, Number | None]:
    """The least and the most a figure was before it changed to `now`; percentages are rounded as they are printed.

    >>> _before("delta", 7, -1), _before("percent", 36, 16.13), _before("percent", 36, -100)
    ((8, 8), (31, 31), (None, None))
    """
    if kind == "delta":
        return now - change, now - change
    if kind != "percent" or change <= _LEAST:
        return None, None
    off = rounding(change)
    low, high = (now / (1 + (change + step) / 100) for step in (off, -off))
    return ceil(low - _TINY), floor(high + _TINY)


def _bounds(year: int, exact: Mapping[str, Number]) -> Iterator[Estimate]:
    """At least so many requests came, or were answered, as the difference of those carried over says."""
    for column in application_columns():
        come, gone = exact.get(f"{_CARRIED_IN}[{column}]"), exact.get(f"{_CARRIED_OUT}[{column}]")
        if come is None or gone is None or come == gone:
            continue
        row = "applications.new" if gone > come else "applications.results.total"
        because = f"A1, reports of {year - 1} and {year + 1}: {come:g} were carried in and {gone:g} carried out"
        yield Estimate(year, f"{row}[{column}]", abs(gone - come), None, because)
