"""What can go wrong before and during a crawl, one class a fact."""

from scrapy.exceptions import IgnoreRequest


class CrawlError(Exception):
    """Base of the errors that stop a command; its text is one line a person understands."""


class BadPortal(CrawlError):
    """Raised on loading portals.csv, with the row and the column that are wrong."""


class UnknownPortal(CrawlError):
    """Raised when a name given on the command line is in no row of the portal list."""


class NoContact(CrawlError):
    """Raised when a crawl would leave this machine without NIANBAO_CONTACT being set."""


class PortalBusy(CrawlError):
    """Raised when another crawl of the same archive is at work on a portal."""


class Refused(IgnoreRequest):
    """Raised by a downloader middleware for an address or path we do not fetch; `outcome` says how to record it."""

    def __init__(self, outcome: str, reason: str) -> None:
        """`outcome` is skipped, failed or blocked; `reason` a phrase for the record."""
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


class Stopping(IgnoreRequest):
    """Raised while the crawl is being stopped; the URL stays to be done by the next run."""
