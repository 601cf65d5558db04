"""What a file of others holds, one capture after the other, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.captures import Outcome


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a file, in a sentence; `is_damage` says that something of it could not be taken."""

    sentence: str
    is_damage: bool = False


@dataclass(slots=True)
class Refers:
    """Where the bytes of a revisit stand: the id of a record, an address and a time, a digest as `algorithm:value`."""

    record: str | None = None
    url: str | None = None
    date: str | None = None
    digest: str | None = None


@dataclass(slots=True)
class Found:
    """A capture as a file tells it. `body` is None where it `refers` to bytes that stand elsewhere.

    Without a time it is of the import's, and the same bytes of the same address are the same capture. `source` says
    where it was found, `doubts` what may be wrong with it, `hints` agency and year where they are known, `payload` the
    file's own digest of the body. `own` is the row an export of ours wrote of it, checked, and `page` the id there of
    the capture it is attached to.
    """

    url: str
    captured_at: str | None
    body: bytes | None
    status: int | None = None
    final_url: str | None = None
    kind: str = "imported"
    outcome: Outcome = "stored"
    reason: str | None = None
    found_on: str | None = None
    link_title: str | None = None
    wire: dict[str, Any] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    payload: str | None = None
    refers: Refers | None = None
    is_report: bool = False
    hints: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """The row of a portal whose captures follow, in the nine columns of a list of portals."""

    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A capture whose bytes were withheld before the file was written."""

    url: str
    digest: str
