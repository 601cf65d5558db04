"""The time, as the archive writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """The present moment in UTC, ISO 8601, to the millisecond."""
    return _written(datetime.now(UTC))


def tomorrow() -> str:
    """This moment a day ahead: what claims to be from later than that is not merely told by another clock."""
    return _written(datetime.now(UTC) + timedelta(days=1))


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
