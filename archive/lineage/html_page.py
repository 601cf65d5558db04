"""A table of a stored page as markup of ours, with cells marked: what may run, load, cover or move is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.charset import decode
from archive.grid import expand
from archive.markup import tree_of
from archive.readers.html import MOST_CHARACTERS
from archive.readers.html_blocks import Blocks, span_of
from archive.readers.html_cells import hides_anything

MOST_ROWS = 150
MOST_MARKUP = 2_000_000  # characters
_DEEPEST = 60
_KEPT = re.compile(
    r"table|thead|tbody|tfoot|tr|td|th|caption|p|div|span|b|strong|i|em|u|s|del|strike|sup|sub|font|center|h[1-6]|[uo]l|li"
)
_DROPPED = re.compile(
    r"script|style|noscript|template|head|title|meta|link|base|i?frame|object|embed|audio|video|canvas|svg|math"
    r"|select|option|datalist|button|input|textarea|-comment"
)
_COUNTS = ("colspan", "rowspan")
_WORDS = ("align", "valign")
_STYLES = re.compile(
    r"display|visibility|(?:text|vertical)-align|text-decoration|font-weight|font-style|(?:background-)?color|white-space"
)
_HARMLESS = re.compile(r"[\w\s.%#,-]{1,40}|rgba?\([\d\s.,%]{1,30}\)")

Spots = Mapping[tuple[int, int], tuple[str, str]]  # (row, column) from 1 -> mark and text


def marked_table(body: bytes, ordinal: int, spots: Spots) -> str | None:
    """The `ordinal`-th table of a page with the cells of `spots` marked, as harmless markup.

    None where one of them cannot be found there with its text, or the table is no form's.
    """
    content = decode(body)[:MOST_CHARACTERS]
    tree = tree_of(content)
    for hides in dict.fromkeys((hides_anything(content), False)):
        marks = _marks(tree, ordinal, spots, hides=hides)
        if marks is not None:
            made = "".join(_markup(tree.css("table")[ordinal - 1], marks, 0))
            return made if len(made) <= MOST_MARKUP else None
    return None


def _marks(tree: LexborHTMLParser, ordinal: int, spots: Spots, *, hides: bool) -> dict[int, str] | None:
    """The elements to mark, found the way the reader finds the places of cells."""
    tables = tree.css("table")
    if not 0 < ordinal <= len(tables):
        return None
    walk = Blocks(tree, hides=hides)
    for _ in walk.of(tree.body):
        pass  # it learns which row is which table's
    stated = walk.stated(tables[ordinal - 1])
    if len(stated) > MOST_ROWS:
        return None
    found: dict[int, str] = {}
    grid = expand([[span_of(cell) for cell in row] for row in stated], {})
    for r, row in enumerate(grid.rows):
        own = [cell for cell in row if cell.row == r]
        for cell, element in zip(own, stated[r], strict=False):  # cells beyond the last column are not read
            mark, text = spots.get((r + 1, cell.column + 1), ("", ""))
            if mark and cell.text.strip() == text:
                found[element.mem_id] = mark
    return found if len(found) == len(spots) else None


def _markup(node: LexborNode, marks: Mapping[int, str], depth: int) -> Iterator[str]:
    tag = node.tag or ""
    if tag == "-text":
        yield escape(node.text_content or "")
    elif tag == "img":
        yield "[picture]"
    elif _DROPPED.fullmatch(tag):
        return
    elif depth >= _DEEPEST:
        yield escape(node.text(deep=True))
    elif tag == "br":
        yield "<br>"
    else:
        name = tag if _KEPT.fullmatch(tag) else "span"
        mark = f" class={marks[node.mem_id]}" if node.mem_id in marks else ""
        yield f"<{name}{_attributes(node)}{mark}>"
        child = node.first_child
        while child is not None:
            yield from _markup(child, marks, depth + 1)
            child = child.next
        yield f"</{name}>"


def _attributes(node: LexborNode) -> str:
    """The attributes by which a page says how far a cell reaches, and what it hides, strikes out or sets apart."""
    made = ""
    for name, value in node.attributes.items():
        if name in _COUNTS and re.fullmatch(r"\d{1,3}", value or ""):
            made += f" {name}={value}"
        elif name in _WORDS and (value or "").isalpha():
            made += f' {name}="{escape(value or "")}"'
        elif name == "hidden":
            made += " hidden"
        elif name == "style":
            made += f' style="{escape(_style(value or ""))}"'
    return made


def _style(stated: str) -> str:
    """The part of a style that neither loads nor moves anything.

    >>> _style("color: red; position: fixed; background-color: url(http://a/)")
    'color:red'
    """
    kept = []
    for declaration in stated[:2000].split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if _STYLES.fullmatch(name) and _HARMLESS.fullmatch(value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)
