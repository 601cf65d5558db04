"""What a crawl has done so far, portal by portal: for the progress line, the summary and the visit rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.database.frontier import Takeover

ALONE = "the address is a report's own page"


@dataclass
class PortalTally:
    """The state of one portal in a crawl; `open` counts URLs without an outcome."""

    open: int = 0
    links: int = 0
    unlisted: int | None = None  # reports asked for though no list names them; None until that is looked at
    later: int = 0  # reports that are kept and not due to be looked at again
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)  # why URLs failed
    problems: list[str] = field(default_factory=list)
    blocked: str | None = None
    explored: int = 0  # pages looked at on the way from a home page to the reports
    named: bool = False  # a list named reports
    alone: bool = False  # the address it began with is one report's own page
    shares: set[str] = field(default_factory=set)  # portals of the crawl that had asked for pages it leads to, too
    silent: bool = False  # a list named none, and did not say that it has none
    curtailed: bool = False  # a limit, a refused page or a short list: what is missing is not proven absent
    asked: int = 0  # requests made for it, of all kinds
    remark: str | None = None  # why it is curtailed, where nothing went wrong
    spent: bool = False  # its budget is used up
    finished: bool = False

    def take_over(self, before: Takeover) -> None:
        """Go on from what an interrupted crawl had come to."""
        self.open += before.open
        self.links += before.links
        self.named |= before.links > 0
        self.curtailed |= before.curtailed
        if before.status == "done":
            self.remark = before.reason
        if before.status == "blocked":
            self.blocked = before.reason
        elif before.status == "error" and before.reason:
            self.problems.append(before.reason)

    @property
    def status(self) -> str:
        """done, blocked or error."""
        if self.blocked:
            return "blocked"
        return "error" if self.problems else "done"

    @property
    def reason(self) -> str | None:
        """Why it is not done, in one sentence."""
        return self.blocked or (self.problems[0] if self.problems else None)

    @property
    def said(self) -> str | None:
        """Why it is not done, or not read in full where nothing went wrong."""
        return self.reason or self.remark


@dataclass
class Tally:
    """All portals of a crawl, and figures over all of them."""

    portals: dict[str, PortalTally] = field(default_factory=dict)
    captures: int = 0
    new: int = 0
    unchanged: int = 0
    errors: int = 0
    pages: int = 0
    rendered: int = 0
    reports: set[str] = field(default_factory=set)  # their keys
    kept: int = 0  # readings that are of a report: copies, too
    read: int = 0

    def of(self, portal: str) -> PortalTally:
        """The tally of a portal."""
        return self.portals.setdefault(portal, PortalTally())

    def outcome(self, portal: str, outcome: str, reason: str | None = None) -> None:
        """Count what came of a URL."""
        self.of(portal).outcomes[outcome] += 1
        if outcome == "failed" and reason:
            self.of(portal).reasons[reason] += 1
        self.errors += outcome in ("blocked", "failed", "missing")

    def figures(self) -> Mapping[str, int]:
        """The figures of the progress line."""
        done = sum(p.finished for p in self.portals.values())
        waiting = sum(p.open for p in self.portals.values())
        return {
            "portals": done,
            "of": len(self.portals),
            "waiting": waiting,
            "pages": self.pages,
            "captures": self.captures,
            "errors": self.errors,
            "read": self.read,
        }
