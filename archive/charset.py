"""Bytes to text when the declared charset may lie."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FALLBACKS = ("utf-8", "gb18030", "big5")


def decode(body: bytes) -> str:
    """The text of `body`, told by its bytes.

    Its byte order mark decides, else UTF-8 or GB18030, whichever it strictly is, else the reading of
    UTF-8, GB18030 and Big5 with the fewest replacement characters.

    Declarations are not asked: on Chinese government sites they are wrong more often than the bytes.

    >>> decode("年报".encode("gb18030")), decode("年报".encode())
    ('年报', '年报')
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for name in ("utf-8", "gb18030"):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    readings = [body.decode(name, "replace") for name in _FALLBACKS]
    return min(readings, key=lambda text: text.count("\ufffd"))
