"""Markup that a page does not hold itself but writes by a script: the strings in which it lies."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

MOST_CHARACTERS = 5_000_000  # of the scripts of a page together
_QUOTE = re.compile("[\"'`]")
_INSIDE = {
    '"': re.compile(r'(?:[^"\\\n]|\\[\s\S])*'),
    "'": re.compile(r"(?:[^'\\\n]|\\[\s\S])*"),
    "`": re.compile(r"(?:[^`\\]|\\[\s\S])*"),
}
_GOES_ON = re.compile(r"\+|\);?(?:document\.)?(?:write|writeln|push|append)\(|;?\w+\+=|,")
_LONGEST_GAP = 5000  # characters between two strings that are put together
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|([\s\S]))")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": ""}
_MARKUP = re.compile(r"</?(?:table|tr|td|p|div)\b", re.IGNORECASE)


def markup(script: str) -> Iterator[str]:
    r"""The pieces of markup a script holds in its strings, unescaped; strings put together by `+` are one piece.

    >>> list(markup(r'show("<p>\u4e00\/</p>" + "<p>2</p>"); var a = "x"'))
    ['<p>一/</p><p>2</p>']
    """
    for text in _joined(script[:MOST_CHARACTERS]):
        shown = _decoded(text)
        if _MARKUP.search(shown):
            yield shown


def _joined(script: str) -> Iterator[str]:
    pieces: list[str] = []
    end = 0
    for start, stop in _strings(script):
        if pieces and not _goes_on(script[end : min(start - 1, end + _LONGEST_GAP)]):
            yield "".join(pieces)
            pieces = []
        pieces.append(_unescaped(script[start:stop]))
        end = stop + 1
    if pieces:
        yield "".join(pieces)


def _strings(script: str) -> Iterator[tuple[int, int]]:
    """Where each string starts and ends, without its quotes; one that does not end is passed over as far as it goes."""
    at = 0
    while opened := _QUOTE.search(script, at):
        inside = _INSIDE[opened[0]].match(script, opened.end())
        assert inside is not None
        at = inside.end() + 1
        if script[inside.end() : at] == opened[0]:
            yield opened.end(), inside.end()


def _goes_on(gap: str) -> bool:
    """Whether what stands between two strings puts them together."""
    return _GOES_ON.fullmatch("".join(gap.split())) is not None


def _unescaped(text: str) -> str:
    """A string of JavaScript or JSON as its program sees it."""
    if "\\" not in text:
        return text
    joined = _ESCAPE.sub(_sign, text)
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sign(found: re.Match[str]) -> str:
    long, short, byte, newline, single = found.groups()
    if number := long or short or byte:
        return chr(min(int(number, 16), 0x10FFFF))
    return "" if newline else _SIGNS.get(single, single)


def _decoded(text: str) -> str:
    """Undo what a script undoes before it writes: percent signs and entities."""
    if "<" not in text and "%3c" in text.lower():
        text = unquote(_PERCENT_U.sub(lambda found: chr(int(found[1], 16)), text))
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    return text
