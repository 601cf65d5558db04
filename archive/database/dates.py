"""What a report said of its dates when it was captured, by the release of the parser that read it then.

Dates are no part of a version's content: copies of a report at several addresses say the same under dates of their
own. What is kept is JSON such as {"8": ["2021-01-12", "2021-01-12 10:00"]}, the date shown and that of the page's head.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive.edits import Change
from archive.models import Report
from archive.releases import age

NAMES = ("published", "published_meta")
_MOST_LETTERS = 100  # of a date
_MOST_RELEASES = 100
Dates = dict[str, tuple[str | None, ...]]


def noted(report: Report | None, release: str) -> str | None:
    """What is to be kept of a reading of a capture."""
    if report is None:
        return None
    dates = {release: tuple((getattr(report, name) or "")[:_MOST_LETTERS] or None for name in NAMES)}
    return json.dumps(dates, ensure_ascii=False)


def joined(one: str | None, other: str | None) -> str | None:
    """What two archives, or two releases, keep of one capture; the same whichever comes first."""
    ours, theirs = _dates(one), _dates(other)
    both = {
        release: max((d[release] for d in (ours, theirs) if release in d), key=lambda dates: tuple(map(str, dates)))
        for release in sorted(ours.keys() | theirs.keys())[:_MOST_RELEASES]
    }
    return json.dumps(both, ensure_ascii=False) if both else None


def compared(before: str | None, after: str | None) -> tuple[str, list[Change]] | None:
    """The newest release that read both captures, and what they say differently; None where there is none."""
    old, new = _dates(before), _dates(after)
    release = max(old.keys() & new.keys(), key=age, default=None)
    return None if release is None else (release, list(_differing(old[release], new[release])))


def latest(kept: str | None) -> dict[str, str | None]:
    """The dates as the newest release read them, by name; empty where nothing is kept."""
    told = _dates(kept)
    return dict(zip(NAMES, told[max(told, key=age)], strict=True)) if told else {}


def _differing(old: tuple[str | None, ...], new: tuple[str | None, ...]) -> Iterator[Change]:
    for name, was, is_now in zip(NAMES, old, new, strict=True):
        if was != is_now:
            yield Change("field", name, was, is_now)


def _dates(kept: str | None) -> Dates:
    """What is kept; nothing of what no archive of ours would keep."""
    try:
        told = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    return {k: tuple(v) for k, v in told.items() if _is_ours(v)} if isinstance(told, dict) else {}


def _is_ours(dates: object) -> bool:
    return (
        isinstance(dates, list)
        and len(dates) == len(NAMES)
        and all(one is None or (isinstance(one, str) and len(one) <= _MOST_LETTERS) for one in dates)
    )
