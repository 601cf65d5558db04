"""Plain lists: server-rendered links with next-page links, year folders, or a row's own pattern.

`pattern=REGEX` in a row's params says which addresses are reports, for portals whose list titles do not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.family import Listing, Page
from crawler.lists import plain_listing
from crawler.spider import PortalSpider


def listing(page: Page) -> Listing:
    """The links of the page; with a pattern, those that match it are reports by their address."""
    found = plain_listing(page)
    pattern = page.params.get("pattern")
    if not pattern:
        return found
    try:
        matcher = re.compile(pattern)
    except re.error as error:
        return replace(found, problem=f"the pattern {pattern} is no regular expression: {error}")
    marked = tuple(replace(e, is_report=bool(matcher.search(e.url))) for e in found.entries)
    return replace(found, entries=marked)


class Static(PortalSpider):
    """`scrapy crawl static`: the portals of this family."""

    name = "static"
    listing = staticmethod(listing)
