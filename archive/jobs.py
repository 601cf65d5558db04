"""A unit of reading: which captures make one report, and what reading them gave; two pages to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from archive.models import Hints, Report


@dataclass(frozen=True, slots=True)
class Source:
    """A capture to read: its id, the digest of its bytes and their type."""

    capture: str
    digest: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Job:
    """The captures that make one report, the page first, and what was known before reading them."""

    sources: tuple[Source, ...]
    hints: Hints
    portal: str | None
    url: str | None
    scope: str | None
    seen_at: str
    version: str | None = None  # set when a known version is read anew

    @property
    def is_told(self) -> bool:
        """Whether a person said what the document is, so that it may mean more than when last read."""
        return self.portal is None and bool(self.hints.agency or self.hints.year or self.hints.link_title)


@dataclass(frozen=True, slots=True)
class Result:
    """What reading a job gave: content digests of its documents, the report, or why there is none.

    `packed` is the report as it will be stored, where whoever read it has packed it already.
    """

    contents: tuple[str, ...]
    report: Report | None
    problem: str | None
    packed: bytes | None = None


class Parts(NamedTuple):
    """Digests (32 hex digits of SHA-256) of the text of a report, of its tables, and of the page around these."""

    text: str
    tables: str
    chrome: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The bytes of a page as it came, and the digest of those kept of it."""

    kept: str
    came: bytes
    sources: tuple[Source, ...] = ()


class Compared(NamedTuple):
    """The digests of both; None for one that could not be read."""

    kept: Parts | None
    came: Parts | None

    @property
    def is_alike(self) -> bool:
        """Whether both were read and hold the same report, whatever stands around it."""
        return self.kept is not None and self.came is not None and self.kept[:2] == self.came[:2]
