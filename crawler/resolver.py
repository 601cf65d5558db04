"""Host names that stand for private addresses are refused where the name is resolved, just before connecting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.addresses import is_literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver with the session's address rules behind it."""

    process: AsyncCrawlerProcess

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Scrapy's way to make one; what it calls the crawler is the process that runs it."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.process = crawler  # type: ignore[assignment]
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """The address of a name, if the rules allow to go there."""
        answer: Deferred[str] = super().getHostByName(name, timeout)
        return answer.addCallback(self._guard, name)

    def _guard(self, address: Any, name: str) -> Any:
        sessions = [crawler.spider.session for crawler in self.process.crawlers if crawler.spider]  # type: ignore[attr-defined]
        if is_literal(name) or all(session.rules.may_resolve(name, address) for session in sessions):
            return address
        msg = f"{name} resolves to {address}, an address of a private network"
        raise DNSLookupError(msg)
