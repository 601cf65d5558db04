"""A glance at portals: a crawl that fetches no report, into an archive that is thrown away, for what its lists tell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from crawler.crawl import run
from crawler.finding import Found, Seen, found
from crawler.portals import Portal
from crawler.session import Options
from crawler.tally import ALONE


@dataclass(frozen=True)
class Look:
    """What a glance at a portal gave: its reports' column, or why there is none. `status` is done, blocked or error."""

    portal: Portal
    found: Found | None
    status: str
    reason: str | None
    seen: tuple[Seen, ...]

    @property
    def works(self) -> bool:
        """Whether the portal's lists name reports."""
        return self.found is not None and not self.found.climbed

    @property
    def why_not(self) -> str:
        """Why no report was found, in one sentence."""
        if self.found and self.found.climbed:
            return f"{ALONE}, and no column"
        return self.reason or "its lists name no annual report"


def glance(portals: Sequence[Portal], delay: float | None = None, timeout: float | None = None) -> list[Look]:
    """Look at portals with all the manners of a crawl; raises CrawlError as a crawl does."""
    options = Options(dry_run=True, glance=True, delay=delay, timeout=timeout)
    with TemporaryDirectory(prefix="nianbao-") as folder:
        session, _ = run(Path(folder) / "archive", portals, options)
    looks = []
    for portal in portals:
        tally = session.tally.of(portal.name)
        mine = tuple(one for one in session.seen if one.portal == portal.name)
        looks.append(Look(portal, found(portal, mine), tally.status, tally.reason, mine))
    return looks


def elsewhere(looks: Sequence[Look]) -> Iterator[tuple[Look, Portal | None]]:
    """For portals whose rows no longer work, the row that a look from their home pages finds.

    Where the look itself has climbed from a report to its column, that is the row. Blocked ones are left alone.

    The engine runs once in a process, so the search is one of its own.
    """
    lost = [look for look in looks if not look.works and look.status != "blocked"]
    homes = {home_of(look.portal.index_url) for look in lost if not look.found}
    told: dict[str, dict[str, Any]] = {}
    if homes:
        command = [sys.executable, "-P", "-m", "crawler", "portals", "detect", "--json", *sorted(homes)]
        printed = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own
        told = {str(one["asked"]): one for one in json.loads(printed or "[]")}
    for look in lost:
        row = told.get(home_of(look.portal.index_url), {}).get("row")
        yield look, look.found.row if look.found else row and Portal(**row | {"params": {}})


def home_of(url: str) -> str:
    """The home page of an address's site.

    >>> home_of("http://a.gov.cn:81/zwgk/nb/?x=1")
    'http://a.gov.cn:81/'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
