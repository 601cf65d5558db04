"""Clocks that jump: what an archive holds, or a crawl just got, is newer than this machine says it is."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime, timedelta

from archive.clock import now

_APART = timedelta(minutes=10)  # by which clocks differ, and captures that come at the same time
_FAR = timedelta(days=3650)
_WRITTEN = "2026-01-01"  # when this program was
logger = logging.getLogger(__name__)
_told: set[str] = set()


def compare(connection: sqlite3.Connection) -> None:
    """Say where this machine's clock cannot be right beside what the archive holds; asked when a crawl begins."""
    moment = now()
    (newest,) = connection.execute(
        "SELECT max(moment) FROM (SELECT max(started_at) AS moment FROM crawl"
        " UNION ALL SELECT max(finished_at) FROM crawl"
        " UNION ALL SELECT max(captured_at) FROM crawl JOIN capture ON capture.id = crawl.head)"
    ).fetchone()
    if moment < _WRITTEN:
        logger.warning(
            "the clock of this machine says %s, before this program was written: captures get that date", moment
        )
    elif newest and went_back(newest, moment):
        said = "the clock of this machine says %s, but the archive holds what is dated %s: one of the two is wrong"
        logger.warning(said, moment, newest)
    elif newest and _is_far(newest, moment):
        logger.warning("the clock of this machine says %s, more than ten years after all the archive holds", moment)


def follow(crawl: str, before: str | None, captured_at: str) -> None:
    """Say once of a crawl that its captures went back in time; their order is that of their positions.

    What was captured long ago and is only taken in now says nothing of this machine's clock.
    """
    if before is None or not went_back(before, captured_at) or went_back(now(), captured_at):
        return
    if crawl not in _told:
        _told.add(crawl)
        said = "the clock was set back during this crawl, from %s to %s; the order of its captures is kept all the same"
        logger.warning(said, before, captured_at)


def went_back(before: str, after: str) -> bool:
    """Whether a moment (ISO 8601) lies so far before another that no two clocks differ by as much."""
    if after >= before:
        return False
    try:
        return datetime.fromisoformat(before) - datetime.fromisoformat(after) > _APART
    except (ValueError, TypeError):
        return False


def _is_far(before: str, after: str) -> bool:
    try:
        return datetime.fromisoformat(after) - datetime.fromisoformat(before) > _FAR
    except (ValueError, TypeError):
        return False
