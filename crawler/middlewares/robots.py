"""robots.txt: obeyed for every request, its Crawl-delay too; one that answers 5xx means "not now"."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.http import Response

from archive.charset import decode
from archive.clock import written
from archive.database import captures
from archive.errors import NotAsStored
from crawler.addresses import slot
from crawler.answers import answer_facts, lower_headers
from crawler.blocking import judge
from crawler.captured import capture_of
from crawler.items import Fetched
from crawler.middlewares.base import CrawlMiddleware
from crawler.reasons import plain_reason, status_reason
from crawler.refusals import Refused, Stopping
from crawler.settings import AGENT

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import Session

MOST_BYTES = 500_000  # what the standard asks a crawler to read
HELD = timedelta(hours=20)  # an answer holds; a day at most, says the standard
LONGEST_DELAY = 60.0  # a longer Crawl-delay is kept at this


@dataclass(frozen=True)
class Rules:
    """What one host allows; `closed` says why nothing may be fetched now."""

    parser: Protego | None = None
    closed: Refused | None = None

    def refuse(self, url: str) -> None:
        """Raise Refused when the host does not want the address fetched."""
        if self.closed:
            raise Refused(self.closed.outcome, self.closed.reason)
        if self.parser is not None and not self.parser.can_fetch(url, AGENT):
            msg = "robots.txt forbids it"
            raise Refused("skipped", msg)

    @property
    def delay(self) -> float:
        """The Crawl-delay in seconds, 0 where none is stated."""
        stated = self.parser.crawl_delay(AGENT) if self.parser is not None else None
        return min(float(stated or 0), LONGEST_DELAY)


class RobotsMiddleware(CrawlMiddleware):
    """Fetches robots.txt once per host and crawl, before anything else there, and keeps it."""

    def __init__(self, crawler: Crawler) -> None:
        """One task per host: whoever comes second waits for the first."""
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def process_request(self, request: Request) -> None:
        """Let a request pass when the host's robots.txt does."""
        if request.meta.get("robots"):
            return
        name = slot(request.url)
        if name not in self._rules:
            portal = request.meta["task"].portal if "task" in request.meta else request.meta["portal"]
            self._rules[name] = asyncio.ensure_future(self._fetch(request.url, portal))
        rules = await asyncio.shield(self._rules[name])
        rules.refuse(request.url)
        slots = self.slots
        if name in slots and slots[name].delay < rules.delay:
            slots[name].delay = rules.delay

    async def _fetch(self, url: str, portal: str) -> Rules:
        """Ask for robots.txt, unless it was had a short while ago; 4xx allows all, 5xx and silence nothing for now."""
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        session = self.session
        if (held := _held(session, address)) is not None:
            return held
        task = session.task(portal, "robots", address)
        meta = {"robots": True, "portal": portal, "cookiejar": portal}
        try:
            engine = self._crawler.engine
            assert engine is not None
            response = await engine.download_async(Request(address, meta=meta, dont_filter=True))
        except Stopping:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the network did, the host did not answer
            if isinstance(error, Refused):
                reason = told = f"robots.txt: {error.reason}"
            else:
                reason = f"robots.txt: {plain_reason(error)}"
                told = f"the host does not answer ({reason})"
            if task is not None:
                session.finish(task, "failed", reason)
            return Rules(closed=Refused("failed", told))
        rules = _read(response)
        if task is not None:
            facts = answer_facts(response)
            outcome = "stored" if response.status == 200 else "missing" if response.status < 500 else "failed"
            capture = capture_of(
                task,
                response.body,
                outcome=outcome,
                reason=None if outcome == "stored" else status_reason(response.status),
                spider=session.spider,
                **facts,
            )
            session.keep(Fetched(task, capture, response.body))
        return rules


def _read(response: Response) -> Rules:
    status = response.status
    verdict = judge(status, lower_headers(response.headers), response.body, response.url)
    if verdict.product:
        return Rules(closed=Refused("blocked", f"robots.txt: {verdict.reason}"))
    if status >= 500 or status == 429:
        return Rules(closed=Refused("failed", f"robots.txt answered {status}: not now"))
    if status != 200:
        return Rules()
    return _parsed(response.body)


def _parsed(body: bytes) -> Rules:
    text = decode(body[:MOST_BYTES])
    return Rules(None if text.lstrip().startswith("<") else Protego.parse(text))


def _held(session: Session, address: str) -> Rules | None:
    """What an earlier crawl was told within the time the standard (RFC 9309) allows a robots.txt to be held."""
    since = written(datetime.now(UTC) - HELD)
    found = captures.latest(session.view, "robots", address, since)
    try:
        return _parsed(session.keeper.blobs.read(found.digest)) if found and found.outcome == "stored" else None
    except NotAsStored:
        return None
