"""HTML to a tree, unless building it would take for ever."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from archive.errors import UnreadableDocument

MOST_WORK = 500_000_000  # steps through open elements; about half a second
MOST_TABLES = 200  # one in the other
MOST_ATTRIBUTES = 5_000  # of one tag
_FEW_TAGS = 30_000  # with so few no nesting is too much work
_TAG = re.compile(
    r"<(?:(/)(?:div|section|article|main|center|ul|ol|dl|form|fieldset|blockquote)"
    r"|(div|section|article|main|center|ul|ol|dl|form|fieldset|blockquote)|(?:li|p|dd|dt|h[1-6]))\b",
    re.IGNORECASE,
)  # closing, opening, and those that close by themselves
_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_LIKE_TABLE = re.compile("<[tT][aA]")
_LONG = 10_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SEPARATOR = re.compile(r"[\s/]+")


def tree_of(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises UnreadableDocument for markup that no browser would be sent.

    The parser looks through all open elements at every block, and through all attributes at every further one.
    """
    if _work(text) > MOST_WORK or _tables(text) > MOST_TABLES:
        msg = "the page is nested too deeply"
        raise UnreadableDocument(msg)
    if _has_long_run(text) and any(_is_endless(tag[0]) for tag in _LONG_TAG.finditer(text)):
        msg = f"a tag of the page has more than {MOST_ATTRIBUTES:,} attributes"
        raise UnreadableDocument(msg)
    return LexborHTMLParser(text)


def _tables(text: str) -> int:
    """How deep tables lie in tables."""
    if len(_LIKE_TABLE.findall(text)) <= MOST_TABLES:
        return 0
    depth = deepest = 0
    for tag in _TABLE.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _has_long_run(text: str) -> bool:
    """Whether there may be as many characters without a `<` as a tag has that is too long."""
    half = _LONG // 2  # a run of the whole length covers one such piece from end to end
    return any(text.find("<", start, start + half) < 0 for start in range(0, len(text), half))


def _is_endless(tag: str) -> bool:
    return len(_SEPARATOR.findall(_QUOTED.sub("", tag))) > MOST_ATTRIBUTES


def _work(text: str) -> int:
    """How many open elements are passed over in all, were every element closed only by its own tag."""
    if text.count("<") <= _FEW_TAGS:
        return 0
    depth = work = 0
    for tag in _TAG.finditer(text):
        depth = max(depth - bool(tag[1]), 0) + bool(tag[2])
        work += depth
    return work
