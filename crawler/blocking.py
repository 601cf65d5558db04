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
from crawler.reasons import status_reason

HUMAN_CHECK = "human check"
_CHALLENGE_STATUS = {412: "RiverSecurity", 521: "Jiasule", 512: "Jiasule", 202: "RiverSecurity"}
_FIREWALL_STATUS = (418, 468)  # which nothing else answers
_COOKIES = (
    ("__jsl", "Jiasule"),
    ("wzws", "360 wzws"),
    ("acw_sc", "Aliyun"),
    ("C3VK", "C3VK"),
)
_BODIES = (
    (re.compile(r"wzwschallenge|WZWS_CONFIRM_PREFIX_LABEL"), "360 wzws"),
    (re.compile(r"\barg1\s*=\s*['\"][0-9A-F]{20,}|aliyun_waf_"), "Aliyun"),
    (re.compile(r"\bC3VK="), "C3VK"),
    (re.compile(r"\$_ts\s*=|\bcontent=[\"']\{qqqq|<script[^<>]{0,300}\sr=[\"']m[\"']"), "RiverSecurity"),
    (re.compile(r"__jsl_clearance"), "Jiasule"),
    (re.compile(r"(?:人机|滑块|滑动|安全)验证|请完成验证|点击验证|请输入(?:图形|图片)?验证码"), HUMAN_CHECK),
)
_BLOCK_PAGE = re.compile(
    r"访问被拦截|请求存在威胁|您的访问(?:请求)?(?:被|可能)|安全(?:狗|防护)|网站防火墙|request blocked"
    r"|(?:访问|请求|操作)(?:过于|太)频繁",
    re.IGNORECASE,
)
_SOFT_404 = re.compile(
    r"页面不存在|找不到.{0,8}(?:页面|网页|内容|文件)|无法访问|您访问的(?:页面|网页|内容)"
    r"|页面(?:已|被)(?:删除|移除)|(?<!\d)404(?!\d)"
)
_ERROR_PAGE = re.compile(r"/(?:40[34]|error|not_?found)[\w-]*\.\w+$", re.IGNORECASE)
_REFRESH = re.compile(r"<meta[^<>]+http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_REFRESH_TARGET = re.compile(r"url\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?\s*([^\"'\s<>]*)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>[^<]*</title>", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style|noscript)\b.*?(?:</\1>|$)|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_CHALLENGE_BYTES = 30_000
_STUB_BYTES = 512
_SHORT = 600  # characters; a page that says why it is none says little else
_HARDLY_A_WORD = 50
_FEW_LINKS = 15
_TINY_BYTES = 300
_A_WORD = 3  # characters


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
    product = challenge(status, headers, body, text, url)
    if product:
        return Verdict("blocked", f"challenge page ({product}), status {status}", product)
    if status in (404, 410):
        return Verdict("missing", status_reason(status))
    if status in _FIREWALL_STATUS:
        return Verdict("blocked", f"refused by a firewall, status {status}", "firewall")
    if status in (401, 403, 405, 429):
        return Verdict("blocked", status_reason(status))
    if 300 <= status < 400:
        return _sent_elsewhere(status, headers, url)
    if status >= 400:
        return Verdict("failed", status_reason(status))
    if not body.strip():
        return Verdict("failed", "an empty answer")
    return _missing(body, text, url) or STORED


def _sent_elsewhere(status: int, headers: Mapping[str, str], url: str) -> Verdict:
    """A redirect that was not followed, because it leads back here or nowhere."""
    if headers.get("location", "").partition("#")[0] == url:
        return Verdict("blocked", f"status {status} leads back to the same address")
    return Verdict("failed", f"status {status} that leads nowhere")


def challenge(status: int, headers: Mapping[str, str], body: bytes, text: str, url: str) -> str | None:
    """The product behind a challenge page; None for an ordinary answer, which links to its own site or has a text."""
    if len(body) > _CHALLENGE_BYTES or (not text and body.strip()) or _links_to_itself(text, url):
        return None
    shown = len(visible(_TITLE.sub("", text)))
    cookies = headers.get("set-cookie", "")
    by_cookie = next((name for mark, name in _COOKIES if mark in cookies), None)
    by_body = next((name for pattern, name in _BODIES if pattern.search(text)), None)
    if status in _CHALLENGE_STATUS:
        return by_body or by_cookie or _CHALLENGE_STATUS[status]
    if "<script" in text.lower() and shown < _HARDLY_A_WORD and (by_cookie or by_body):
        return by_body or by_cookie
    if by_body == HUMAN_CHECK and shown < _SHORT:
        return by_body
    if status in (200, 403, 405, 418, 468) and shown < _SHORT and _BLOCK_PAGE.search(text):
        return "firewall"
    return None


def _links_to_itself(text: str, url: str) -> bool:
    """Whether a page has a link to its own site, as pages have and challenges have not."""
    host = urlsplit(url).netloc.lower()
    for found in _LINK.finditer(text):
        target = found[1].lower()
        if target.startswith(("javascript:", "#", "mailto:")):
            continue
        away = target.startswith(("http:", "https:", "//"))
        if not away or target.partition("//")[2].partition("/")[0] == host:
            return True
    return False


def visible(text: str) -> str:
    """The text a page shows without its scripts, white space left out."""
    return "".join(_NOT_SHOWN.sub(" ", text).replace("&nbsp;", " ").split())


def _missing(body: bytes, text: str, url: str) -> Verdict | None:
    """A page that answers 200 and is not there: a refresh that leads up, a sentence, a stub."""
    if not text:
        return None
    if len(body) <= _STUB_BYTES and _REFRESH.search(text):
        target = _REFRESH_TARGET.search(text)
        if target and _leads_up(target[1], url):
            return Verdict("missing", "a stub that leads to the page above: deleted")
    shown = visible(text)
    by_itself = len(shown) < _SHORT and sum(1 for _ in _LINK.finditer(text)) < _FEW_LINKS
    if (by_itself or _ERROR_PAGE.search(urlsplit(url).path)) and _SOFT_404.search(shown):
        return Verdict("missing", "the page says that it does not exist (status 200)")
    leads_on = any(mark in text.lower() for mark in ("<script", "<frame", "<iframe", "http-equiv"))
    said_nothing = len(shown) < _A_WORD and not shown.startswith(("[", "{")) and not _LINK.search(text)
    if len(body) < _TINY_BYTES and said_nothing and not leads_on:
        return Verdict("failed", f"an answer of {len(body)} bytes without text")
    return None


def _leads_up(target: str, url: str) -> bool:
    """Whether a refresh leads to a folder above the page, on the same site."""
    if target.startswith("..") or target in ("/", "./"):
        return True
    try:
        there = urlsplit(target)
    except ValueError:
        return False
    here = urlsplit(url)
    if there.netloc and there.netloc != here.netloc:
        return False
    return there.path in ("", "/") or here.path.startswith(there.path.rstrip("/") + "/")


def scripts_alone(body: bytes) -> bool:
    """Whether a page shows next to nothing without a browser: scripts, and hardly a word."""
    if sniff(body) != HTML:
        return False
    text = decode(body)
    return "<script" in text.lower() and len(visible(text)) < 200
