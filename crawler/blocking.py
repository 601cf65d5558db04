"""What a response is before anybody reads it: a page, a challenge, a page that is not there, a failure.

Challenge pages of web application firewalls look like harmless HTML; taken for pages they would make a
portal look empty. They are recognised, named and never solved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.captures import Outcome
from archive.charset import decode
from archive.media import EMPTY, HTML, sniff

_CHALLENGE_STATUS = {412: "RiverSecurity", 521: "Jiasule", 512: "Jiasule", 202: "RiverSecurity"}
_COOKIES = (
    ("__jsl", "Jiasule"),
    ("wzws", "360 wzws"),
    ("acw_sc", "Aliyun"),
    ("acw_tc", "Aliyun"),
    ("C3VK", "C3VK"),
)
_BODIES = (
    (re.compile(r"wzwschallenge|WZWS_CONFIRM_PREFIX_LABEL"), "360 wzws"),
    (re.compile(r"\barg1\s*=\s*['\"][0-9A-F]{20,}"), "Aliyun"),
    (re.compile(r"\$_ts\s*="), "RiverSecurity"),
    (re.compile(r"__jsl_clearance"), "Jiasule"),
    (re.compile(r"(?:人机|滑块|滑动|安全)验证|请完成验证|点击验证"), "human check"),
)
_BLOCK_PAGE = re.compile(
    r"访问被拦截|请求存在威胁|您的访问(?:请求)?(?:被|可能)|安全(?:狗|防护)|网站防火墙|request blocked", re.IGNORECASE
)
_SOFT_404 = re.compile(
    r"页面不存在|找不到(?:该|您|相关)?(?:的)?页面|无法访问|您访问的(?:页面|内容)|页面(?:已|被)(?:删除|移除)|404"
)
_GONE_STUB = re.compile(r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_REFRESH_TARGET = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^>]*href", re.IGNORECASE)
_SCRIPTS = re.compile(r"<(script|style|noscript)\b.*?(?:</\1>|$)|<[^>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_CHALLENGE_BYTES = 30_000
_STUB_BYTES = 512
_SOFT_404_CHARACTERS = 600
_TINY_BYTES = 300


@dataclass(frozen=True)
class Verdict:
    """The outcome a response has by itself, and why; `product` names a firewall."""

    outcome: Outcome
    reason: str | None = None
    product: str | None = None


STORED = Verdict("stored")


def judge(status: int, headers: Mapping[str, str], body: bytes, url: str) -> Verdict:
    """What a response is. `headers` have lower-case names, several Set-Cookie joined."""
    text = decode(body[: _CHALLENGE_BYTES * 2]) if sniff(body) in (HTML, "text/plain", EMPTY) else ""
    product = challenge(status, headers, body, text)
    if product:
        return Verdict("blocked", f"challenge page ({product}), status {status}", product)
    if status in (404, 410):
        return Verdict("missing", f"status {status}")
    if status in (401, 403, 405, 418, 429, 468):
        return Verdict("blocked", f"status {status}")
    if status >= 400:
        return Verdict("failed", f"status {status}")
    if not body.strip():
        return Verdict("failed", "an empty answer")
    return _missing(body, text, url) or STORED


def challenge(status: int, headers: Mapping[str, str], body: bytes, text: str) -> str | None:
    """The product behind a challenge page; None for an ordinary answer."""
    if len(body) > _CHALLENGE_BYTES or (not text and body.strip()):
        return None
    bare = not _LINK.search(text)
    scripted = bare and "<script" in text.lower() and len(visible(text)) < 50
    cookies = headers.get("set-cookie", "")
    by_cookie = next((name for mark, name in _COOKIES if mark in cookies), None)
    by_body = next((name for pattern, name in _BODIES if pattern.search(text)), None)
    if status in _CHALLENGE_STATUS and bare:
        return by_body or by_cookie or _CHALLENGE_STATUS[status]
    if scripted and (by_cookie or by_body):
        return by_body or by_cookie
    if bare and by_body == "human check" and len(visible(text)) < _SOFT_404_CHARACTERS:
        return by_body
    if status in (200, 403, 405, 418, 468) and bare and _BLOCK_PAGE.search(text):
        return "firewall"
    return None


def visible(text: str) -> str:
    """The text a page shows without its scripts, white space left out."""
    return "".join(_SCRIPTS.sub(" ", text).replace("&nbsp;", " ").split())


def _missing(body: bytes, text: str, url: str) -> Verdict | None:
    """A page that answers 200 and is not there: a refresh that leads up, a sentence, a stub."""
    if len(body) <= _STUB_BYTES and _GONE_STUB.search(text):
        target = _REFRESH_TARGET.search(text)
        if target and _leads_up(target[1], url):
            return Verdict("missing", "a stub that leads to the page above: deleted")
    shown = visible(text)
    if text and len(shown) < _SOFT_404_CHARACTERS and _SOFT_404.search(shown) and len(_LINK.findall(text)) < 15:
        return Verdict("missing", "the page says that it does not exist (status 200)")
    if (
        text
        and len(body) < _TINY_BYTES
        and not shown
        and "<script" not in text.lower()
        and "<frame" not in text.lower()
    ):
        if "<meta" in text.lower() or "<iframe" in text.lower():
            return None
        return Verdict("failed", f"an answer of {len(body)} bytes without text")
    return None


def _leads_up(target: str, url: str) -> bool:
    return (
        target.startswith("..")
        or target in ("/", "./")
        or urlsplit(target).path in ("", "/")
        or (urlsplit(url).path.startswith(urlsplit(target).path.rstrip("/") + "/"))
    )


def scripts_alone(body: bytes) -> bool:
    """Whether a page shows next to nothing without a browser: scripts, and hardly a word."""
    if sniff(body) != HTML:
        return False
    text = decode(body)
    return "<script" in text.lower() and len(visible(text)) < 200
