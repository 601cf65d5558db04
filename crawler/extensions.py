"""What runs beside a crawl: leases kept alive, reports read, progress shown, a full disk noticed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from twisted.internet.task import LoopingCall

from archive.backlog import Backlog
from archive.errors import ArchiveError
from archive.jobs import Result
from archive.rechecking import recheck
from archive.worker import ReadingPool, processors
from crawler.progress import Progress

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.session import Session

TICK = 0.5
RENEWAL = 20.0
logger = logging.getLogger(__name__)


class CrawlExtension:
    """One tick twice a second; everything slow happens in other threads and processes."""

    def __init__(self, crawler: Crawler) -> None:
        """Begin with the spider, end with it."""
        self._crawler = crawler
        self._tick = LoopingCall(self._look)
        self._renewal = LoopingCall(self._renew)
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)
        crawler.signals.connect(self._error, signal=signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def _opened(self, spider: Spider) -> None:
        self._session: Session = spider.session  # type: ignore[attr-defined]
        self._pool = ReadingPool(self._session.directory, workers=processors())
        self._backlog = Backlog(self._session.keeper, self._pool, self._session.view, self._read)
        self._progress = Progress(self._session.tally)
        self._progress.__enter__()
        self._tick.start(TICK, now=False)
        self._renewal.start(RENEWAL, now=False)

    def _look(self) -> None:
        failure = self._session.keeper.failure
        if failure is not None and not self._session.interrupted:
            self._session.interrupted = True
            self._stop(f"the archive cannot be written: {failure}")
            return
        engine = self._crawler.engine
        if engine is not None and not engine.running and not self._session.interrupted:
            self._session.interrupted = True
            self._progress.update("stopping")
        self._backlog.poll()
        self._progress.update()

    def _renew(self) -> None:
        try:
            self._session.claims.renew()
        except Exception as error:  # noqa: BLE001 - a database busy for a moment; the lease holds for a minute
            logger.warning("the leases could not be renewed: %s", error)

    def _stop(self, reason: str) -> None:
        engine = self._crawler.engine
        if engine is not None:
            from scrapy.utils.defer import deferred_from_coro

            deferred_from_coro(engine.close_spider_async(reason=reason))

    def _read(self, key: str | None, _result: Result) -> None:
        self._session.tally.read += 1
        if key is not None:
            self._session.tally.kept += 1
            self._session.tally.reports.add(key)

    def _error(self, failure: object) -> None:
        """A bug in our own callback: the URL stays without outcome, and the next run meets it again."""
        logger.error("a page could not be followed: %s", failure)

    def _closed(self, reason: str) -> None:
        for loop in (self._tick, self._renewal):
            if loop.running:
                loop.stop()
        if reason != "finished":
            self._session.interrupted = True
        try:
            if self._session.keeper.failure is None:
                self._backlog.drain()
                recheck(self._session.keeper, self._session.view)
        except ArchiveError as error:  # the disk fills up with the last readings; the next run makes them
            self._session.interrupted = True
            logger.warning("not all that was fetched could be read: %s", error)
        finally:
            self._pool.close()
            self._progress.__exit__()
