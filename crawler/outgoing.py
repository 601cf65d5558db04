"""A task of the frontier as a Scrapy request, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from archive.database.frontier import Task
from archive.request_body import carried
from crawler.addresses import slot

if TYPE_CHECKING:
    from crawler.spider import PortalSpider


def request_for(task: Task, spider: PortalSpider) -> Request:
    """The request of a task. What it needs stands in the task, so it can be made again after a crash."""
    detail = task.detail
    method = detail.get("method", "GET")
    headers = dict(detail.get("headers") or {}) | dict(detail.get("conditions") or {})
    if detail.get("found_on"):
        headers.setdefault("Referer", detail["found_on"])
    body, kind = carried(detail)
    if kind:
        headers["Content-Type"] = kind
    meta = {"task": task, "download_slot": slot(task.url), "cookiejar": task.portal}
    if detail.get("render"):
        meta |= spider.rendering(task)
    return Request(
        task.url,
        method=method,
        headers=headers,
        body=body,
        callback=spider.answered,
        errback=spider.failed,
        dont_filter=True,
        meta=meta,
    )


def task_of(request: Request) -> Task:
    """The task a request belongs to."""
    task = request.meta["task"]
    assert isinstance(task, Task)
    return task
