"""When a report is looked at again: a policy of named values, by the age of its year and by what was found before."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from sqlite3 import Connection
from typing import Any, Literal

from archive.clock import written
from archive.database import revisits
from archive.database.frontier import Task
from archive.database.revisits import Kept, Look

_CHINA = timezone(timedelta(hours=8))
Revisit = Literal["due", "all", "none"]
REVISITS: tuple[Revisit, ...] = ("due", "all", "none")


@dataclass(frozen=True)
class Span:
    """Days to the next look at reports of one age, and the bounds they move in."""

    days: float
    least: float
    most: float

    def within(self, days: float) -> float:
        """So many days, or the bound they passed."""
        return min(max(days, self.least), self.most)


@dataclass(frozen=True)
class Policy:
    """The values of revisits.toml."""

    spans: dict[str, Span]
    after_change: float
    after_none: float
    season: range
    trust: timedelta

    def span(self, year: int | None, now: datetime) -> Span:
        """The span of reports of a year, as the calendar of China stands.

        >>> policy().span(2026, datetime(2027, 2, 1, tzinfo=UTC)).days
        7
        """
        today = now.astimezone(_CHINA)
        age = today.year - year if year else None
        if age is not None and age <= 1:
            return self.spans["spring" if today.month in self.season else "season_over"]
        return self.spans["last" if age == 2 else "older"]


@cache
def policy() -> Policy:
    """The policy of this release."""
    told: dict[str, Any] = tomllib.loads(files("crawler").joinpath("revisits.toml").read_text(encoding="utf-8"))
    spans = {name: Span(**told[name]) for name in ("spring", "season_over", "last", "older", "lost")}
    season = range(told["season"]["first_month"], told["season"]["last_month"] + 1)
    return Policy(spans, told["after_change"], told["after_none"], season, timedelta(days=told["trust"]["days"]))


def remember(connection: Connection, task: Task, outcome: str, capture: str | None, said: str | None) -> None:
    """Write down what a look at a list, a report or a file came to, and when to look again."""
    if task.kind not in ("list", "detail", "attachment"):
        return
    before = revisits.known(connection, task.fingerprint)
    look = looked(task, before, outcome, capture, said)
    if look is not None:
        revisits.note(connection, look)
    if task.kind == "attachment" and before is not None and outcome == "stored":
        page = revisits.of_parent(connection, task)
        if page is not None:
            revisits.note(connection, file_changed(page))


def looked(task: Task, before: Look | None, outcome: str, capture: str | None, said: str | None) -> Look | None:
    """What is known of an address after a look at it; None where nothing is to be written down.

    `capture` is None where no bytes came with the answer. An address that is blocked or silent is as due as before.
    """
    now = datetime.now(UTC)
    if outcome in ("stored", "unchanged"):
        return _answered(task, before, outcome, capture, said, now)
    if outcome != "missing" or before is None:
        return None
    lost = policy().spans["lost"]
    days = lost.within(before.days * policy().after_none) if before.lost_at else lost.days
    return _next(replace(before, checked_at=written(now), lost_at=before.lost_at or written(now)), days, now)


def file_changed(page: Look) -> Look:
    """What is known of a page after a file attached to it has changed: it is looked at sooner."""
    now = datetime.now(UTC)
    days = policy().span(page.year, now).within(page.days * policy().after_change)
    return _next(replace(page, changed_at=written(now)), days, now)


def _answered(
    task: Task, before: Look | None, outcome: str, capture: str | None, said: str | None, now: datetime
) -> Look:
    year = task.detail.get("year") or (before.year if before else None)
    changed = before is not None and outcome == "stored"
    look = Look(
        fingerprint=task.fingerprint,
        portal=task.portal,
        kind=task.kind,
        url=task.url,
        year=year,
        capture=capture or (before.capture if before else None),
        said=said or (before.said if before else None),
        checked_at=written(now),
        changed_at=written(now) if changed else before.changed_at if before else None,
        lost_at=None,
        days=0,
        due_at="",
    )
    span = policy().span(year, now)
    if before is None or before.lost_at:
        return _next(look, span.days, now)
    return _next(look, span.within(before.days * (policy().after_change if changed else policy().after_none)), now)


def _next(look: Look, days: float, now: datetime) -> Look:
    return replace(look, days=days, due_at=written(now + timedelta(days=days)))


def is_later(look: Look, revisit: Revisit) -> bool:
    """Whether an address is left for a later crawl."""
    if revisit == "all" or look.capture is None:
        return False
    now = written(datetime.now(UTC))
    return revisit == "none" or (look.due_at > now and look.checked_at <= now)  # another clock's future is no past


def conditions(kept: Kept) -> dict[str, str]:
    """The headers that ask a server for an answer only where it has another one; none once that is trusted no more."""
    since = datetime.now(UTC) - datetime.fromisoformat(kept.captured_at)
    return dict(kept.validators) if timedelta(0) <= since < policy().trust else {}
