"""What a spider hands to the pipeline: a fetch to keep, or a URL that brought nothing."""

from __future__ import annotations

from dataclasses import dataclass

from archive.captures import Capture
from archive.database.frontier import Task


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes to keep, with the capture that describes them.

    `unread` marks a report; `settled` says that nothing more is tried at this URL, so that a bad
    outcome is an error. `said` is a digest of what the crawl took from it. Without a `body` what is kept already
    stands for what came.
    """

    task: Task
    capture: Capture
    body: bytes | None
    unread: bool = False
    settled: bool = True
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Fruitless:
    """A URL that brought no bytes."""

    task: Task
    outcome: str
    reason: str
