"""What a CMS family is: a pure function from a stored list page to what it lists and what to ask next.

To write one, see CONTRIBUTING.md. A family never touches the network and keeps no state; what one page
of a list must know of the page before travels in `Ask.state`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, Protocol
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.charset import decode
from archive.dates import first_date

_SPACE = re.compile(r"\s+")
MOST_CHARACTERS = 10_000_000


@dataclass(frozen=True)
class Page:
    """A fetched page as a family sees it. `url` is where it was found in the end."""

    url: str
    body: bytes
    params: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The page as text."""
        return decode(self.body)[:MOST_CHARACTERS]

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as a tree."""
        return LexborHTMLParser(self.text)

    def absolute(self, link: str) -> str:
        """A link of this page as an address without fragment; empty when it is none."""
        link = unescape(link).strip()
        if not link or link.startswith(("#", "javascript:", "data:", "mailto:", "tel:")):
            return ""
        try:
            return urldefrag(urljoin(self.url, link))[0]
        except ValueError:
            return ""


@dataclass(frozen=True)
class Ask:
    """A request a family wants: another page of the list, or an API's answer."""

    url: str
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A line of a list: a link with its full title and, where shown, its date.

    `is_report` is set where the family knows by other means than the title what the link leads to.
    """

    url: str
    title: str
    date: str | None = None
    attachments: tuple[str, ...] = ()
    is_report: bool | None = None


@dataclass(frozen=True)
class Listing:
    """What a list page holds: its entries, and what to ask for the rest.

    `total` is what the list claims to hold, `shortfall` how many of these it did not give in the end,
    `problem` why it could not be read, `empty_is_fine` that the list says of itself it is empty.
    """

    entries: tuple[Entry, ...] = ()
    asks: tuple[Ask, ...] = ()
    total: int | None = None
    shortfall: int = 0
    problem: str | None = None
    empty_is_fine: bool = False


class Family(Protocol):
    """What a module of spiders/ provides."""

    def listing(self, page: Page) -> Listing:
        """Read one page of a list."""


def clean(text: str) -> str:
    """Text with white space folded, entities and invisible characters gone."""
    return _SPACE.sub(" ", unescape(text).replace("\u200b", "").replace("\ufeff", "")).strip()


def entry(page: Page, anchor: LexborNode, around: str = "") -> Entry | None:
    """The entry an anchor makes: its title attribute where the text is cut, the date beside it."""
    url = page.absolute(anchor.attributes.get("href") or "")
    if not url:
        return None
    text, title = clean(anchor.text(deep=True)), clean(anchor.attributes.get("title") or "")
    cut = text.endswith(("...", "…")) or (title.startswith(text) and len(title) > len(text))
    return Entry(url, title if title and (cut or not text) else text, first_date(around))


def anchors(page: Page, node: LexborNode | None = None) -> Iterator[Entry]:
    """Every link below a node (by default the page) as an entry, with the date of its line."""
    root = node if node is not None else page.tree.body
    if root is None:
        return
    for anchor in root.css("a[href]"):
        line = anchor.parent
        while line is not None and line.tag not in ("li", "tr", "dl", "dd", "p", "div", "body"):
            line = line.parent
        around = line.text(deep=True, separator=" ")[:400] if line is not None else ""
        if made := entry(page, anchor, around):
            yield made
