"""What all downloader middlewares of a crawl share: the crawler, its session, its hosts' slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import Session


class CrawlMiddleware:
    """Base of the middlewares that look at the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        """What a middleware knows of the crawl it asks of the crawler."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    @property
    def session(self) -> Session:
        """The crawl under way."""
        session: Session = self._crawler.spider.session  # type: ignore[union-attr]
        return session

    @property
    def slots(self) -> dict[str, Any]:
        """The downloader's slots by host and port, each with its delay; empty before there is an engine."""
        engine = self._crawler.engine
        return dict(engine.downloader.slots) if engine is not None else {}
