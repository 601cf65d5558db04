"""Text of documents made safe to show: what steers a terminal, or turns a line around, is shown as its code."""

from __future__ import annotations

import re
from typing import Any

# Control characters, the marks that turn the direction of a line, invisible ones, separators of lines, halves of pairs.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""A text as one line in which nothing is hidden.

    >>> print(visible("7\x1b[2J\u202e8"), visible("甲\n乙"))
    7\x1b[2J\u202e8 甲 乙
    """
    return _UNSEEN.sub(_code, text)


def visible_json(written: str) -> str:
    r"""Written JSON with the same characters as its own escapes; its line breaks stay.

    >>> print(visible_json('{"a": "\x9b\u202e"}'))
    {"a": "\u009b\u202e"}
    """
    return _UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", written)


def shown(value: Any) -> Any:
    """A value as a page shows it: text visible, anything else as it is."""
    return visible(value) if type(value) is str else value


def _code(found: re.Match[str]) -> str:
    return " " if found[0] in "\t\n\r" else found[0].encode("unicode_escape", "backslashreplace").decode()
