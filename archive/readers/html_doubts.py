"""Elements of a page whose text may not be seen as it is written: hidden, struck out, raised, moved, or added to."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from archive.readers.html_sheets import matched, rules
from archive.readers.html_unseen import is_pale

STRUCK = frozenset(("del", "s", "strike"))
_TAGS = (
    "sup, sub, del, s, strike, bdo, ruby, img, svg, math, canvas, object, embed, video, meter, progress, "
    "details:not([open]), dialog:not([open]), datalist, noframes, audio, input, [hidden], bdi"
)
_GONE = (
    r"display\s*:\s*none|(?<!-)visibility\s*:\s*(?:hidden|collapse)|content-visibility|mso-hide\s*:\s*all"
    r"|opacity\s*+:\s*+(?:0++(?:\.0*+)?|\.0++)(?![.\d])|font(?:-size)?\s*:\s*[012](?:\.\d{0,9})?(?![.\de])(?!\s*(?:r?em|%))"
    r"|font-size\s*:\s*0(?![.\d])|line-through|vertical-align\s*:\s*(?:super|sub\b|-?[0.]*+[1-9])"
    r"|(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*0(?![.\d])|clip(?:-path)?\s*:|(?:^|[;\s])(?:filter|mask)\s*:"
    r"|text-indent\s*:\s*-\d{3}|-reverse|text-security|text-fill-color|mso-text-raise\s*:\s*-?\d"
)
_MOVED = r"position\s*:\s*(?:absolute|fixed)|transform\s*:|direction\s*:\s*rtl|unicode-bidi|(?:^|[;\s])order\s*:"
_ODD, _PLACED = re.compile(_GONE, re.IGNORECASE), re.compile(_MOVED, re.IGNORECASE)
_IN_SHEETS = re.compile(f"{_GONE}|{_MOVED}|content\\s*:|(?<![-g])color\\s*:", re.IGNORECASE | re.MULTILINE)


def unsure(tree: LexborHTMLParser) -> frozenset[int]:
    """The `mem_id` of each element by whose tag or style its text may be seen otherwise than it is written.

    An element that holds tables and is only placed somewhere on the page is none of them.
    """
    found = {node.mem_id for node in tree.css(_TAGS)}
    for node in tree.css("[style]"):
        look = _look(node.attributes.get("style") or "")
        if look == "odd" or (look == "placed" and node.css_first("table") is None):
            found.add(node.mem_id)
    sheets = [rule for rule in rules(tree, _IN_SHEETS, _IN_SHEETS) if _is_odd(rule.declared, is_beside=rule.is_beside)]
    found.update(node.mem_id for rule, node in matched(tree, sheets) if node.tag not in ("html", "body"))
    return frozenset(found)


@lru_cache(maxsize=8192)
def _look(style: str) -> str:
    """What a style may do to text; pages repeat a few a thousand times.

    >>> _look("font-size:0"), _look("opacity: 0.5"), _look("position:absolute"), _look("font-size:16px")
    ('odd', '', 'placed', '')
    """
    return "odd" if _ODD.search(style) else "placed" if _PLACED.search(style) else ""


def _is_odd(declared: dict[str, str], *, is_beside: bool) -> bool:
    """Whether what a rule declares may hide text, move it, or put a figure beside it."""
    if is_beside:
        return declared.get("content", "none").strip("\"' ") not in ("", "none", "normal")
    if is_pale(declared.get("color")) and not any(name.startswith("background") for name in declared):
        return True
    return any(_look(f"{name}:{value}") for name, value in declared.items())
