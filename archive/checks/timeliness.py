"""Whether a report was published in time, and whether the dates it gives can be true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from archive.body_kinds import Kind, kind_of
from archive.counted import counted
from archive.models import Finding

_FIRST_OF_2019 = 2019  # reporting year from which the regulations of 2019 set the day
_EARLY = (12, 15)  # before this day of the year reported on, no report of it can be whole
_SLACK = timedelta(days=1)  # a date without its hour, in another time zone


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of when a report was published; days of Chinese time.

    `shown` and `meta` are the dates the page shows and its metadata give, `seen` the day it was first fetched,
    `missed` the last day its list was read whole and did not name it, before it was first named. `sums_up` says
    that the report speaks for a whole region. `changes` are the days on which other figures were found at its
    address, with the number of cells that differ.
    """

    agency: str
    year: int
    shown: date | None = None
    meta: date | None = None
    seen: date | None = None
    missed: date | None = None
    sums_up: bool = False
    changes: tuple[tuple[date, int], ...] = ()


def timeliness(told: Publication) -> tuple[Finding, ...]:
    """W1: published in time. W2: dates that can be true. W3: not changed since."""
    return (_in_time(told), *_dates(told), *_changed(told))


def deadline(kind: Kind, year: int, *, sums_up: bool) -> tuple[date, Literal["hard", "soft"]]:
    """The day a report of that year was due, and whether the law names it for such a body (hard) or only notices do.

    >>> deadline("department", 2023, sums_up=False), deadline("township", 2023, sums_up=False)[1]
    ((datetime.date(2024, 1, 31), 'hard'), 'soft')
    """
    spring = date(year + 1, 3, 31)
    if year < _FIRST_OF_2019:
        return spring, "hard"
    if kind == "government" or (kind == "government_office" and sums_up):
        return spring, "hard"
    return date(year + 1, 1, 31), "hard" if kind == "department" else "soft"


def _in_time(told: Publication) -> Finding:
    due, severity = deadline(kind_of(told.agency), told.year, sums_up=told.sums_up)
    day = told.shown or told.meta
    if told.seen and told.seen <= due and (day is None or day > told.seen):
        return Finding("W1", "pass", severity, (), f"seen on {told.seen}, due {due}")
    if day is None:
        seen = f"; first seen on {told.seen}" if told.seen else ""
        return Finding("W1", "not_assessable", severity, (), f"no date of publication, due {due}{seen}")
    if day <= due:
        return Finding("W1", "pass", severity, (), f"published on {day}, due {due}")
    late = counted((day - due).days, "day")
    if day.year > told.year + 1:
        message = f"dated {day}, {late} after it was due ({due}): perhaps the date on which the page was moved"
        return Finding("W1", "unknown", "soft", (), message)
    return Finding("W1", "fail", severity, (), f"published on {day}, {late} after it was due ({due})")


def _dates(told: Publication) -> Iterator[Finding]:
    day = told.shown or told.meta
    if told.shown and told.meta and abs(told.shown - told.meta) > _SLACK:
        yield _doubt(f"the page shows {told.shown}, its metadata say {told.meta}")
    if day is None:
        return
    if day < date(told.year, *_EARLY):
        yield _doubt(f"dated {day}, before the year {told.year} was over")
    if told.seen and day > told.seen + _SLACK:
        yield _doubt(f"dated {day}, though it was fetched on {told.seen}")
    if told.missed and day + _SLACK < told.missed:
        message = f"dated {day}, but the list that was read whole on {told.missed} did not name it yet: back-dated?"
        yield Finding("W2", "fail", "soft", (), message)


def _doubt(message: str) -> Finding:
    return Finding("W2", "unknown", "soft", (), message)


def _changed(told: Publication) -> Iterator[Finding]:
    for day, cells in told.changes:
        figures = counted(cells, "figure differs", "figures differ")
        message = f"changed after publication: {figures} from those found before (first seen so on {day})"
        yield Finding("W3", "fail", "soft", (), message)
