"""A task of the frontier as a Scrapy request, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scrapy import Request

from archive.database.frontier import Task
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
    body, kind = _body(detail)
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


def _body(detail: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What a request carries, and its media type."""
    if "json" in detail:
        return json.dumps(detail["json"], ensure_ascii=False), "application/json;charset=UTF-8"
    form = detail.get("form")
    return (urlencode(form), "application/x-www-form-urlencoded") if form else (None, None)


def task_of(request: Request) -> Task:
    """The task a request belongs to."""
    task = request.meta["task"]
    assert isinstance(task, Task)
    return task
