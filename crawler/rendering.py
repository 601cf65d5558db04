"""When a page goes through the browser: where its bytes alone show nothing, once, and never to solve anything."""

from __future__ import annotations

import base64
from typing import Any, Literal

from scrapy.http import Response

from archive.blobs import digest_of
from archive.database.frontier import Task
from archive.media import HTML
from crawler.answers import lower_headers
from crawler.blocking import Verdict, scripts_alone
from crawler.portals import Portal
from crawler.steps import Child

Wanted = Literal["challenged", "empty", "possible", "no"]
AT_ONCE = 4  # pages; more gain nothing and cost memory
MOST_INLINE = 256_000  # bytes of a page handed to the browser without asking for it again


def wanted(portal: Portal, task: Task, body: bytes, media_type: str, verdict: Verdict) -> Wanted:
    """Whether this answer calls for a rendering. One rendering a page: what was rendered is not rendered again."""
    if portal.render == "never" or task.detail.get("render") or task.kind not in ("list", "detail"):
        return "no"
    if verdict.outcome == "blocked":
        return "challenged" if verdict.product else "no"
    if media_type != HTML or verdict.outcome != "stored" or task.detail.get("method", "GET") != "GET":
        return "no"
    if task.kind == "detail":
        return "empty" if scripts_alone(body) else "no"
    return "possible" if b"<script" in body[:200_000].lower() else "no"


def child(task: Task, response: Response) -> Child:
    """The rendered second go at an answered URL. The browser starts from the bytes that are here already."""
    detail = {key: value for key, value in task.detail.items() if key != "render"}
    detail["render"] = "again"
    if len(response.body) <= MOST_INLINE:
        headers = lower_headers(response.headers)
        detail["page"] = {
            "url": response.url,
            "status": response.status,
            "type": headers.get("content-type", "text/html"),
            "cookies": [v.decode("latin-1") for v in response.headers.getlist("Set-Cookie")],
            "body": base64.b64encode(response.body).decode("ascii"),
            "digest": digest_of(response.body),
        }
    return Child(task.kind, task.url, detail, again=True)


def meta(task: Task) -> dict[str, Any]:
    """The request meta by which scrapy-playwright renders a task, in a browser context of its own."""
    return {
        "playwright": True,
        "playwright_context": f"task-{task.id}",
        "download_slot": f"render {task.host}",
        "autothrottle_dont_adjust_delay": True,
    }
