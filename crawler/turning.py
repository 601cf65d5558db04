"""How far a list has been read page by page, and whether to go on: what a pager says is checked by what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from zlib import crc32

from crawler.family import Entry

MOST_PAGES = 200  # of one list
MOST_REMEMBERED = 1000  # entries by which a page is known to be one seen before
_MOST_DIGITS = 8


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
        """The progress a request carried."""
        known = dict(state["progress"])
        return cls(**{**known, "seen": tuple(known["seen"])})

    def as_state(self) -> dict[str, Any]:
        """What a request for the next page carries."""
        return {"progress": {**asdict(self), "seen": list(self.seen)}}

    def after(self, entries: Iterable[Entry], *, total: int | None = None, pages: int | None = None) -> Progress:
        """The progress after one page more; the first total and number of pages stated are kept."""
        marks = dict.fromkeys(crc32(e.url.encode("utf-8", "replace")) for e in entries)
        new = [mark for mark in marks if mark not in set(self.seen)]
        return replace(
            self,
            number=self.number + 1,
            got=self.got + len(new),
            seen=(*self.seen, *new)[-MOST_REMEMBERED:],
            total=total if self.total is None else self.total,
            pages=pages if self.pages is None else self.pages,
            fresh=bool(new),
        )

    @property
    def goes_on(self) -> bool:
        """Whether to ask for the next page: the last brought something, and the pager promises more or is silent."""
        if not self.fresh or self.number >= MOST_PAGES:
            return False
        if self.pages is None and self.total is None:
            return True
        return self.number < (self.pages or 0) or self.got < (self.total or 0)

    @property
    def missing(self) -> int:
        """How many entries the list claims to hold and did not give; 1 where it only promised further pages."""
        if self.total is not None:
            return max(self.total - self.got, 0)
        return int(self.number < self.pages) if self.pages is not None else int(self.number >= MOST_PAGES)


def count(text: object) -> int | None:
    """A count as a portal states it; None when it is none or no list could be as long.

    >>> count("386"), count(" 12 "), count("386条"), count("9" * 30), count(None)
    (386, 12, None, None, None)
    """
    digits = str(text).strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
