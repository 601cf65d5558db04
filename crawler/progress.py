"""How far a crawl is: one live line on a terminal, a plain line now and then elsewhere, a summary at the end."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from archive.counted import counted
from crawler.tally import ALONE

if TYPE_CHECKING:
    from crawler.session import Session
    from crawler.tally import Tally

PLAIN_SECONDS = 15.0
_WITHOUT_BYTES = ("failed", "missing", "blocked", "skipped")


class Progress:
    """Standard error; `update` may be called as often as one likes."""

    def __init__(self, tally: Tally) -> None:
        """`tally` is read at every update."""
        self._tally = tally
        self._live = Live(console=Console(stderr=True), refresh_per_second=4) if sys.stderr.isatty() else None
        self._printed = time.monotonic()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.update()
        if self._live:
            self._live.stop()

    def update(self, what: str = "") -> None:
        """Show the present state; off a terminal at most every PLAIN_SECONDS, or when `what` is said."""
        line = (f"{what}: " if what else "") + self._line()
        if self._live:
            self._live.update(Text(line))
        elif what or time.monotonic() - self._printed > PLAIN_SECONDS:
            self._printed = time.monotonic()
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    def _line(self) -> str:
        f = self._tally.figures()
        return (
            f"portals {f['portals']}/{f['of']} · pages {f['pages']} · captures {f['captures']} · "
            f"waiting {f['waiting']} · errors {f['errors']} · reports read {f['read']}"
        )


def _read(tally: Tally) -> str:
    """How many pages and files were read, and how many reports that makes: one may stand on several."""
    kept = len(tally.reports)
    copies = tally.kept - kept
    several = f", and {counted(copies, 'copy', 'copies')} of these on other pages or portals" if copies else ""
    return f"  {tally.read} read as reports: {counted(kept, 'report')} kept{several}."


def summary(session: Session, status: str) -> str:
    """What a crawl came to, in words."""
    tally = session.tally
    done = [p for p in tally.portals.values() if p.finished]
    lines = [
        f"Crawl {session.id} {'finished' if status == 'finished' else 'was stopped; the next run goes on from here'}.",
        f"  {len(done)} of {len(session.portals)} portals, {tally.pages} pages asked for, "
        f"{tally.captures} captures ({tally.rendered} rendered): {tally.new} new or changed, "
        f"{tally.unchanged} unchanged.",
        _read(tally),
    ]
    for name in session.portals:
        portal = tally.of(name)
        if portal.alone and portal.status == "done":
            lines.append(f"  note     {name}: {ALONE}; the list it is from was not looked at")
        if portal.finished and portal.status != "done":
            lines.append(f"  {portal.status:<8} {name}: {portal.reason}")
        elif portal.finished and any(portal.outcomes[outcome] for outcome in _WITHOUT_BYTES):
            counts = ", ".join(f"{portal.outcomes[o]} {o}" for o in _WITHOUT_BYTES if portal.outcomes[o])
            usual = portal.reasons.most_common(1)
            lines.append(f"  note     {name}: {counts}" + (f" (mostly: {usual[0][0]})" if usual else ""))
    if later := sum(portal.later for portal in tally.portals.values()):
        lines.append(f"  {counted(later, 'report')} kept already and not due to be looked at again (--revisit all).")
    if (tally.unchanged or later) and not tally.new and not session.options.dry_run:
        lines.append("  Nothing has changed since the last crawl.")
    return "\n".join(lines)
