"""Lists read page after page: when to ask for the next one, and what is missing in the end.

What a page says of its length is never believed: a list ends where a page brings nothing new, and after
`MOST_PAGES` in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from zlib import crc32

from crawler.family import Ask, Entry, Listing, Page
from crawler.lists import MOST_PAGES

MOST_REMEMBERED = 300  # entries of the pages before
_TURNING = re.compile(
    r"[\[<«‹]*\s*(?:\d{1,5}|首\s*页|第一页|上一?页|前一?页|下一?页|后一?页|尾\s*页|末\s*页|最后一?页)\s*[\]>»›]*"
)


def number_of(page: Page) -> int:
    """Which page of its list this is, counted from 1 as it was asked for."""
    return int(page.state.get("number", 1))


def got(page: Page, rows: int) -> int:
    """How many rows the list has given with this page's."""
    return int(page.state.get("got", 0)) + rows


def paged(
    page: Page, entries: tuple[Entry, ...], following: Ask | None, *, rows: int = 0, total: int | None = None
) -> Listing:
    """The listing of a page of which `following` is the next one, None at the end.

    `rows` is how many rows of the list stand here, `total` how many it says it has. The state of the
    page and of `following` travel on. A next page that was promised and brings nothing new, or a total
    that was not reached, is a shortfall.
    """
    rows = got(page, rows)
    missing = max(total - rows, 0) if total is not None else 0
    known = page.state.get("seen", ())
    marks = _marks(entries)
    repeated = "number" in page.state and not set(marks) - set(known)
    if following is None:
        return Listing(entries, total=total, shortfall=missing, empty_is_fine=total == 0)
    if repeated or not marks or number_of(page) >= MOST_PAGES:
        return Listing(entries, total=total, shortfall=max(missing, 1))
    carried = {"number": number_of(page) + 1, "got": rows, "seen": _remembered(known, marks)}
    state: Mapping[str, Any] = {**following.state, **carried}
    return Listing(entries, (replace(following, state=state),), total)


def _marks(entries: Iterable[Entry]) -> list[int]:
    """What entries are known by; the links that turn pages change with every page."""
    return list(dict.fromkeys(crc32(e.url.encode()) for e in entries if not _TURNING.fullmatch(e.title)))


def _remembered(known: Iterable[int], marks: Iterable[int]) -> list[int]:
    return list(dict.fromkeys((*known, *marks)))[-MOST_REMEMBERED:]
