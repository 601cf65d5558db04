"""A portal's share of a crawl: so many requests and no more, whatever its pages lead to."""

from __future__ import annotations

from scrapy import Request

from crawler.middlewares.base import CrawlMiddleware
from crawler.refusals import Refused


class BudgetMiddleware(CrawlMiddleware):
    """Counts every request made for a portal, a browser's and redirects too, and refuses those beyond its budget."""

    def process_request(self, request: Request) -> None:
        """Let a request pass, counted. A robots.txt passes always: other portals may wait for it."""
        session = self.session
        if request.meta.get("playwright"):
            return  # what the browser asks for comes here by itself
        portal = request.meta["task"].portal if "task" in request.meta else request.meta["portal"]
        tally, budget = session.tally.of(portal), session.budget(portal)
        if tally.asked >= budget and not request.meta.get("robots"):
            reason = f"the budget of {budget} requests is used up"
            if not tally.spent:
                tally.spent = True
                session.note(portal, f"not read in full: {reason}")
            raise Refused("skipped", reason)
        tally.asked += 1
