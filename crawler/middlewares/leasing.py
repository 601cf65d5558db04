"""Requests beside the scheduler (robots.txt, a browser's sub-requests) wait for the lease of their host, too."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from scrapy import Request

from crawler.addresses import slot
from crawler.middlewares.base import CrawlMiddleware
from crawler.refusals import Refused, Stopping
from crawler.retrying import LONGEST_WAIT

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

LONGEST_FOR_A_PART = 20.0  # seconds; a page is shown without what another crawl's host would give
_STEP = 0.5  # seconds between looks


class LeasingMiddleware(CrawlMiddleware):
    """A host that another crawl on the archive is at work on gets no request of ours, whatever sends us there."""

    def __init__(self, crawler: Crawler) -> None:
        """Leases are the session's, and are given back with it."""
        super().__init__(crawler)
        self._ours: set[str] = set()

    async def process_request(self, request: Request) -> None:
        """Let a request pass when its host is ours; those with a task have waited in the scheduler."""
        name = slot(request.url)
        if "task" in request.meta or name in self._ours:
            return
        session = self.session
        end = time.time() + (LONGEST_FOR_A_PART if request.meta.get("sub") else LONGEST_WAIT)
        while True:
            ours, moment = session.claims.lease(f"host {name}")
            if ours and moment <= time.time():
                self._ours.add(name)
                return
            if session.interrupted:
                raise Stopping
            if time.time() >= end or (ours and moment > end):
                told = "wants rest" if ours else "is being asked by another crawl"
                msg = f"{name} {told}: not asked"
                raise Refused("failed", msg)
            await asyncio.sleep(_STEP)
