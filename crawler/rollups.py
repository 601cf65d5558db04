"""Pages that link the reports of many bodies by nothing but a body's name, year by year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.dates import western_years
from archive.labels import normal
from archive.placed_names import placed
from archive.titles import read_title
from crawler.addresses import is_same_host
from crawler.family import Page
from crawler.focus import is_home
from crawler.links import Link, is_level

_YEAR = re.compile(r"20\d{2}")


def told(link: Link, above: Mapping[str, Any]) -> dict[str, Any]:
    """What a folder's link says of the report it may turn out to be; `above` is what led to this page.

    The body a folder is of holds for all below it, the year only for the report a link leads to at once.
    """
    made: dict[str, Any] = {}
    if link.kind == "group" and not is_level(link.entry.title):
        made["agency"] = placed(normal(link.entry.title), above.get("agency"))
    elif above.get("agency"):
        made["agency"] = above["agency"]
    if link.kind == "year" and (year := _YEAR.search(western_years(normal(link.entry.title)))):
        made["year"] = int(year[0])
    elif link.kind == "group" and above.get("year"):
        made["year"] = above["year"]
    return made


def year_of(above: Mapping[str, Any], page: Page) -> int | None:
    """The one year a page is of: by the folder that led here, else by what the page calls its column."""
    known = above.get("year")
    return int(known) if known else read_title(page.column_name).year


def elsewhere(above: Mapping[str, Any], page: Page, links: Iterable[Link]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies that a page of one year links on other hosts: address and what is known of the report there.

    A link to a home page is one to the body, not to its report.
    """
    year = year_of(above, page)
    for link in links if year else ():
        url = link.entry.url
        if link.kind != "group" or is_level(link.entry.title) or is_same_host(page.url, url) or is_home(url):
            continue
        agency = placed(normal(link.entry.title), above.get("agency"))
        yield url, {"title": link.entry.title, "found_on": page.url, "agency": agency, "year": year}
