"""Answers that bring nothing new: "not modified", and pages that differ from what is kept in their chrome alone."""

from __future__ import annotations

import hashlib
import json
import logging
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from archive.blobs import digest_of
from archive.captures import Capture
from archive.database import revisits
from archive.database.frontier import Task
from archive.database.revisits import Kept
from archive.errors import NotAsStored
from archive.jobs import Comparison
from archive.media import HTML, JSON, TEXT, XML
from archive.worker import ReadingPool
from crawler.items import Fetched
from crawler.steps import Child, Step

if TYPE_CHECKING:
    from crawler.session import Session

logger = logging.getLogger(__name__)
NOT_MODIFIED = 304
MOST_BYTES = 8 << 20  # of a page that is compared; a larger one is kept as it came
SECONDS = 60.0  # for a comparison
_PAGES = (HTML, JSON, TEXT, XML)
_LOST = "what was not modified is not what is kept; the whole is asked for"


def is_not_modified(task: Task, response: Response) -> bool:
    """Whether an address answers that it has not changed since it was had."""
    return response.status == NOT_MODIFIED and bool(task.detail.get("known"))


def restored(session: Session, task: Task, response: Response) -> tuple[Kept, Response] | None:
    """What is kept, and the answer as if its bytes had come; None where they cannot be read, or are of elsewhere."""
    kept = revisits.kept(session.view, task.detail["known"])
    if kept is None or kept.final_url != response.url:  # another address spoke, to which this one leads now
        return None
    try:
        body = session.keeper.blobs.read(kept.digest)
    except NotAsStored:
        return None
    return kept, response.replace(status=200, body=body)


def replaced(session: Session, task: Task, media_type: str) -> bool:
    """Whether a web page came where a file was had before: a notice of its server, or its home page."""
    look = revisits.known(session.view, task.fingerprint) if media_type == HTML else None
    kept = revisits.kept(session.view, look.capture) if look and look.capture else None
    return kept is not None and kept.media_type != HTML


def whole(task: Task) -> Step:
    """The step that asks for an address without conditions."""
    detail = {key: value for key, value in task.detail.items() if key not in ("known", "conditions")}
    child = Child(task.kind, task.url, {**detail, "whole": True}, again=True)
    return Step((child,), outcome="failed", reason=_LOST)


def not_modified(capture: Capture, kept: Kept) -> Capture:
    """The capture of an answer without bytes: what is kept stands for it."""
    nothing = {"digest": digest_of(b""), "size": 0}
    outcome = "unchanged" if capture.outcome == "stored" else capture.outcome
    wire = {**capture.wire, "received": nothing}
    return replace(capture, status=NOT_MODIFIED, outcome=outcome, media_type=kept.media_type, wire=wire)


def said(step: Step) -> str:
    """A digest of what a crawl takes from a page: where it leads, what it names, what is wrong with it."""
    led = [[child.kind, child.url, _lasting(child.detail)] for child in (*step.children, *step.left)]
    told = [step.outcome, step.reason, step.problem, step.kind, step.title, step.unread, step.silent]
    text = json.dumps([told, sorted(led, key=json.dumps)], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _lasting(detail: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in detail.items() if key != "page"}


class Comparing:
    """Tells pages that differ from what is kept in their chrome alone; these are not kept again."""

    def __init__(self, session: Session) -> None:
        """For the pages of one crawl; documents are read in a worker of its own."""
        self._session = session
        self._pool: ReadingPool | None = None

    def kept(self, item: Fetched) -> Kept | None:
        """What is kept of the address of an item whose bytes differ though a crawl takes the same from it."""
        capture, view = item.capture, self._session.view
        if (
            capture.outcome != "stored"
            or item.task.kind not in ("list", "detail")
            or len(item.body or b"") > MOST_BYTES
        ):
            return None
        look = revisits.known(view, item.task.fingerprint)
        if look is None or look.capture is None or look.said != item.said or capture.media_type not in _PAGES:
            return None
        kept = revisits.kept(view, look.capture)
        if kept is None or kept.digest == capture.digest or kept.media_type != capture.media_type:
            return None
        return kept if kept.digest in self._session.keeper.blobs else None

    async def unchanged(self, item: Fetched) -> Fetched:
        """The item as it is to be kept: as it came, or as one that brought nothing new."""
        try:
            return await self._unchanged(item)
        except Exception:  # whatever is wrong with a comparison, what came is kept
            logger.exception("%s could not be compared with what is kept of it", item.task.url)
            return item

    async def _unchanged(self, item: Fetched) -> Fetched:
        kept = self.kept(item)
        if kept is None:
            return item
        received: dict[str, Any] = {"digest": item.capture.digest, "size": item.capture.size}
        if item.unread:
            if kept.media_type != HTML or not revisits.is_read(self._session.view, kept.capture):
                return item
            compared = await self._compared(kept, item.body or b"")
            if not compared.is_alike:
                return item
            received |= compared.came._asdict()
        wire = {**item.capture.wire, "received": received}
        alike = replace(item.capture, digest=kept.digest, size=kept.size, outcome="unchanged", wire=wire)
        return replace(item, capture=alike, body=None)

    async def _compared(self, kept: Kept, body: bytes) -> Any:
        from scrapy.utils.defer import maybe_deferred_to_future
        from twisted.internet.defer import Deferred

        if self._pool is None:
            self._pool = ReadingPool(self._session.directory, seconds=SECONDS)
        future = self._pool.compare(Comparison(kept.digest, body))
        deferred: Deferred[Any] = Deferred()
        future.add_done_callback(lambda done: _hand_over(deferred, done))
        return await maybe_deferred_to_future(deferred)

    def close(self) -> None:
        """End the worker."""
        if self._pool is not None:
            self._pool.stop()


def _hand_over(deferred: Any, done: Future[Any]) -> None:
    """From the pool's thread into the reactor's."""
    from twisted.internet import reactor

    if not done.cancelled():
        reactor.callFromThread(deferred.callback, done.result())
