"""Plain lists: server-rendered links with next-page links or pagers by script, year folders, or a row's own pattern.

`pattern=REGEX` in a row's params says which addresses are reports, for portals whose list titles do not. Without
one the dialects of dialects.toml tell a page from a folder where a title is a year alone or names no agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.dialects import day_of, dialect_of
from crawler.family import Entry, Listing, Page
from crawler.links import classify, is_column_address, is_column_name
from crawler.lists import plain_listing
from crawler.spider import PortalSpider
from spiders.pagers import scripted_page


def listing(page: Page) -> Listing:
    """The links of the page; with a pattern, those that match it are reports by their address."""
    found = plain_listing(page, scripted_page)
    pattern = page.params.get("pattern")
    if not pattern:
        return replace(found, entries=tuple(_told_by_address(page, found.entries)))
    try:
        matcher = re.compile(pattern)
    except re.error as error:
        return replace(found, problem=f"the pattern {pattern} is no regular expression: {error}")
    marked = tuple(replace(e, is_report=bool(matcher.search(e.url))) for e in found.entries)
    return replace(found, entries=marked)


def _told_by_address(page: Page, entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Entries with the day of their address where none is shown; a column's pages whose titles read like folders."""
    in_column = is_column_name(page.column_name) or is_column_address(page.url)
    for made in entries:
        date = made.date or day_of(made.url)
        dialect = dialect_of(made.url) if in_column and made.url != page.url else None
        short = dialect and not dialect.vague and classify(made, in_column=True).kind in ("year", "column")
        yield replace(made, date=date, is_report=True if short else None)


class Static(PortalSpider):
    """`scrapy crawl static`: the portals of this family."""

    name = "static"
    listing = staticmethod(listing)
