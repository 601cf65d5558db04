"""A site's own search, where the wire format of its CMS is known: asked for annual reports when no link leads to them.

What is known stands in `searches.toml`, one search a row; the answers are pages of links, or JSON with titles and
addresses under the names the known systems give them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from string import Template
from typing import Any
from urllib.parse import quote

from archive.dates import first_date
from crawler.family import Ask, Entry, Listing, Page, clean
from crawler.turning import Progress

WORDS = "政府信息公开工作年度报告"
MOST_PAGES = 10  # of a search's answer: what matters stands on the first ones
_DEEPEST = 6  # levels of a JSON answer


def searches(page: Page, family: str) -> Iterator[Ask]:
    """What to ask the search of a site, by a page of it and the family the page is of."""
    for name, row in _known().items():
        if row["family"] != family:
            continue
        found = re.search(row["page"], page.text)
        if found is None:
            continue
        state = {"site_search": name, "named": {key: value or "" for key, value in found.groupdict().items()}}
        if ask := _ask(page, state, Progress()):
            yield ask


def answer(page: Page) -> Listing:
    """The links of a search's JSON answer, and the next page of it while it brings more."""
    state = page.state
    said = page.json
    if said is None:
        return Listing(problem="the site's search gave no JSON")
    entries = tuple(_entries(page, said))
    read = Progress.of(state).after(entries, total=_total(said))
    on = read.goes_on and read.total is not None and read.number < MOST_PAGES
    following = _ask(page, state, read) if on else None
    return Listing(entries, (following,) if following else (), read.total, empty_is_fine=True)


def _ask(page: Page, state: Mapping[str, Any], read: Progress) -> Ask | None:
    row = _known()[state["site_search"]]
    values = {**state["named"], "words": quote(WORDS), "number": read.number + 1}
    url = page.absolute(Template(row["url"]).safe_substitute(values))
    headers = {"X-Requested-With": "XMLHttpRequest"} if row.get("json") else {}
    return Ask(url, headers=headers, state={**state, **read.as_state()} if row.get("json") else {}) if url else None


def _entries(page: Page, said: Any, depth: int = 0) -> Iterator[Entry]:
    """Every object of an answer that has a title and an address."""
    if depth > _DEEPEST:
        return
    if isinstance(said, dict):
        named = {str(key).lower(): value for key, value in said.items()}
        title, link = _first(named, "title", "doctitle"), _first(named, "link", "url", "docpuburl")
        if title and link and (url := page.absolute(link)):
            yield Entry(url, clean(re.sub(r"<[^<>]{0,80}>", "", title)), first_date(_first(named, "date", "pubdate")))
            return
    for inner in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from _entries(page, inner, depth + 1)


def _first(named: Mapping[str, Any], *keys: str) -> str:
    return next((value for key in keys if isinstance(value := named.get(key), str) and value.strip()), "")


def _total(said: Any, depth: int = 0) -> int | None:
    if not isinstance(said, dict) or depth > _DEEPEST:
        return None
    total = said.get("total")
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10**9:
        return total
    return next((found for inner in said.values() if (found := _total(inner, depth + 1)) is not None), None)


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files("crawler") / "searches.toml").read_text("utf-8"))
