"""The time, as the archive writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """The present moment in UTC, ISO 8601, to the millisecond."""
    return written(datetime.now(UTC))


def tomorrow() -> str:
    """This moment a day ahead: what claims to be from later than that is not merely told by another clock."""
    return written(datetime.now(UTC) + timedelta(days=1))


def written(moment: datetime) -> str:
    """A moment as the archive writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
