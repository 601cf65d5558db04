"""The census as one page: counts by year, province and level, then each body with its years and what proves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

from archive.census.words import MEANINGS, place_name, years_asked
from archive.clock import now
from archive.counted import counted
from archive.database.census import STATUSES, Scope
from archive.page_templates import page_template

_SHOWN_OF_AN_ID = 16


def page(
    scope: Scope, shares: Sequence[dict[str, Any]], bodies: Iterable[Sequence[dict[str, Any]]], *, count: int
) -> Iterator[str]:
    """The page in pieces. `shares` are counts by province, level and year; `bodies` the rows of each of `count` bodies.

    One file without scripts and without anything from elsewhere: text of portals is escaped, what would not be seen in
    it is shown, and only addresses of the web become links.
    """
    years = sorted({row["year"] for row in shares})
    template = page_template("archive.census")
    stream = template.stream(
        meanings=MEANINGS,
        statuses=STATUSES,
        tables=[(by, _summed(shares, by)) for by in ("year", "province", "level")],
        asked=list(_asked(scope)),
        years=years,
        count=counted(count, "body", "bodies"),
        bodies=([_cell(one) for one in some] for some in bodies),
        made_at=now(),
        version=version("nianbao"),
    )
    stream.enable_buffering(200)
    return iter(stream)


def _summed(shares: Sequence[dict[str, Any]], by: str) -> list[tuple[str, Counter[str]]]:
    """Counts of each status and of all, by one of year, province, level."""
    found: dict[Any, Counter[str]] = {}
    for row in shares:
        found.setdefault(row[by], Counter()).update({key: row[key] for key in (*STATUSES, "cells")})
    named = ((place_name(key) if by == "province" else str(key or ""), counts) for key, counts in found.items())
    return sorted(named, key=lambda row: row[0])


def _asked(scope: Scope) -> Iterator[tuple[str, str]]:
    if scope.division:
        yield "within", place_name(scope.division)
    if scope.level:
        yield "level", scope.level
    if scope.portal:
        yield "portal", scope.portal
    if scope.first_year is not None or scope.last_year is not None:
        yield "years asked for", years_asked(scope.first_year, scope.last_year)


def _cell(row: dict[str, Any]) -> dict[str, Any]:
    """A row with what proves it: the page of the report, else the list that was looked at."""
    own = row["url"] or row["capture_id"]
    address, capture = (row["url"], row["capture_id"]) if own else (row["list_url"], row["list_capture"])
    is_of_the_web = (address or "").startswith(("http://", "https://"))
    return row | {
        "address": address,
        "link": address if is_of_the_web else None,
        "capture": capture,
        "short": (capture or "")[:_SHOWN_OF_AN_ID],
    }
