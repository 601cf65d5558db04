"""Reports that are kept and that no list of their portal names any more: moved, or taken away. They are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.clock import now
from archive.database import revisits

if TYPE_CHECKING:
    from crawler.session import Session


def asks_for_unlisted(session: Session, portal: str) -> bool:
    """Ask, once, for the reports of a portal that are due and that its lists did not lead to; whether there are any."""
    tally, options = session.tally.of(portal), session.options
    if tally.unlisted is not None or tally.blocked or options.dry_run or options.limit or session.send is None:
        return False
    tally.unlisted = 0
    moment = {"due": now(), "all": None, "none": ""}[options.revisit]
    for look, detail in revisits.due(session.view, portal, moment):
        if not (options.first_year or 0) <= (look.year or 0) <= (options.last_year or look.year or 0):
            continue
        task = session.task(portal, "detail", look.url, detail={**detail, "unlisted": True})
        if task is not None:
            tally.unlisted += 1
            session.send(task)
    return tally.unlisted > 0
