"""Which documents of a web archive may be reports: by status, by what the server calls them and what they say."""

from __future__ import annotations

import html
import re

from archive.charset import decode
from archive.media import HTML, JSON, TEXT, XML, sniff
from archive.readers.registry import has_reader

_FURNITURE = re.compile(
    r"image/|font/|audio/|video/|text/(?:css|javascript)|application/(?:x-)?javascript", re.IGNORECASE
)
_PICTURES = "image/"
_WORDS = "信息公开"
_ESCAPED = _WORDS.encode("unicode-escape").decode()  # as JSON may have them


def may_be_report(body: bytes, stated: str) -> bool:
    """Whether a document is worth reading: not a picture, a script or a style, and a page or text only with the words.

    `stated` is the media type the server gave.
    """
    if _FURNITURE.match(stated):
        return False
    media_type = sniff(body)
    if media_type.startswith(_PICTURES) or not has_reader(media_type):
        return False
    if media_type not in (HTML, TEXT, XML, JSON):
        return True
    text = decode(body)
    return _WORDS in text or _ESCAPED in text.lower() or ("&#" in text and _WORDS in html.unescape(text))
