"""What a page leads to otherwise than by links: a select's options, frames, a shell that sends on, blocks with more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from crawler.attachments import is_document, viewed
from crawler.family import Entry, Page, clean

_NO_LIST = re.compile(r"visitcount|login|tree\.jsp|share|footer|header|captcha|statistic|\bmap\b", re.IGNORECASE)
_SENT = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"'\s]{1,500})[\"']|\blocation\.(?:replace|assign)\(\s*[\"']([^\"'\s]{1,500})[\"']"
)
_REFRESH = re.compile(r"^\s*+\d{0,4}\s*+[;,]\s*+url\s*+=\s*+[\"']?([^\"'\s]{1,500})", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&](\w{1,40})=[\"']?\s*\+")
_ADDRESS = re.compile(r"^(?:https?:|\.{0,2}/|\?)|\.\w{3,5}(?:\?|$)|/", re.IGNORECASE)
_MORE = re.compile(r"(?:查看)?更多\s*[>»›+]*|more\s*[>»›+]*", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong", "span", "p", "div", "a")
_LONGEST_HEADING = 30
_FEW_LINKS = 3
_LONGEST_SHELL = 20_000  # characters
MOST = 100


def passages(page: Page) -> Iterator[Entry]:
    """Places a page leads to as links would: options of selects, and blocks' links to their whole lists."""
    lowered = page.text[:2_000_000].lower()
    if "<select" in lowered:
        yield from _options(page)
    if "更多" in lowered or "more" in lowered:
        yield from _blocks(page)


def _options(page: Page) -> Iterator[Entry]:
    """Options of a select whose values are addresses, or values of a parameter of this page's address."""
    for select in page.tree.css("select")[:MOST]:
        called = _PARAMETER.search(select.attributes.get("onchange") or "")
        name = called[1] if called else select.attributes.get("name") or ""
        for option in select.css("option")[:MOST]:
            value, label = clean(option.attributes.get("value") or ""), clean(option.text(deep=True))
            if not value or not label:
                continue
            url = page.absolute(value) if _ADDRESS.search(value) else _with(page, name, value)
            if url and url != page.url:
                yield Entry(url, label)


def left_out(page: Page) -> bool:
    """Whether a page has more frames, or a select that leads on more options, than are looked at."""
    if len(page.tree.css("iframe[src], frame[src]")) > MOST:
        return True
    selects = page.tree.css("select")
    return len(selects) > MOST or any(len(one.css("option")) > MOST and _leads(one) for one in selects)


def _leads(select: LexborNode) -> bool:
    """Whether the values of a select are addresses."""
    values = (option.attributes.get("value") or "" for option in select.css("option")[:MOST])
    return "onchange" in select.attributes or any(_ADDRESS.search(value) for value in values)


def _with(page: Page, name: str, value: str) -> str:
    """This page's address with another value of a parameter; empty without a parameter."""
    if not name or not value.isalnum():
        return ""
    parts = urlsplit(page.url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), name: value}
    return urlunsplit((*parts[:3], urlencode(query), ""))


def _blocks(page: Page) -> Iterator[Entry]:
    """Where several columns are shown in one page, each one's whole list, under the block's heading."""
    before: dict[int, str] = {}
    for anchor in page.tree.css("a[href]"):
        if not _MORE.fullmatch(clean(anchor.text(deep=True)) or clean(anchor.attributes.get("title") or "")):
            continue
        url, heading = page.absolute(anchor.attributes.get("href") or ""), _heading(anchor, before)
        if url and heading and url != page.url:
            yield Entry(url, heading)


def _heading(anchor: LexborNode, before: dict[int, str]) -> str:
    """The nearest short text before a link, beside it or beside what holds it."""
    node: LexborNode | None = anchor
    for _ in range(3):
        if text := _text_before(node, before) if node is not None else "":
            return text if len(text) <= _LONGEST_HEADING else ""
        node = node.parent if node is not None else None
    return ""


def _text_before(node: LexborNode, known: dict[int, str]) -> str:
    """The nearest text beside a node, before it; `known` are those of nodes asked before: none is read twice."""
    passed, text = [], ""
    beside: LexborNode | None = node
    while beside is not None and not text:
        if beside.mem_id in known:
            text = known[beside.mem_id]
            break
        passed.append(beside.mem_id)
        beside = beside.prev
        if beside is not None and beside.tag in (*_HEADINGS, "-text"):
            text = clean(beside.text(deep=True))[: _LONGEST_HEADING + 1]
    known.update(dict.fromkeys(passed, text))
    return text


def frames(page: Page) -> Iterator[str]:
    """Frames of the same host that may hold a list: no documents, and none of the usual furniture."""
    host = urlsplit(page.url).netloc
    for frame in page.tree.css("iframe[src], frame[src]")[:MOST]:
        url = page.absolute(frame.attributes.get("src") or "")
        if not url or url == page.url or urlsplit(url).netloc != host or _NO_LIST.search(url):
            continue
        shown = page.absolute(viewed(url) or url)
        if not is_document(shown, ""):
            yield url


def sent_on(page: Page) -> str:
    """Where a page that is but a shell sends its reader on the same host; empty for any other page."""
    if len(page.text) > _LONGEST_SHELL or len(page.tree.css("a[href]")) > _FEW_LINKS:
        return ""
    targets = []
    for meta in page.tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() == "refresh":
            targets += _REFRESH.findall(meta.attributes.get("content") or "")
    for script in page.tree.css("script:not([src])"):
        targets += (a or b for a, b in _SENT.findall(script.text(deep=True)))
    for target in targets:
        url = page.absolute(target)
        if url and url != page.url and urlsplit(url).netloc == urlsplit(page.url).netloc:
            return url
    return ""
