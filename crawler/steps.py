"""What follows from a page: URLs to fetch next, and what the page turned out to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Child:
    """A URL to fetch next. `again` marks a second, rendered go at a URL."""

    kind: str
    url: str
    detail: dict[str, Any] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class Step:
    """What follows from an answer.

    `barren` says that a list held nothing that leads on surely, `problem` why the portal ends in error, `unread`
    that the page is a report to be read, `kind` what a page turned out to be, `title` what its list calls it,
    `named` how many reports it names, `remark` why it is curtailed, `left` which reports of other years it names,
    `silent` that a list names none and does not say that it is empty.
    """

    children: tuple[Child, ...] = ()
    outcome: str | None = None
    reason: str | None = None
    problem: str | None = None
    kind: str | None = None
    title: str | None = None
    unread: bool = False
    barren: bool = False
    curtailed: bool = False
    named: int = 0
    remark: str | None = None
    left: tuple[Child, ...] = ()
    silent: bool = False
