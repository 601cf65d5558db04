"""Figures of a page that are white on white, that a style sheet hides, and those it adds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.numbers import UNTOLD
from archive.readers.html_sheets import Rule, declarations, matched, rules

_WHITE = re.compile(
    r"\s*[:=]\s*[\"']?\s*(?:#(?:fff\b|(?:f[2-9a-f]){3})|white|transp"
    r"|rgb(?:\(\s*2[45]|a\(\s*(?:2[45]|\d+[\s,]+\d+[\s,]+\d+[\s,/]+0)))",
    re.IGNORECASE,
)
_MATTERS = re.compile(
    r"(?<![-g])color\s*:\s*(?:#f|white|rgb|transp)|display\s*:\s*none|visibility\s*:\s*hidden|content\s*:",
    re.IGNORECASE,
)
_PALE = (
    '[style*="color:#f" i], [style*="color: #f" i], [style*="color:white" i], [style*="color: white" i], '
    '[style*="color:rgb" i], [style*="color: rgb" i], [style*="color:trans" i], [style*="color: trans" i], '
    '[color^="#f" i], [color="white" i]'
)
_FIGURE = re.compile(r"[\d零无〇]")
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*[,\s]\s*(\d+)\s*[,\s]\s*(\d+)\s*(?:[,/]\s*([\d.]+))?")
_PALEST = 242  # of 255
_DEEPEST = 100
_NO_GROUND = frozenset(("", "none", "transparent", "inherit", "initial", "unset"))
_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("td", "th", "tr", "tbody"))


def settle(tree: LexborHTMLParser, text: str) -> str:
    """Take out of `tree` the figures that surely nobody sees, mark those in doubt; the page as it is then.

    Nothing is done, and nothing costs time, where a page says nothing of white letters or of style sheets.
    """
    is_white = _says_white(text)
    sheets = rules(tree, None if is_white else _MATTERS)
    if not is_white and not sheets:
        return text
    page = _Page(tree)
    for rule, node in matched(tree, [rule for rule in sheets if rule.is_beside]):
        page.add(rule.declared.get("content", ""), node)
    own = [node for node in tree.css(_PALE) if is_pale(_own_colour(node))] if is_white else []
    hidden = matched(tree, [rule for rule in sheets if _hides(rule)])
    doubted = {node.mem_id: node for rule, node in hidden if _is_in_table(node, rule)}.values()
    if own or doubted:
        page.learn([rule for rule in sheets if not rule.is_beside and not _hides(rule)])
    for node in own:
        page.whiten(node)
    for node in doubted:
        page.doubt(node)
    return (tree.html or text) if page.is_changed else text


def _hides(rule: Rule) -> bool:
    """Whether a rule hides text, or makes it white on no other ground."""
    said = rule.declared
    if rule.is_beside:
        return False
    is_gone = said.get("display") == "none" or said.get("visibility") == "hidden"
    return is_gone or (is_pale(said.get("color")) and _ground(said) is not False)


def _is_in_table(node: LexborNode, rule: Rule) -> bool:
    """Whether an element is a part of a table; a table that is not displayed as a whole may be one of two copies."""
    if node.tag == "table":
        return is_pale(rule.declared.get("color"))
    return node.tag in _ROWS or (_cell_of(node) is not None and node.css_first("table") is None)


def _says_white(text: str) -> bool:
    """Whether anything is given white letters. Splitting is ten times faster than a pattern."""
    for word in ("olor", "OLOR"):
        pieces = text.split(word)
        for before, behind in pairwise(pieces):
            if before[-1:] in ("c", "C") and before[-2:-1] not in ("-", "g", "G") and _WHITE.match(behind):
                return True
    return False


@dataclass
class _Page:
    """The tree while it is changed, and what its style sheets say of its elements, by `mem_id`."""

    tree: LexborHTMLParser
    grounds: set[int] = field(default_factory=set)  # with a background that is not white
    coloured: set[int] = field(default_factory=set)  # with letters that are not white
    has_sheets: bool = False
    is_changed: bool = False

    def learn(self, sheets: list[Rule]) -> None:
        """Which elements the sheets give a ground, or letters that show."""
        self.has_sheets = bool(sheets) or self.tree.css_first('link[rel*="stylesheet" i], style') is not None
        for rule, node in matched(
            self.tree, [r for r in sheets if "color" in r.declared or _ground(r.declared) is False]
        ):
            if _ground(rule.declared) is False:
                self.grounds.add(node.mem_id)
            if "color" in rule.declared:
                self.coloured.add(node.mem_id)

    def add(self, content: str, node: LexborNode) -> None:
        """What a sheet puts before or behind the text of a cell can be a figure, or a part of one."""
        named = re.search(r"attr\(\s*([\w-]+)", content)
        adds = content + (node.attributes.get(named[1]) or "" if named else "")
        if _cell_of(node) is not None and (_FIGURE.search(adds) or "counter" in content):
            node.insert_child(UNTOLD)
            self.is_changed = True

    def whiten(self, node: LexborNode) -> None:
        """Letters that an element itself makes white: they show only upon another ground."""
        told = self._stands_on(node)
        if told != "seen" and (told == "white" or _cell_of(node) is not None):
            self._replace(node, "" if told == "white" else UNTOLD)

    def doubt(self, node: LexborNode) -> None:
        """Letters that a sheet hides or makes white, unless another rule shows them."""
        if self._stands_on(node) != "seen":
            self._replace(node, UNTOLD)

    def _stands_on(self, node: LexborNode) -> str:
        """`seen` on a ground that is not white, `white`, or `unsure` where a sheet may make the ground."""
        here: LexborNode | None = node
        in_table, is_named = True, False
        while here is not None and here.tag not in (None, "-document"):
            attributes = here.attributes
            ground = _own_ground(here)
            if ground is False or here.mem_id in self.grounds:
                return "seen"
            if ground:
                break
            is_named = is_named or (in_table and not {"class", "id"}.isdisjoint(attributes))
            in_table = in_table and here.tag != "table"
            here = here.parent
        return "unsure" if is_named and self.has_sheets else "white"

    def _replace(self, node: LexborNode, by: str) -> None:
        for text in list(self._figures(node, 0)):
            self.is_changed = True
            text.replace_with(by) if by else text.decompose()

    def _figures(self, node: LexborNode, depth: int) -> Iterator[LexborNode]:
        """The texts with figures below an element that have its colour and ground."""
        child = node.first_child
        while child is not None and depth < _DEEPEST:
            if child.tag == "-text":
                if _FIGURE.search(child.text_content or ""):
                    yield child
            elif child.is_element_node and not self._differs(child):
                yield from self._figures(child, depth + 1)
            child = child.next

    def _differs(self, node: LexborNode) -> bool:
        return (
            _own_colour(node) is not None
            or _own_ground(node) is False
            or node.mem_id in self.grounds
            or node.mem_id in self.coloured
        )


def _cell_of(node: LexborNode) -> LexborNode | None:
    here: LexborNode | None = node
    while here is not None and here.tag not in _CELLS:
        here = here.parent
    return here


def _own_colour(node: LexborNode) -> str | None:
    attributes = node.attributes
    said = declarations(attributes.get("style") or "").get("color")
    return said or (attributes.get("color") if node.tag == "font" else None)


def _own_ground(node: LexborNode) -> bool | None:
    attributes = node.attributes
    if attributes.get("background"):
        return False
    said = _ground(declarations(attributes.get("style") or ""))
    coloured = attributes.get("bgcolor")
    return said if said is not None or not coloured else is_pale(coloured)


def _ground(declared: dict[str, str]) -> bool | None:
    """Whether a stated background is white; None where there is none."""
    for name in ("background-image", "background", "background-color"):
        value = declared.get(name, "").lower().replace("!important", "").strip()
        if value.split(" ", 1)[0] not in _NO_GROUND or "url(" in value or "#" in value:
            return is_pale(value)
    return None


def is_pale(colour: str | None) -> bool:
    """Whether a colour cannot be told from white paper.

    >>> is_pale("#FFF"), is_pale("rgb(255, 255, 254)"), is_pale("rgba(0,0,0,0)"), is_pale("#f00"), is_pale(None)
    (True, True, True, False, False)
    """
    text = (colour or "").lower()
    if "white" in text or "transparent" in text:
        return True
    if found := _HEX.search(text):
        digits = found[1] if len(found[1]) >= 6 else "".join(2 * digit for digit in found[1])
        shades = [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
        return min(shades) >= _PALEST or digits[6:8] == "00"
    if rgb := _RGB.search(text):
        return min(int(rgb[i]) for i in (1, 2, 3)) >= _PALEST or (rgb[4] is not None and float(rgb[4]) == 0)
    return False
