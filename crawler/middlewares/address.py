"""Refuses addresses the rules do not allow: links, redirects and a browser's sub-requests alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request

from crawler.addresses import slot
from crawler.refusals import Refused, Stopping

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class AddressMiddleware:
    """The first gate: every request, whoever made it, is checked against the registry and the networks."""

    def __init__(self, crawler: Crawler) -> None:
        """The rules are the session's."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse, or set the slot by the request's own host (a redirect carries that of the host before)."""
        session = self._crawler.spider.session  # type: ignore[union-attr]
        if session.interrupted:
            raise Stopping
        task = request.meta.get("task")
        role = "list" if task is not None and task.kind == "list" else "detail"
        reason = session.rules.refusal(request.url, role)
        if reason:
            came = "redirect to " if request.meta.get("redirect_times") else ""
            raise Refused("skipped", f"{came}{request.url}: {reason}")
        if not request.meta.get("playwright"):
            request.meta["download_slot"] = slot(request.url)
