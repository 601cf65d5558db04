"""Which family reads which page: the row's own, or, where nobody knows the column yet, the one the page tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from archive.database.frontier import Task
from crawler import site_maps
from crawler.detection import OTHERWISE, by_page
from crawler.family import Listing, Page
from crawler.portals import Portal
from crawler.searching import answer
from crawler.site_maps import is_site_map


class Listed(NamedTuple):
    """What a page lists, the family that read it, and what told the family."""

    listing: Listing
    family: str
    evidence: tuple[str, ...] = ()


class Families:
    """The families of a crawl by name, each the function that reads a page of its lists."""

    def __init__(self, listings: Mapping[str, Callable[[Page], Listing]]) -> None:
        """`listings` by the names of families."""
        self._listings = listings

    def listed(self, portal: Portal, task: Task, page: Page) -> Listed:
        """Read a page of a list. An answer to a family's own question is that family's."""
        if page.state.get("site_search"):
            return Listed(answer(page), portal.family or OTHERWISE)
        if is_site_map(page):
            return Listed(site_maps.listing(page), portal.family or OTHERWISE)
        asked: str = task.detail.get("family") or ""
        if asked in self._listings:
            return Listed(self._listings[asked](page), asked)
        if not portal.is_to_be_told:
            return Listed(self._listings[portal.family](page), portal.family)
        told = by_page(page)
        family = told.family or ""
        if told.dialect or family not in self._listings:  # a page without marks is like the one that led here
            family = task.detail.get("kin") or portal.family or OTHERWISE
        return Listed(self._listings[family](page), family, told.evidence)
