"""What verification finds: faults, and notes on what does no harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "database",
    "blob",
    "withheld",
    "orphan",
    "temporary",
    "reference",
    "figures",
    "correction",
    "chain",
    "manifest",
    "seal",
    "interrupted",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was stored; a `harmless` one loses nothing and proves nothing wrong.

    `where` is what it is about: a path, or the id of a capture, crawl, version or report.
    """

    kind: Kind
    what: str
    where: str
    harmless: bool = False
