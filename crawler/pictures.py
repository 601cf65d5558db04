"""The pictures of a page that may be the pages of a report: photographed or scanned, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.attachments import in_menu
from crawler.family import Page

MOST = 12
_SMALLEST = 300  # pixels; no page can be read from less
_ENDING = re.compile(r"\.(?:png|jpe?g|tiff?|bmp|webp)(?:$|\?)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:^|[\W\d_])(?:logo|icon|banner|qr|qrcode|ewm|erweima|weixin|wechat|weibo|share|btn|arrow|blank|loading)(?:$|[\W\d_])",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"(width|height)\s*:\s*(\d{1,5})\s*px", re.IGNORECASE)


def pictures(page: Page) -> Iterator[str]:
    """Addresses of the pictures of an article, in the order of the page: not the furniture of a site."""
    seen: set[str] = set()
    menus: dict[int, bool] = {}
    for node in page.tree.css("img") if page.tree.body else ():
        attributes = node.attributes
        named = (attributes.get(key) or "" for key in ("data-original", "data-src", "src"))
        url = next((page.absolute(source) for source in named if _ENDING.search(source.strip())), "")
        if not url or url in seen or len(seen) >= MOST or _is_furniture(url, node, menus):
            continue
        seen.add(url)
        yield url


def _is_furniture(url: str, node: LexborNode, menus: dict[int, bool]) -> bool:
    name = urlsplit(url).path.rpartition("/")[2]
    return _FURNITURE.search(name) is not None or _is_small(node) or in_menu(node, menus)


def _is_small(node: LexborNode) -> bool:
    """Whether the page shows a picture too small to read a table in."""
    attributes = node.attributes
    stated = dict(_LENGTH.findall(attributes.get("style") or ""))
    for side in ("width", "height"):
        length = stated.get(side) or attributes.get(side) or ""
        if length.removesuffix("px").isdigit() and int(length.removesuffix("px")) < _SMALLEST:
            return True
    return False
