"""Ends the search for a site's column: when reports have been found, or when its pages are used up."""

from __future__ import annotations

from scrapy import Request

from crawler.focus import MOST_PAGES
from crawler.middlewares.base import CrawlMiddleware
from crawler.refusals import Refused


class ExploringMiddleware(CrawlMiddleware):
    """Asks of each page on the way whether it is still needed."""

    def process_request(self, request: Request) -> None:
        """Let a page on the way pass, counted, while nothing is found."""
        task = request.meta.get("task")
        if task is None or not task.detail.get("exploring") or request.meta.get("redirect_times"):
            return
        session = self.session
        tally = session.tally.of(task.portal)
        reason = "the reports were found elsewhere" if session.has_reports(task.portal) else None
        if tally.explored >= MOST_PAGES:
            reason = reason or f"the search ended after {MOST_PAGES} pages"
        if reason:
            raise Refused("skipped", reason)
        tally.explored += 1
