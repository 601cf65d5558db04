"""The capture of an answer: what the task and its crawl know of it, and what only the answer knows."""

from __future__ import annotations

from typing import Any

from archive import __version__
from archive.blobs import digest_of
from archive.captures import Capture
from archive.database.frontier import Task


def capture_of(task: Task, body: bytes, **facts: Any) -> Capture:
    """The capture of a task's answer; `facts` are the fields only the answer knows."""
    detail = task.detail
    return Capture(
        crawl=task.crawl,
        portal=task.portal,
        kind=task.kind,
        url=task.url,
        digest=digest_of(body),
        size=len(body),
        found_on=detail.get("found_on"),
        link_title=detail.get("title"),
        version=__version__,
        **facts,
    )
