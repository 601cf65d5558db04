"""What can go wrong before and during a crawl, one class a fact."""


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
