"""How far a list has been read page by page, and whether to go on: what a pager says is checked by what it gives.

A list ends where a page brings nothing new, and after `MOST_PAGES` in any case. `Progress` is what travels from
page to page; `paged` is the listing of a page that names the next one itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from zlib import crc32

from crawler.family import Ask, Entry, Listing, Page

MOST_PAGES = 200  # of one list; a pager that shows one page more for ever is left here
MOST_REMEMBERED = 1000  # entries by which a page is known to be one seen before
_MOST_DIGITS = 8
_TURNING = re.compile(
    r"\A[\[<«‹]*+\s*+(?:\d{1,5}|首\s*页|第一页|上一?页|前一?页|下一?页|后一?页|尾\s*页|末\s*页|最后一?页)\s*[\]>»›]*"
)


@dataclass(frozen=True)
class Progress:
    """The pages of a list read so far; travels in `Ask.state` as `as_state()`.

    `number` is the last page read, `got` how many entries came, `total` and `pages` what the list claims
    to hold. `fresh` says that the last page brought something not seen before.

    >>> lines = [Entry("http://a/1", "x"), Entry("http://a/2", "y")]
    >>> first = Progress().after(lines, total=5, pages=3)
    >>> first.goes_on, first.after(lines).goes_on, first.after(lines).missing
    (True, False, 3)
    """

    number: int = 0
    got: int = 0
    seen: tuple[int, ...] = ()
    total: int | None = None
    pages: int | None = None
    fresh: bool = True

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Progress:
        """The progress a request carried; that of a list not begun where it carried none."""
        known = dict(state.get("progress", {}))
        return cls(**{**known, "seen": tuple(known.get("seen", ()))})

    def as_state(self) -> dict[str, Any]:
        """What a request for the next page carries."""
        return {"progress": {**asdict(self), "seen": list(self.seen)}}

    def after(
        self,
        entries: Iterable[Entry],
        *,
        rows: int | None = None,
        total: int | None = None,
        pages: int | None = None,
    ) -> Progress:
        """The progress after one page more; the first total and number of pages stated are kept.

        Entries are counted by their addresses, or as `rows` where the page has entries beside the list's.
        """
        marks = _marks(entries)
        known = set(self.seen)
        new = [mark for mark in marks if mark not in known]
        came = len(new) if rows is None or not new else rows
        return replace(
            self,
            number=self.number + 1,
            got=self.got + came,
            seen=(*self.seen, *new)[-MOST_REMEMBERED:],
            total=total if self.total is None else self.total,
            pages=pages if self.pages is None else self.pages,
            fresh=bool(new),
        )

    def unseen(self, entries: Iterable[Entry]) -> set[Entry]:
        """Those of a page's entries that stood on none of the pages before."""
        known = set(self.seen)
        return {one for one in entries if not known.issuperset(_marks([one]))}

    @property
    def goes_on(self) -> bool:
        """Whether to ask for the next page: the last brought something, and the pager promises more or is silent."""
        if not self.fresh or self.number >= MOST_PAGES:
            return False
        if self.pages is None and self.total is None:
            return True
        return self.number < (self.pages or 0) or self.got < (self.total or 0)

    def continues(self, *, full: bool) -> bool:
        """Whether to ask on where a stated total may be that of a page alone: after a `full` page of new lines."""
        return self.goes_on or (full and self.fresh and self.number < MOST_PAGES)

    @property
    def missing(self) -> int:
        """How many entries the list claims to hold and did not give; 1 where it only promised further pages."""
        if self.total is not None:
            return max(self.total - self.got, 0)
        return int(self.number < self.pages) if self.pages is not None else int(self.number >= MOST_PAGES)


def _marks(entries: Iterable[Entry]) -> list[int]:
    """What entries are known by; the links that turn pages change with every page."""
    urls = (e.url.encode("utf-8", "replace") for e in entries if not _TURNING.fullmatch(e.title))
    return list(dict.fromkeys(map(crc32, urls)))[-MOST_REMEMBERED:]


def number_of(page: Page) -> int:
    """Which page of its list this is, counted from 1 as it was asked for."""
    return Progress.of(page.state).number + 1


def paged(
    page: Page, entries: tuple[Entry, ...], following: Ask | None, *, rows: int = 0, total: int | None = None
) -> Listing:
    """The listing of a page of which `following` is the next one, None at the end.

    `rows` is how many rows of the list stand here, `total` how many it says it has. The state of
    `following` travels on. A next page that was promised and brings nothing new, or a total that was not
    reached, is a shortfall.
    """
    read = Progress.of(page.state).after(entries, rows=rows, total=total)
    missing = max(total - read.got, 0) if total is not None else 0
    if following is None:
        return Listing(entries, total=total, shortfall=missing, empty_is_fine=total == 0)
    if not read.fresh or read.number >= MOST_PAGES:
        return Listing(entries, total=total, shortfall=max(missing, 1))
    state = {**following.state, **read.as_state(), "promised": True}
    return Listing(entries, (replace(following, state=state),), total)


def is_promised(state: Mapping[str, Any]) -> bool:
    """Whether the list said that there is the page a request was for, so that it is no end where nothing stands."""
    read = Progress.of(state)
    return bool(state.get("promised")) or read.number < max(
        read.pages or 0, int(read.got < (read.total or 0)) * MOST_PAGES
    )


def count(value: object) -> int | None:
    """A count as a portal states it, in digits or as a number; None when it is none or no list could be as long.

    >>> count("386"), count(" 12 "), count(12.0), count("386条"), count("9" * 30), count(None)
    (386, 12, 12, None, None, None)
    """
    digits = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
