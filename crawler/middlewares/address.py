"""Refuses addresses the rules do not allow: links, redirects and a browser's sub-requests alike."""

from __future__ import annotations

from scrapy import Request

from crawler.addresses import Role, slot
from crawler.middlewares.base import CrawlMiddleware
from crawler.refusals import Refused, Stopping


class AddressMiddleware(CrawlMiddleware):
    """The first gate: every request, whoever made it, is checked against the registry and the networks."""

    def process_request(self, request: Request) -> None:
        """Refuse, or set the slot by the request's own host (a redirect carries that of the host before)."""
        session = self.session
        if session.interrupted:
            raise Stopping
        task = request.meta.get("task")
        role: Role = "list" if task is not None and task.kind == "list" else "detail"
        reason = session.rules.refusal(request.url, role)
        if reason:
            came = "redirect to " if request.meta.get("redirect_times") else ""
            raise Refused("skipped", f"{came}{request.url}: {reason}")
        if not request.meta.get("playwright"):
            request.meta["download_slot"] = slot(request.url)
