"""Asks once more for a page that came without content: after the page that led to it, as a reader would."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawler.addresses import slot
from crawler.answers import is_cut_off, lower_headers
from crawler.blocking import judge
from crawler.middlewares.base import CrawlMiddleware


class WarmingMiddleware(CrawlMiddleware):
    """Some firewalls answer the first request for a page with next to nothing, and the second with the page."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Pass a response, or ask again, once."""
        task = request.meta.get("task")
        engine = self._crawler.engine
        if task is None or engine is None or request.meta.get("warmed") or request.meta.get("playwright"):
            return response
        if response.status != 200 or len(response.body) > 300 or is_cut_off(response):
            return response
        if judge(response.status, lower_headers(response.headers), response.body, response.url).outcome != "failed":
            return response
        column = task.detail.get("found_on")
        if column and slot(column) == slot(request.url):
            meta = {"portal": task.portal, "cookiejar": task.portal}
            await engine.download_async(Request(column, meta=meta, dont_filter=True))
        return request.replace(dont_filter=True, meta={**request.meta, "warmed": True})
