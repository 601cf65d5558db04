"""The style sheets within a page: which rules may hide figures, colour them like paper, or add some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_MOST_RULES = 500  # of a page that are looked at; a report's own has a hundred
_MOST_WORK = 5_000_000  # elements looked at for the parts of selectors; a report's page has a tenth
_MATCH = 20  # what one found costs
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PLAIN_MEDIA = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$", re.IGNORECASE)
_PSEUDO = re.compile(r"::?(?:before|after)\b", re.IGNORECASE)
_BRACES = re.compile(r"[{}]|\"[^\"\n]*\"|'[^'\n]*'")
_NOTEWORTHY = re.compile(r"color|background|display|visibility|content", re.IGNORECASE)
_DECLARED = re.compile(r"(?:^|;)\s*([a-zA-Z-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)")


class Rule(NamedTuple):
    """One selector with what it declares, names in small letters; `is_beside` where it is for ::before or ::after."""

    selector: str
    declared: dict[str, str]
    is_beside: bool


@lru_cache(maxsize=2048)
def declarations(style: str) -> dict[str, str]:
    """What a style declares, the last of a name counting.

    >>> declarations("COLOR: #FFF; content: ';1'")
    {'color': '#FFF', 'content': "';1'"}
    """
    return {name.lower(): value.strip() for name, value in _DECLARED.findall(style)}


def rules(
    tree: LexborHTMLParser, matters: re.Pattern[str] | None = None, noteworthy: re.Pattern[str] = _NOTEWORTHY
) -> list[Rule]:
    """The rules of all sheets of a page that hold on every screen; none where `matters` is stated and in no sheet.

    Rules that say nothing `noteworthy` are left out.
    """
    sheets = [sheet.text(deep=True) for sheet in tree.css("style")]
    if matters is not None and not any(map(matters.search, sheets)):
        return []
    found: list[Rule] = []
    for text in sheets:
        for selectors, block in _blocks(_COMMENT.sub(" ", text.replace("<!--", " ").replace("-->", " "))):
            declared = declarations(block) if noteworthy.search(block) else {}
            named = selectors.split(",") if declared else ()
            found += [Rule(_PSEUDO.sub("", s).strip() or "*", declared, bool(_PSEUDO.search(s))) for s in named]
            if len(found) >= _MOST_RULES:
                return found
    return found


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and what stands in their braces, without what holds on some screens only, or in print."""
    outer: list[bool] = []  # of each open block, whether it holds
    selectors = ""
    start = 0
    for found in _BRACES.finditer(sheet):
        if found[0] not in "{}":
            continue
        text = sheet[start : found.start()].strip()
        if found[0] == "{":
            head = text.rpartition(";")[2].strip()
            outer.append(all(outer) and (not head.startswith("@") or bool(_PLAIN_MEDIA.match(head))))
            selectors = head
        elif outer:
            if outer.pop() and selectors and not selectors.startswith("@"):
                yield selectors, text
            selectors = ""
        start = found.end()


def matched(tree: LexborHTMLParser, found: Sequence[Rule]) -> Iterator[tuple[Rule, LexborNode]]:
    """The elements that each rule is for; on pages built to make that endless, those of the first rules."""
    elements = len(tree.css("*")) if found else 0
    left = _MOST_WORK
    for rule in found:
        left -= elements * len(rule.selector.split())
        if left < 0:
            return
        try:
            nodes = tree.css(rule.selector)
        except SelectolaxError:
            continue  # a selector that only browsers know
        left -= _MATCH * len(nodes)
        yield from ((rule, node) for node in nodes)
