"""From the spider into the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.items import Fetched, Fruitless
from crawler.unchanged import Comparing

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ArchivePipeline:
    """Keeps what was fetched and records what was not; the archive's writer does it in groups."""

    def __init__(self, crawler: Crawler) -> None:
        """The archive is the session's."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Begin with the crawl."""
        self._comparing = Comparing(self._crawler.spider.session)  # type: ignore[union-attr]

    def close_spider(self) -> None:
        """End with it."""
        self._comparing.close()

    async def process_item(self, item: Fetched | Fruitless) -> Fetched | Fruitless:
        """Hand an item to the keeper and let the scheduler forget its task."""
        session = self._crawler.spider.session  # type: ignore[union-attr]
        if isinstance(item, Fetched):
            session.keep(await self._comparing.unchanged(item))
        else:
            session.finish(item.task, item.outcome, item.reason)
        engine = self._crawler.engine
        if engine is not None and engine.scheduler is not None:
            engine.scheduler.finished(item.task)  # type: ignore[attr-defined]
        return item
