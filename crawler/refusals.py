"""Requests that are not made: what a downloader middleware raises instead of an answer."""

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """Raised by a downloader middleware for an address or path we do not fetch; `outcome` says how to record it."""

    def __init__(self, outcome: str, reason: str) -> None:
        """`outcome` is skipped, failed or blocked; `reason` a phrase for the record."""
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


class Stopping(IgnoreRequest):
    """Raised while the crawl is being stopped; the URL stays to be done by the next run."""
