"""The text of a table cell as a page shows it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from selectolax.lexbor import LexborNode

from archive.numbers import UNTOLD

BLOCK = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "center",
        "header",
        "footer",
        "form",
        "fieldset",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "hr",
        "ucapcontent",
        "body",
        "html",
    ]
)
SKIPPED = frozenset(["script", "style", "noscript", "template", "head", "iframe", "select", "option", "button"])
_PICTURED = frozenset(["img", "svg", "math", "canvas", "object", "embed", "video"])  # shown, but not as text
_NOT_SHOWN = (
    frozenset(["rt", "rp", "audio", "noframes", "title", "datalist", "-comment"]) | SKIPPED | {"del", "s", "strike"}
)
_NUMERAL = re.compile(r"[\d²³¹⁰-⁹₀-₉①-⓿❶-➓零无〇]")  # what a number, or a footnote's mark, is written with
_PLAIN = frozenset(["p", "div", "span", "font", "b", "strong"])  # what stands around the text of most cells
RAISED = frozenset(("sup", "sub"))  # the marks of footnotes
_FIELDS = frozenset((None, "", "text", "number"))
MOST_DEPTH = 200  # deeper nesting is an attack

Look = Literal["", "hidden", "struck", "raised", "placed", "line"]
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(?![.\d])"
    r"|font-size\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
# without IGNORECASE a pattern that begins with letters is found ten times faster
_HIDES = {
    word: re.compile(rf"{word}\s*:\s*(?i:none|hidden|collapse|all)")
    for word in ("display", "DISPLAY", "visibility", "VISIBILITY", "mso-hide")
}
_HIDDEN_TAG = re.compile(r"\shidden[\s=>/]")
_LOOKS: tuple[tuple[Look, re.Pattern[str]], ...] = (
    ("hidden", _HIDDEN),
    ("struck", re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)),
    (
        "raised",
        re.compile(r"vertical-align\s*:\s*(?:super|sub\b|-?[0.]*+[1-9])|mso-text-raise\s*:\s*-?\d", re.IGNORECASE),
    ),
    ("placed", re.compile(r"position\s*:\s*(?:absolute|fixed)|transform\s*:|direction\s*:\s*rtl", re.IGNORECASE)),
    (
        "line",
        re.compile(r"display\s*:\s*(?:inline-)?(?:block|flex|grid|table|list-item)|float\s*:\s*[lr]", re.IGNORECASE),
    ),
)


@lru_cache(maxsize=8192)
def _look(style: str) -> Look:
    """What a style does to the text it is put on; pages repeat a few styles a thousand times."""
    for look, pattern in _LOOKS:
        if pattern.search(style):
            return look
    return ""


def is_hidden(node: LexborNode) -> bool:
    """Whether the page does not show an element."""
    attributes = node.attributes
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _look(style) == "hidden")


def is_within_hidden(node: LexborNode) -> bool:
    """Whether the page does not show an element or one around it."""
    here: LexborNode | None = node
    while here is not None:
        if is_hidden(here):
            return True
        here = here.parent
    return False


def hides_anything(text: str) -> bool:
    """Whether a page may hold elements it does not show."""
    if any(word in text and pattern.search(text) for word, pattern in _HIDES.items()):
        return True
    return " hidden" in text and _HIDDEN_TAG.search(text) is not None


def styled_text(cell: LexborNode, style: str | None) -> str:
    """The text of a cell whose own `style` may hide it, strike it out or move its letters."""
    look = _look(style) if style else ""
    if look in ("hidden", "struck"):
        return ""
    text = cell_text(cell)
    return UNTOLD + text if look == "placed" and _NUMERAL.search(text) else text


def is_struck(cell: LexborNode) -> bool:
    """Whether the row of a cell is struck out or not to be seen as a whole."""
    row = cell.parent
    style = row.attributes.get("style") if row is not None else None
    return bool(style) and _look(style or "") in ("struck", "hidden")


def cell_text(cell: LexborNode) -> str:
    """The text of a cell with a line break wherever the page shows one: `1` above `2` is not 12.

    What is struck out or hidden is not printed; a raised digit is a footnote's and stands in brackets;
    a picture is `UNTOLD`, so that a cell with one is never taken for a number or a blank.
    """
    only = cell.first_child
    if only is None:
        return ""
    while only.next is None:
        if only.tag == "-text":
            return only.text_content or ""
        inner = only.first_child
        if inner is None or only.tag not in _PLAIN or _is_styled(only):
            break
        only = inner
    text = cell.text(deep=True)
    if text.strip() and not _NUMERAL.search(text):
        return text
    pieces: list[str] = []
    _collect(cell, pieces, 0)
    return "".join(pieces)


def _is_styled(node: LexborNode) -> bool:
    """Whether an element may do more to its text than set it in a line or two of its own."""
    attributes = node.attributes
    if not attributes:
        return False
    style = attributes.pop("style", None)
    attributes.pop("align", None)
    return bool(attributes or (style and _look(style) not in ("", "line")))


def _collect(node: LexborNode, pieces: list[str], depth: int) -> None:
    child = node.first_child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            pieces.append(child.text_content or "")
        elif tag == "br":
            pieces.append("\n")
        elif tag in _PICTURED:
            pieces.append("" if is_hidden(child) else UNTOLD)
        elif tag == "select":
            pieces.append(_chosen(child))
        elif depth >= MOST_DEPTH:
            pieces.append(UNTOLD)
        elif tag not in _NOT_SHOWN:
            _element(child, tag, pieces, depth)
        child = child.next


def _element(node: LexborNode, tag: str, pieces: list[str], depth: int) -> None:
    """The text of an inner element as its tag and style show it."""
    attributes = node.attributes
    style = attributes.get("style")
    look = _look(style) if style else ""
    if look in ("hidden", "struck") or "hidden" in attributes:
        return
    if tag == "input":
        pieces.append(f" {attributes.get('value') or ''} " if attributes.get("type") in _FIELDS else "")
    elif tag in ("details", "dialog") and "open" not in attributes:
        summary = node.css_first("summary")
        if summary is not None:
            _collect(summary, pieces, depth + 1)
    elif tag in RAISED or look == "raised" or "footnote" in (attributes.get("class") or "").lower():
        raised(node, pieces, depth)
    elif tag == "bdo" or look == "placed":
        pieces.append(UNTOLD)
    elif tag in BLOCK or look == "line":
        pieces.append("\n")
        _collect(node, pieces, depth + 1)
        pieces.append("\n")
    else:
        _collect(node, pieces, depth + 1)


def raised(node: LexborNode, pieces: list[str], depth: int) -> None:
    """Add the text of a raised element to `pieces`: a raised digit behind a figure is no digit of it."""
    inner: list[str] = []
    _collect(node, inner, depth + 1)
    mark = "".join(inner).strip()
    behind = any(piece.strip() for piece in pieces)
    pieces.append(f"[{mark}]" if mark and behind and not mark.startswith(("[", "【", "(", "（")) else mark)


def _chosen(select: LexborNode) -> str:
    """What a list of choices shows: the chosen one, else the first."""
    options = select.css("option")
    chosen = [option for option in options if "selected" in option.attributes] or options[:1]
    return chosen[-1].text(deep=True) if chosen else ""
