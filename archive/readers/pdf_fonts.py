"""Codes of PDF text that pdfminer's tables lack: it leaves them out without a word, and −2 becomes 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pdfminer.cmapdb import CMap
from pdfminer.pdffont import PDFCIDFont

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # no number has it
_UNICODE = ("UCS2", "UTF16")  # in the name of a table of codes that are the characters themselves


class _Code(int):
    """Character 0 of a font, which stands for all it lacks, with the text its code means."""

    text: str


def keep_every_code(font: Any) -> None:
    """Make a font give something for every code of a string: the character where the code tells it, else U+FFFD."""
    cmap = getattr(font, "cmap", None)
    if not isinstance(font, PDFCIDFont) or not isinstance(cmap, CMap) or "decode" in vars(font):
        return
    name = str(cmap.attrs.get("CMapName", ""))
    encoding = "utf-16-be" if any(word in name for word in _UNICODE) else "gb18030" if name.startswith("GB") else None
    font.decode = partial(_decoded, cmap.code2cid, encoding)
    font.to_unichr = partial(_text, font.to_unichr)


def _decoded(table: dict[int, Any], encoding: str | None, string: bytes) -> Iterator[int]:
    here, start = table, 0
    for i, byte in enumerate(string):
        found = here.get(byte)
        if isinstance(found, dict):
            here = found
            continue
        if found is None and here is table and encoding is not None and i == start and i + 1 < len(string):
            here = {}  # the first of two bytes, and no character begins with it
            continue
        yield _lost(string[start : i + 1], encoding) if found is None else found
        here, start = table, i + 1
    if start < len(string):
        yield _lost(string[start:], encoding)


def _lost(code: bytes, encoding: str | None) -> _Code:
    made = _Code(0)
    made.text = (code.decode(encoding, "replace") if encoding else "") or _UNKNOWN
    return made


def _text(known: Callable[[int], str], cid: int) -> str:
    return cid.text if isinstance(cid, _Code) else known(cid)
