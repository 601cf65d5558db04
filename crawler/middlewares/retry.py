"""Asks again where a policy says so; the waits are the policy's, and a stopping crawl does not sit them out."""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.http import Response

from crawler.answers import is_cut_off, lower_headers
from crawler.middlewares.base import CrawlMiddleware
from crawler.refusals import Stopping
from crawler.retrying import Answer, Policy, fetching, rendering

_STEP = 0.5  # seconds between looks whether the crawl is being stopped


class RetryMiddleware(CrawlMiddleware):
    """Asks the policy of the request's kind after every attempt."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Pass a response, or ask again."""
        if request.meta.get("robots") and response.status >= 500:
            return response
        answer = Answer(response.status, lower_headers(response.headers), is_cut_off(response))
        return await self._again(request, answer) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again, or let the exception go its way."""
        return await self._again(request, exception)

    async def _again(self, request: Request, outcome: Answer | Exception) -> Request | None:
        attempt = request.meta.get("attempt", 1)
        wait = self._policy(request).again(attempt, outcome)
        if wait is None:
            return None
        await self._pause(wait)
        another = request.replace(dont_filter=True)
        another.meta["attempt"] = attempt + 1
        for leftover in ("hops", "redirect_times", "redirect_urls", "redirect_reasons", "redirect_ttl"):
            another.meta.pop(leftover, None)
        if "task" in another.meta:
            another.meta["task"].tries = attempt + 1
        return another

    def _policy(self, request: Request) -> Policy:
        slots = self.slots
        slot = slots.get(request.meta.get("download_slot", ""))
        delay = slot.delay if slot else self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        return rendering(delay) if request.meta.get("playwright") else fetching(delay)

    async def _pause(self, seconds: float) -> None:
        session = self.session
        while seconds > 0:
            if session.interrupted:
                raise Stopping
            await asyncio.sleep(min(seconds, _STEP))
            seconds -= _STEP
