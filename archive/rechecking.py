"""Checks of the archive's reports beside one another, body by body, from their stored readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import Connection

from archive.body_kinds import covers
from archive.checks import RELEASE
from archive.checks.again import rechecked
from archive.checks.contested import contested
from archive.checks.corrections import standing_findings
from archive.checks.members import members, sums_up
from archive.checks.narrative import changes
from archive.checks.timeliness import Publication, timeliness
from archive.checks.vouched import with_verdict
from archive.checks.years import year_over_year
from archive.corrections import corrected
from archive.database import corrections, held
from archive.database.held import Held
from archive.database.rivals import rivals
from archive.estimates import Estimate, estimates
from archive.keeper import Keeper
from archive.models import Finding, Report


def recheck(
    keeper: Keeper, view: Connection, *, everything: bool = False, moved: Callable[[int, int], None] | None = None
) -> int:
    """Check what this release of the checks has not seen yet, or all; how many reports were checked.

    `moved` hears of each body done, with the number of bodies in all. A report whose stored reading cannot be
    unpacked is named, keeps what was found before, and keeps no other from being checked.
    """
    keeper.flush()
    release = None if everything else RELEASE
    due = held.due_bodies(view, release)
    done = 0
    for number, body in enumerate(due, 1):
        reports = held.of_body(view, body, release)
        done += _check(keeper, view, body, reports)
        if moved is not None:
            moved(number, len(due))
    keeper.flush()
    return done


def recheck_now(directory: Path, view: Connection) -> None:
    """Check what is due in an archive that nobody else in this process writes to."""
    with Keeper(directory) as keeper:
        recheck(keeper, view)


def _check(keeper: Keeper, view: Connection, body: str, reports: Sequence[Held]) -> int:
    """Check the reports of a body that are due, and those that follow on one that is."""
    today = [replace(one, report=rechecked(one.report)) for one in reports]
    by_year = {one.report.year: _corrected(view, one) for one in today if one.report.year is not None}
    changed = {one.report.year for one in reports if one.is_due}
    done = 0
    for one in today:
        year = one.report.year
        if not (one.is_due or (year and year - 1 in changed) or sums_up(one.report)):
            continue
        found = tuple(_beside(view, one, by_year))
        told = replace(one, report=replace(one.report, findings=contested(one.report.findings, found)))
        keeper.write(partial(_record, one=told, found=found))
        done += 1
    missing: tuple[Estimate, ...] = estimates(by_year)
    keeper.write(lambda connection: held.record_estimates(connection, body, missing))
    return done


def _corrected(view: Connection, one: Held) -> Report:
    """The report as people corrected it, checked as such: what others are held against."""
    made = corrected(one.report, corrections.stands(view, one.key))
    return one.report if made.cells == one.report.cells else rechecked(made)


def _record(connection: Connection, one: Held, found: Sequence[Finding]) -> None:
    held.record(connection, one, found, RELEASE)


def _beside(view: Connection, one: Held, by_year: dict[int, Report]) -> Iterator[Finding]:
    """What a report is found to be beside copies, corrections, last year's report, those it covers and the calendar."""
    year = one.report.year
    yield from rivals(view, one.number)
    yield from standing_findings(corrections.stands(view, one.key))
    if year is None:
        return
    report = by_year[year]
    if last := by_year.get(year - 1):
        both = {"": report, str(year - 1): last}
        yield from (with_verdict(f, both) for f in (*year_over_year(report, last), *changes(report, last)))
    if whole := sums_up(report):
        around = held.around(view, one, year)
        covered = [_corrected(view, o) for o in around if covers(one.agency, one.division, o.agency, o.division)]
        yield from members(report, covered)
    shown, meta = (date.fromisoformat(day) if day else None for day in (report.published, report.published_meta))
    yield from timeliness(Publication(one.agency, year, shown, meta, one.seen, one.missed, whole, one.changes))
