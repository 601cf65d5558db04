"""What a CMS family is: a pure function from a stored list page to what it lists and what to ask next.

To write one, see CONTRIBUTING.md. A family never touches the network and keeps no state; what one page
of a list must know of the page before travels in `Ask.state`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.charset import decode
from archive.dates import first_date
from archive.markup import tree_of

_SPACE = re.compile(r"(?:\s|</?br\s*/?>)+", re.IGNORECASE)
_INVISIBLE = re.compile("[\\u200b\\ufeff\\ud800-\\udfff]")
_ELLIPSIS = re.compile(r"\.{3}|…")
_LINES = ("li", "tr", "dl", "dd", "p", "div", "body")
_SHARED = ("dl", "p", "div", "body")  # a block of this kind may hold several lines
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
        return tree_of(self.text)

    @cached_property
    def metas(self) -> dict[str, str]:
        """The page's metadata by lower-case names; of several of one name the first that says something."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta[name]"):
            attributes = node.attributes
            if content := clean(attributes.get("content") or ""):
                found.setdefault((attributes.get("name") or "").lower(), content)
        return found

    @property
    def column_name(self) -> str:
        """What the page says its column is called (metadata of the national website standard)."""
        return self.metas.get("columnname", "")

    @cached_property
    def title(self) -> str:
        """What stands in the title of the page; empty where it has none."""
        node = self.tree.css_first("title")
        return clean(node.text(deep=True)) if node is not None else ""

    @cached_property
    def json(self) -> Any:
        """The page as JSON; None where it is none."""
        return loaded(self.text)

    def absolute(self, link: str) -> str:
        """A link of this page as an address without fragment; empty when it is none."""
        link = unescape(link).strip()
        if not link or link.startswith("#"):
            return ""
        try:
            address = urldefrag(urljoin(self.url, link))[0]
            parts = urlsplit(address)
            good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and address.encode()
        except ValueError:  # brackets that do not close, a port that is none, half a character
            return ""
        return address if good else ""


@dataclass(frozen=True)
class Ask:
    """A request a family wants: another page of the list, or an API's answer.

    A POST carries `form` as form fields, or `json` as a JSON document. `otherwise` is what to ask in its
    place when the server refuses it.
    """

    url: str
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    otherwise: Ask | None = None


@dataclass(frozen=True)
class Entry:
    """A line of a list: a link with its full title and, where shown, its date.

    `is_report` is set where the family knows by other means than the title what the link leads to, `composed`
    where it put the address together from an agency and a year: there may be no such report.
    """

    url: str
    title: str
    date: str | None = None
    attachments: tuple[str, ...] = ()
    is_report: bool | None = None
    composed: bool = False


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


def loaded(text: str) -> Any:
    """A text as JSON; None for what is none, or nests deeper than anybody would.

    >>> loaded('{"a": [1]}'), loaded("<html>"), loaded("[" * 100_000)
    ({'a': [1]}, None, None)
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def clean(text: str) -> str:
    """Text with white space and line breaks folded, entities, invisible and half characters gone."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unescape(text))).strip()


def entry(page: Page, anchor: LexborNode, around: str = "") -> Entry | None:
    """The entry an anchor makes: its title attribute where the text is cut, the date beside it."""
    url = page.absolute(anchor.attributes.get("href") or "")
    if not url:
        return None
    text, title = clean(anchor.text(deep=True)), clean(anchor.attributes.get("title") or "")
    return Entry(url, title if title and (not text or _is_cut(text, title)) else text, first_date(around))


def _is_cut(text: str, title: str) -> bool:
    """Whether the text shown is the beginning of the title."""
    shown = _ELLIPSIS.split(text)[0].strip("·•- ")
    return len(title) > len(shown) and (title.startswith(shown) if shown == text else shown in title)


def anchors(page: Page, node: LexborNode | None = None) -> Iterator[Entry]:
    """Every link below a node (by default the page) as an entry, with the date of its line."""
    root = node if node is not None else page.tree.body
    if root is None:
        return
    texts: dict[int, str | None] = {}
    lines = _Lines()
    for anchor in root.css("a[href]"):
        line = lines.of(anchor)
        if line.mem_id not in texts:
            shared = line.tag in _SHARED and not lines.is_single(line)
            texts[line.mem_id] = None if shared else line.text(deep=True, separator=" ")[:400]
        around = texts[line.mem_id]
        if made := entry(page, anchor, _behind(anchor) if around is None else around):
            yield made


class _Lines:
    """The lines of a page's links: no element is climbed or searched twice, however many links it holds."""

    def __init__(self) -> None:
        self._known: dict[int, LexborNode] = {}
        self._single: dict[int, bool] = {}

    def of(self, anchor: LexborNode) -> LexborNode:
        """The element that holds the anchor's line; of a definition list with one link, the whole list."""
        passed, line = [anchor.mem_id], anchor
        while line.mem_id not in self._known and line.parent is not None and line.tag not in _LINES:
            line = line.parent
            passed.append(line.mem_id)
        line = self._known.get(line.mem_id) or self._whole(line)
        self._known.update(dict.fromkeys(passed, line))
        return line

    def _whole(self, line: LexborNode) -> LexborNode:
        above = line.parent
        return above if line.tag == "dd" and above is not None and above.tag == "dl" and self.is_single(above) else line

    def is_single(self, node: LexborNode) -> bool:
        """Whether an element holds no more than one link."""
        if node.mem_id not in self._single:
            links = (inner for inner in node.traverse() if inner.tag == "a" and "href" in inner.attributes)
            self._single[node.mem_id] = len(list(islice(links, 2))) < 2
        return self._single[node.mem_id]


def _behind(anchor: LexborNode) -> str:
    """The text between an anchor and the next one beside it."""
    texts: list[str] = []
    node = anchor.next
    while node is not None and node.tag not in ("a", "br") and len(texts) < 20:
        texts.append(node.text(deep=True))
        node = node.next
    return " ".join(texts)[:400]
