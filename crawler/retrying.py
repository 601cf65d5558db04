"""When a request is tried again, and after how long: policies as named values, composed with tenacity.

Scrapy drives the requests, so the policies are asked, not run: `again` tells for the n-th attempt
whether and after how many seconds the next one is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from tenacity import (
    RetryCallState,
    retry_base,
    retry_if_exception,
    retry_if_result,
    stop_after_attempt,
    wait_exponential_jitter,
)
from tenacity.stop import stop_base
from tenacity.wait import wait_base
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

TRANSIENT = frozenset((408, 425, 500, 502, 503, 504, 522, 523, 524))
LONGEST_WAIT = 300.0  # seconds; a host that wants more is left for the next crawl


@dataclass(frozen=True)
class Answer:
    """What an attempt gave: a status with headers (lower-case names), and whether the body was cut off."""

    status: int
    headers: Mapping[str, str]
    truncated: bool = False


@dataclass(frozen=True)
class Policy:
    """Which attempts are repeated, how often, and after how long."""

    retry: retry_base
    stop: stop_base
    wait: wait_base

    def again(self, attempt: int, outcome: Answer | BaseException) -> float | None:
        """Seconds until the next attempt; None when there shall be none."""
        state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
        state.attempt_number = attempt
        if isinstance(outcome, BaseException):
            state.set_exception((type(outcome), outcome, outcome.__traceback__))
        else:
            state.set_result(outcome)
        if not self.retry(state) or self.stop(state):
            return None
        return self.wait(state)


class wait_as_told(wait_base):  # noqa: N801 - tenacity's way to name waits
    """Waits as long as Retry-After says, if that is longer than another wait."""

    def __init__(self, otherwise: wait_base) -> None:
        """`otherwise` is the wait for answers that say nothing."""
        self.otherwise = otherwise

    def __call__(self, retry_state: RetryCallState) -> float:
        """Seconds to wait."""
        own = self.otherwise(retry_state)
        return max(own, told(retry_state) or 0.0)


class stop_when_told_too_long(stop_base):  # noqa: N801 - tenacity's way to name stops
    """Stops where Retry-After asks for more than LONGEST_WAIT."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        """Whether to give up."""
        return (told(retry_state) or 0.0) > LONGEST_WAIT


def told(state: RetryCallState) -> float | None:
    """The seconds a Retry-After header names, as a number or as a date."""
    outcome = state.outcome
    if outcome is None or outcome.failed:
        return None
    return retry_after(outcome.result().headers)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by a Retry-After header.

    >>> retry_after({"retry-after": "7"}), retry_after({"retry-after": "soon"}), retry_after({})
    (7.0, None, None)
    """
    stated = headers.get("retry-after", "").strip()
    if stated.isdecimal():
        return float(stated[:9])
    try:
        moment = parsedate_to_datetime(stated)
    except (TypeError, ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _transient(outcome: Any) -> bool:
    return (
        outcome.status in TRANSIENT
        or outcome.truncated
        or (outcome.status in (403, 429) and retry_after(outcome.headers) is not None)
    )


def _network(error: BaseException) -> bool:
    return isinstance(error, NETWORK_ERRORS)


NETWORK_ERRORS = (
    CannotResolveHostError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    OSError,
    ResponseDataLossError,
)


def fetching(delay: float) -> Policy:
    """Pages, lists and attachments: three attempts, the waits growing from the host's own delay."""
    return Policy(
        retry=retry_if_result(_transient) | retry_if_exception(_network),
        stop=stop_after_attempt(3) | stop_when_told_too_long(),
        wait=wait_as_told(wait_exponential_jitter(multiplier=4 * delay, max=60, jitter=delay)),
    )


def rendering(delay: float) -> Policy:
    """Rendered pages: once more after a lost browser, never after a page that hangs."""
    lost = retry_if_exception(lambda e: type(e).__name__ in ("TargetClosedError", "BrowserLost"))
    return Policy(retry=lost, stop=stop_after_attempt(2), wait=wait_exponential_jitter(multiplier=delay, jitter=delay))
