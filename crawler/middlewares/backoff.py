"""Backs off from a host that does not want us: more slowly after a challenge, not at all when it goes on so."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from crawler.addresses import slot
from crawler.answers import lower_headers
from crawler.blocking import judge
from crawler.middlewares.base import CrawlMiddleware
from crawler.refusals import Refused
from crawler.retrying import LONGEST_WAIT, retry_after

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOST_CHALLENGES = 4  # answers in a row; a page and its rendering are two
SLOWER = 4.0  # times the delay, after each challenge
SLOWEST = 60.0  # seconds
_AT_LEAST = 0.1  # seconds, where there was no delay


class BackoffMiddleware(CrawlMiddleware):
    """Remembers of each host how many challenges came in a row, and whether it is asked no more in this crawl."""

    def __init__(self, crawler: Crawler) -> None:
        """The delays are the downloader's."""
        super().__init__(crawler)
        self._challenges: Counter[str] = Counter()
        self._delays: dict[str, float] = {}  # as they were before the first challenge
        self._closed: dict[str, Refused] = {}

    def process_request(self, request: Request) -> None:
        """Refuse what is open at a host that is asked no more."""
        if closed := self._closed.get(slot(request.url)):
            raise Refused(closed.outcome, closed.reason)
        if moment := self.session.resting.get(slot(request.url)):
            until = datetime.fromtimestamp(moment, UTC)
            msg = f"{slot(request.url)} asked an earlier crawl for rest until {until:%Y-%m-%d %H:%M} UTC: not asked"
            raise Refused("failed", msg)

    def process_response(self, request: Request, response: Response) -> Response:
        """Look how a host answers; the answer is passed on as it is."""
        name, headers = slot(request.url), lower_headers(response.headers)
        if response.status >= 400 and (seconds := retry_after(headers)):
            self._rest(name, response.status, seconds)
        if "task" not in request.meta:
            return response  # robots.txt is judged by itself, a browser's sub-requests with their page
        verdict = judge(response.status, headers, response.body, response.url)
        if verdict.outcome == "stored":
            self._recover(name)
        elif verdict.product:
            self._challenges[name] += 1
            self._slow_down(name)
            if self._challenges[name] >= MOST_CHALLENGES:
                self._close(name, request, verdict.product)
        return response

    def _rest(self, name: str, status: int, seconds: float) -> None:
        """Ask a host for nothing as long as it says, or not again in this crawl."""
        self.session.claims.rest(name, seconds)
        if seconds > LONGEST_WAIT:
            told = f"{name} answered {status} and wants {seconds:.0f} seconds of rest: not asked again in this crawl"
            self._closed.setdefault(name, Refused("failed", told))
        elif self._crawler.engine is not None and self._crawler.engine.scheduler is not None:
            self._crawler.engine.scheduler.rest(name, seconds)  # type: ignore[attr-defined]

    def _slow_down(self, name: str) -> None:
        slots = self.slots
        if name in slots:
            self._delays.setdefault(name, slots[name].delay)
            slots[name].delay = max(slots[name].delay, min(max(slots[name].delay, _AT_LEAST) * SLOWER, SLOWEST))

    def _recover(self, name: str) -> None:
        """A page came as it should: what went before counts no more."""
        del self._challenges[name]
        delay = self._delays.pop(name, None)
        if delay is not None and name in self.slots:
            self.slots[name].delay = delay

    def _close(self, name: str, request: Request, product: str) -> None:
        told = f"{name} answers with challenge pages ({product}): not asked again in this crawl"
        self._closed[name] = Refused("blocked", told)
        self.session.note(request.meta["task"].portal, told, blocked=True)
