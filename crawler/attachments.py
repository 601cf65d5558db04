"""The files attached to a report's page: linked beside the body, or named in its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborNode

from crawler.family import Page, clean

ENDINGS = (
    "pdf",
    "docx",
    "doc",
    "rtf",
    "odt",
    "xlsx",
    "xls",
    "xlsb",
    "ods",
    "wps",
    "et",
    "ofd",
    "zip",
    "rar",
    "7z",
    "tif",
    "tiff",
)
MOST = 20
_ENDING = re.compile(rf"\.({'|'.join(ENDINGS)})(?=$|[?#&\"'\s<\]）)])", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/(?:downfile\.jsp|document/download|download\.jsp|downloadFile|attachment/)", re.IGNORECASE)
_TWIN = re.compile(r"AnnualReport/download/\d{1,18}\.html?$", re.IGNORECASE)
_ALWAYS = "/system/_content/download.jsp"  # where Visual SiteBuilder keeps nothing but attached files
_ENDED = "|".join(rf"(?<=[\w%-]\.{ending})" for ending in ENDINGS)
_IN_SCRIPT = re.compile(rf"""["'=](?P<url>[\w./:%~-]++)(?=["'&)])(?:{_ENDED})""", re.IGNORECASE)
_ENCODED = re.compile(r"%2f|https?%3a", re.IGNORECASE)
_MENU = re.compile(r"(?:^|[\s_-])(?:nav|menu|foot(?:er)?|head(?:er)?|side(?:bar)?|links?)(?:$|[\s_-])", re.IGNORECASE)


def attachments(page: Page) -> Iterator[tuple[str, str]]:
    """Addresses of attached documents with the names they are shown under; each once."""
    seen: set[str] = set()
    for url, name in (*_linked(page), *_hinted(page), *_scripted(page)):
        if url and url != page.url and url not in seen and len(seen) < MOST:
            seen.add(url)
            yield url, name


def _linked(page: Page) -> Iterator[tuple[str, str]]:
    """Links and frames anywhere on the page but in its menus; only those that lead to documents count."""
    root = page.tree.body
    if root is None:
        return
    menus: dict[int, bool] = {}
    for anchor in root.css("a[href]"):
        url = page.absolute(anchor.attributes.get("href") or "")
        name = clean(anchor.text(deep=True))
        if url and is_document(url, name) and not in_menu(anchor, menus):
            yield url, name
    for frame in root.css("iframe[src], embed[src], object[data]"):
        source = page.absolute(frame.attributes.get("src") or frame.attributes.get("data") or "")
        target = page.absolute(viewed(source) or source)
        if _ENDING.search(urlsplit(target).path):
            yield target, ""


def in_menu(inner: LexborNode, known: dict[int, bool]) -> bool:
    """Whether an element lies in a menu, the head or the foot of its page; `known` are elements asked before."""
    passed, found = [], False
    node = inner.parent
    while node is not None and node.tag != "body" and not found:
        if node.mem_id in known:
            found = known[node.mem_id]
            break
        passed.append(node.mem_id)
        found = node.tag in ("nav", "header", "footer") or _is_called_menu(node)
        node = node.parent
    known.update(dict.fromkeys(passed, found))
    return found


def _is_called_menu(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(_MENU.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))


def is_document(url: str, name: str) -> bool:
    """Whether a link is one to a document: by the ending of its path, or a download with such a name.

    >>> is_document("http://a/P020.pdf", ""), is_document("http://a/download.jsp?id=1", "附件.docx")
    (True, True)
    >>> is_document("http://a/t2021.html", "年报.pdf 的说明")
    False
    """
    parts = urlsplit(url)
    if _ENDING.search(parts.path) or parts.path.endswith(_ALWAYS) or is_download_twin(url):
        return True
    asked = unquote(parts.query)
    return bool(_DOWNLOAD.search(parts.path)) and bool(_ENDING.search(asked) or _ENDING.search(name))


def is_download_twin(url: str) -> bool:
    """Whether an address is that of a report's file which is called like a page.

    >>> is_download_twin("http://a/OpennessAnnualReport/download/5146.html")
    True
    """
    return bool(_TWIN.search(urlsplit(url).path))


def viewed(source: str) -> str | None:
    """The document a viewer page shows, as in viewer.html?file=a.pdf."""
    query = parse_qs(urlsplit(source).query)
    return next((value for key in ("file", "url", "src") for value in query.get(key, ()) if value), None)


def _hinted(page: Page) -> Iterator[tuple[str, str]]:
    """Documents that elements name for a script: a viewer's data-pdf, a button's onclick, a hidden field."""
    root = page.tree.body
    menus: dict[int, bool] = {}
    for node in root.css("[onclick], [data-pdf], [data-file], [data-src], [data-url], input[value]") if root else ():
        for key, value in node.attributes.items():
            if value and (key in ("onclick", "value") or key.startswith("data-")) and not in_menu(node, menus):
                yield from ((url, clean(node.text(deep=True))) for url in _named(page, f'"{value}"'))


def _scripted(page: Page) -> Iterator[tuple[str, str]]:
    """Documents only a script names, as showVsbpdfIframe("/a.pdf") or file lists written into the page."""
    for script in page.tree.css("script"):
        if script.attributes.get("src"):
            continue
        yield from ((url, "") for url in _named(page, script.text(deep=True)))


def _named(page: Page, script: str) -> Iterator[str]:
    for found in _IN_SCRIPT.finditer(script):
        name = unquote(found["url"]) if _ENCODED.match(found["url"]) else found["url"]
        source = page.absolute(name)
        yield page.absolute(viewed(source) or source)
