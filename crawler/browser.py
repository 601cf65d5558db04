"""The browser: unprivileged, without a network of its own, restarted when it is lost.

Whatever a page asks for is fetched by the crawler's own downloader, so that address rules, robots.txt,
one request at a time per host and its delay hold for a browser's sub-requests as for everything else,
and each of them is kept.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import secrets
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from playwright.async_api import BrowserContext, Page, Route
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as PageRequest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from archive.browser import ARGUMENTS, as_unprivileged, executable
from archive.database.frontier import Task
from crawler.answers import answer_facts, lower_headers
from crawler.blocking import judge
from crawler.captured import capture_of
from crawler.items import Fetched
from crawler.outgoing import task_of
from crawler.refusals import Refused
from crawler.rendering import AT_ONCE

if TYPE_CHECKING:
    from crawler.session import Session

logger = logging.getLogger(__name__)
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # it prints a traceback for every page that hangs

NO_BROWSER = "not rendered: there is no browser on this machine (install chromium-headless-shell)"
BLOCKED_TYPES = frozenset(("image", "font", "media", "stylesheet", "texttrack", "manifest", "websocket", "eventsource"))
MOST_SUB_REQUESTS = 60
CLOSING_SECONDS = 5.0
SETTLING_SECONDS = 20.0  # a page that never comes to rest is taken as it is then


def settings() -> dict[str, Any]:
    """The Scrapy settings that render pages; where there is no browser each such page is recorded as failed."""
    handler = "crawler.browser.RenderingHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": executable(),
            "args": list(ARGUMENTS),
            "chromium_sandbox": True,
            "timeout": 30_000,
        },
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": AT_ONCE,
        "PLAYWRIGHT_MAX_CONTEXTS": AT_ONCE,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }


async def _settle(page: Page) -> None:
    """Wait until a page asks for nothing more, but not for ever."""
    with contextlib.suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=SETTLING_SECONDS * 1000)


class RenderingHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """scrapy-playwright's handler, with a time limit a page and the crawler's own downloader behind the browser."""

    _shared: ClassVar[WeakKeyDictionary[Crawler, RenderingHandler]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        """Give the browser a mark to be found by when it has to be killed."""
        super().__init__(crawler)
        waits = MOST_SUB_REQUESTS * crawler.settings.getfloat("DOWNLOAD_DELAY")  # ours, which no page can help
        self._seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT") + waits
        self._visits: dict[str, _Visit] = {}  # by name of the browser context
        self._closed = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._mark = f"--nianbao={secrets.token_hex(8)}"
        self.config.launch_options["args"] = [*self.config.launch_options["args"], self._mark]
        self._launched = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderingHandler:
        """One handler, and so one browser, for http and https."""
        if crawler not in cls._shared:
            cls._shared[crawler] = cls(crawler)
        return cls._shared[crawler]

    async def close(self) -> None:
        """Close once, though two schemes share the handler."""
        if not self._closed:
            self._closed = True
            await super().close()
            if self._folder:
                self._folder.cleanup()

    async def _launch(self) -> None:
        """Playwright is started with the first page, not with the crawl."""

    async def _maybe_launch_browser(self) -> None:
        browser = self.config.launch_options["executable_path"]
        if not browser:
            raise Refused("failed", NO_BROWSER)
        async with self._launched:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="nianbao-browser-")
                self.config.launch_options["executable_path"] = as_unprivileged(browser, Path(self._folder.name))
                await super()._launch()
        try:
            await super()._maybe_launch_browser()
        except PlaywrightError as error:
            if not self.config.launch_options.get("chromium_sandbox"):
                raise
            logger.info("the browser's sandbox cannot be used on this machine: %s", str(error).splitlines()[0])
            self.config.launch_options["chromium_sandbox"] = False
            await super()._maybe_launch_browser()

    async def _download_request(self, request: Request, spider: Any = None) -> Response:
        """Render one page within its time; a browser that hangs is killed, which costs this page alone."""
        request.meta["playwright_context_kwargs"] = {
            "user_agent": self._crawler.settings["USER_AGENT"],
            "locale": "zh-CN",
            "accept_downloads": False,
            "service_workers": "block",
        }
        request.meta["playwright_page_goto_kwargs"] = {"wait_until": "load", "timeout": self._seconds * 1000}
        request.meta["playwright_page_methods"] = [PageMethod(_settle)]
        name = request.meta["playwright_context"]
        visit = self._visits[name] = _Visit(self._crawler, task_of(request))
        try:
            async with asyncio.timeout(self._seconds + CLOSING_SECONDS):
                response = await super()._download_request(request, spider)
        except TimeoutError:
            msg = f"rendering took longer than {self._seconds:g} seconds"
            raise TimeoutError(msg) from None
        finally:
            await self._close_context(name)
            del self._visits[name]
        answered: Response = response.replace(status=visit.status or response.status)
        return answered

    async def _close_context(self, name: str) -> None:
        wrapper = self.context_wrappers.get(name)
        if wrapper is None:
            return
        context: BrowserContext = wrapper.context
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await context.close()
        except TimeoutError:
            logger.warning("the browser hangs and is restarted")
            self._kill()
        except PlaywrightError:
            pass  # the browser is gone already
        self.context_wrappers.pop(name, None)

    def _kill(self) -> None:
        """End every process of our browser; Playwright notices and starts a new one for the next page."""
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self._mark.encode() in (folder / "cmdline").read_bytes():
                    os.kill(int(folder.name), signal.SIGKILL)

    def _make_request_handler(self, **options: Any) -> Callable[..., Any]:
        visit = self._visits[options["context_name"]]

        async def handle(route: Route, wanted: PageRequest) -> None:
            with contextlib.suppress(PlaywrightError):  # the page may be closed while we fetch for it
                await visit.serve(route, wanted)

        return handle


class _Visit:
    """One page's requests, answered by the crawler's downloader, one after the other per host."""

    def __init__(self, crawler: Crawler, task: Task) -> None:
        assert crawler.engine is not None
        self._session: Session = crawler.spider.session  # type: ignore[union-attr]
        self._engine = crawler.engine
        self._task = task
        self._asked = 0
        self._started = False
        self.status = 0  # of the page that stood there in the end; a script may have gone on to another

    async def serve(self, route: Route, wanted: PageRequest) -> None:
        first = wanted.is_navigation_request() and not self._started
        self._started |= first
        page = self._task.detail.get("page") if first else None
        if page:
            self.status = page["status"]
            await route.fulfill(
                status=page["status"] if page["status"] < 600 else 200,
                headers={"content-type": page["type"], "set-cookie": "\n".join(page["cookies"])},
                body=base64.b64decode(page["body"]),
            )
            return
        self._asked += 1
        if wanted.resource_type in BLOCKED_TYPES or self._asked > MOST_SUB_REQUESTS:
            await route.abort("blockedbyclient")
            return
        try:
            response = await self._fetch(wanted, first=first)
        except Exception as error:  # noqa: BLE001 - refused, forbidden, unreachable: the page does without it
            logger.debug("a page's request for %s was not answered: %s", wanted.url, error)
            await route.abort("failed")
            return
        if wanted.is_navigation_request() and wanted.frame.parent_frame is None:
            self.status = response.status
        headers = {k: v for k, v in lower_headers(response.headers).items() if k not in _NOT_FORWARDED}
        if cookies := response.headers.getlist("Set-Cookie"):
            headers["set-cookie"] = "\n".join(cookie.decode("latin-1") for cookie in cookies)
        await route.fulfill(status=response.status, headers=headers, body=response.body)

    async def _fetch(self, wanted: PageRequest, *, first: bool) -> Response:
        headers = {k: v for k, v in (await wanted.all_headers()).items() if not k.startswith((":", "sec-"))}
        headers.pop("host", None)
        portal = self._task.portal
        meta = {"portal": portal, "dont_merge_cookies": True, "sub": True, "handle_httpstatus_all": True}
        request = Request(
            wanted.url,
            method=wanted.method,
            headers=headers,
            body=wanted.post_data_buffer or b"",
            meta=meta,
            dont_filter=True,
        )
        response = await self._engine.download_async(request)
        if not first:
            self._keep(wanted, response)
        return response

    def _keep(self, wanted: PageRequest, response: Response) -> None:
        """A sub-request is a fetch like any other: kept, with the page it was made for."""
        detail = {"found_on": self._task.url, "method": wanted.method, "form": wanted.post_data}
        task = self._session.task(self._task.portal, "sub", wanted.url, detail=detail, parent=self._task.id)
        if task is None:
            return
        verdict = judge(response.status, lower_headers(response.headers), response.body, response.url)
        capture = capture_of(
            task,
            response.body,
            outcome=verdict.outcome,
            reason=verdict.reason,
            spider=self._session.spider,
            **answer_facts(response),
        )
        self._session.keep(Fetched(task, capture, response.body))


_NOT_FORWARDED = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection"))
