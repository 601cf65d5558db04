"""Reports that a list names and a crawl is not for: they are not fetched, but whom the list names is kept."""

from __future__ import annotations

from archive.database import lists
from crawler.session import Session, storable
from crawler.steps import Child


def leave(session: Session, portal: str, child: Child) -> None:
    """Record that a list of a portal names a report which this crawl is not for."""
    detail = storable({**child.detail, "url": child.url})
    if year := detail.get("year"):
        row = (session.id, portal, detail.get("agency") or "", year, detail["url"])
        session.keeper.write(lambda c: lists.leave(c, *row))
