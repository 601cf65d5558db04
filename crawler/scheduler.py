"""Scrapy's scheduler over the archive: what is to do lies in the database, and no host sees two requests.

A few hundred URLs a host wait in memory, the rest in the archive alone, so that memory stays flat and a
crawl that is killed loses nothing.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler

from archive.database import frontier
from archive.database.frontier import Task
from crawler.addresses import slot
from crawler.outgoing import request_for, task_of
from crawler.retrying import LONGEST_WAIT

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.session import Session
    from crawler.spider import PortalSpider

MOST_IN_MEMORY = 5_000
REFILL_BELOW = 1_000
PATIENCE = 5.0  # seconds until a host leased by another process is tried again


@dataclass
class Host:
    """The queue of one host and port. `busy` is the task under way there."""

    name: str
    waiting: list[tuple[int, int, Task]] = field(default_factory=list)
    resumed: deque[Request] = field(default_factory=deque)  # redirects and retries of tasks under way
    busy: int | None = None
    leased: bool = False
    not_before: float = 0.0

    def ready(self, moment: float) -> bool:
        """Whether the next request may go out now, as far as we know."""
        return self.busy is None and bool(self.waiting or self.resumed) and moment >= self.not_before


class ArchiveScheduler(BaseScheduler):
    """Hands out one request a host at a time, hosts in turn, the most urgent URL of a host first."""

    def __init__(self, crawler: Crawler) -> None:
        """Connect to the signals that free a host."""
        self._crawler = crawler
        self._hosts: dict[str, Host] = {}
        self._turn: deque[str] = deque()
        self._in_memory: set[int] = set()
        self._busy: dict[int, str] = {}  # task under way: the host it keeps busy
        self._spilled = 0
        self._session: Session
        self._spider: PortalSpider
        crawler.signals.connect(self._left, signal=signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Load what an interrupted crawl left."""
        self._spider = spider  # type: ignore[assignment]
        self._session = self._spider.session
        self._refill()

    def close(self, reason: str) -> None:  # noqa: ARG002 - Scrapy says why, we need not know
        """Tell the archive when each host may be asked again, and give the hosts back."""
        slots = self._crawler.engine.downloader.slots if self._crawler.engine else {}
        lag = time.time() - time.monotonic()
        next_at = [(f"host {name}", lag + asked.lastseen + asked.delay) for name, asked in slots.items()]
        self._session.claims.release(next_at)

    def has_pending_requests(self) -> bool:
        """Whether anything is still to do."""
        return self._spilled > 0 or any(h.waiting or h.resumed for h in self._hosts.values())

    def enqueue_request(self, request: Request) -> bool:
        """Take a new URL, or a redirect or retry of one under way."""
        task = task_of(request)
        if task.id in self._in_memory:
            host = self._host(slot(request.url))
            self._free(task)
            host.resumed.append(request)
        elif len(self._in_memory) >= MOST_IN_MEMORY:
            self._spilled += 1
        else:
            self._push(task)
        return True

    def next_request(self) -> Request | None:
        """The next request of the next host that is free, leased and due."""
        if self._spilled and len(self._in_memory) < REFILL_BELOW:
            self._refill()
        moment = time.monotonic()
        for _ in range(len(self._turn)):
            name = self._turn[0]
            self._turn.rotate(-1)
            host = self._hosts[name]
            if host.ready(moment) and self._lease(host):
                return self._take(host)
        return None

    def finished(self, task: Task) -> None:
        """Forget a task that has its outcome."""
        self._in_memory.discard(task.id)
        self._free(task)

    def rest(self, name: str, seconds: float) -> None:
        """Ask a host for nothing for so many seconds."""
        host = self._host(name)
        host.not_before = max(host.not_before, time.monotonic() + seconds)

    def _take(self, host: Host) -> Request:
        if host.resumed:
            request = host.resumed.popleft()
            task = task_of(request)
        else:
            task = heappop(host.waiting)[2]
            request = request_for(task, self._spider)
        host.busy = task.id
        self._busy[task.id] = host.name
        return request

    def _host(self, name: str) -> Host:
        if name not in self._hosts:
            self._hosts[name] = Host(name)
            self._turn.append(name)
        return self._hosts[name]

    def _push(self, task: Task) -> None:
        self._in_memory.add(task.id)
        heappush(self._host(task.host).waiting, (-task.priority, task.id, task))

    def _lease(self, host: Host) -> bool:
        if host.leased:
            return True
        ours, moment = self._session.claims.lease(f"host {host.name}")
        wait = moment - time.time()
        host.leased = ours
        if not ours:
            host.not_before = time.monotonic() + PATIENCE
        elif wait > LONGEST_WAIT:  # an earlier crawl was told so; what is to do there is refused
            self._session.resting[host.name] = moment
            return True
        elif wait > 0:  # the last crawl asked this host a moment ago
            host.not_before = time.monotonic() + wait
        return host.leased and wait <= 0

    def _refill(self) -> None:
        self._session.keeper.flush()
        asked = MOST_IN_MEMORY + len(self._in_memory)
        tasks = frontier.open_tasks(self._session.view, self._session.id, asked)
        for task in [task for task in tasks if task.id not in self._in_memory][:MOST_IN_MEMORY]:
            self._push(task)
        self._spilled = int(len(tasks) == asked)  # there may be more than was asked for

    def _left(self, request: Request) -> None:
        """A request has left the wire: its host is free for the next one."""
        if "task" in request.meta:
            self._free(task_of(request))

    def _free(self, task: Task) -> None:
        name = self._busy.pop(task.id, None)
        if name is not None:
            self._hosts[name].busy = None
