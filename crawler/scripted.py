"""Links that stand only in a page's scripts: written out as HTML, or as an address and a title an item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.dates import first_date
from archive.markup import tree_of
from crawler.family import Entry, Page, anchors, clean

_LITERAL = r"(?P<q>[\"'])(?P<value>(?:\\.|(?!(?P=q))[^\\\n])*+)(?P=q)"
_WRITE = re.compile(rf"document\.write(?:ln)?\(\s*{_LITERAL}\s*\)")
_PART = re.compile(rf"\b(?P<key>url|link|href|title)[\"']?\s*[:=]\s*{_LITERAL}", re.IGNORECASE)
_PAGE = re.compile(r"\A[^\s<>/]*+(?:/[^\s<>]*+|(?<=\.\w\w)|(?<=\.\w{3})|(?<=\.\w{4})|(?<=\.\w{5}))")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_NEAR = 400  # characters behind an item in which its date stands


def written(page: Page) -> Iterator[Entry]:
    """The entries of all scripts of a page."""
    for script in page.tree.css("script"):
        if not script.attributes.get("src"):
            text = script.text(deep=True)
            yield from _as_html(page, text)
            yield from _as_items(page, text)


def _as_html(page: Page, script: str) -> Iterator[Entry]:
    """What `document.write` writes in whole strings."""
    html = "".join(plain(found["value"]) for found in _WRITE.finditer(script))
    if "<a" in html:
        yield from anchors(page, tree_of(html).body)


def _as_items(page: Page, script: str) -> Iterator[Entry]:
    """Items such as `url = "./202401/t1.html"; title = "…"`, or `{title: "…", url: "…"}`, with the date behind."""
    item: dict[str, str] = {}
    end = 0
    for part in _PART.finditer(script):
        key = "title" if part["key"].lower() == "title" else "url"
        if key in item:
            yield from _entry(page, item, script[end : part.start()])
            item = {}
        item[key], end = plain(part["value"]), part.end()
    yield from _entry(page, item, script[end:])


def _entry(page: Page, item: dict[str, str], behind: str) -> Iterator[Entry]:
    title = clean(item.get("title", ""))
    url = page.absolute(item.get("url", ""))
    if title and url and _PAGE.fullmatch(item["url"].strip()):
        yield Entry(url, title, first_date(behind[:_NEAR]))


def plain(literal: str) -> str:
    r"""A string of a script as it is meant.

    >>> plain(r"<a href=\"1.html\">\u5e74<\/a>")
    '<a href="1.html">年</a>'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _SHORT.get(found[2], found[2]), literal)


_SHORT = {"n": "\n", "t": " ", "r": " "}
