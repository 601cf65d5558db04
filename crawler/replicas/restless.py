"""Pages whose chrome is another at every request: counters, the day and the hour, a banner, a token."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from crawler.replicas.site import Answer, Asked, Site

_TITLE = re.compile(r"</h[1-3]>")
_BODY = re.compile(r"<body[^>]*>")


def restless(site: Site) -> Site:
    """A site that says the same and never sends the same page twice."""
    count = itertools.count(1)
    return replace(site, answer=_restless(site.answer, count))


def _restless(answer: Callable[[Asked], Answer], count: itertools.count[int]) -> Callable[[Asked], Answer]:
    def dressed(asked: Asked) -> Answer:
        said = answer(asked)
        if said.status != 200 or not said.type.startswith("text/html") or b"<body" not in said.body:
            return said
        return replace(said, body=_dressed(said.body.decode("utf-8", "surrogateescape"), next(count)))

    return dressed


def _dressed(text: str, number: int) -> bytes:
    day, hour = number % 27 + 1, number % 24
    top = (
        f'<div class="top">今天是2027年3月{day}日 星期{"一二三四五六日"[number % 7]} {hour:02d}:{number % 60:02d}'
        f'　您是第{10_000 + number}位访客<img src="/banner/{number % 5}.jpg" alt="横幅{number % 5}"></div>'
    )
    text = _BODY.sub(lambda found: found[0] + top, text, count=1)
    info = f'<p class="info">浏览次数：{number * 3 + 17} 次　字号：[大 中 小]</p>'
    text = _TITLE.sub(lambda found: found[0] + info, text, count=1)
    foot = f'<input type="hidden" name="token" value="{number * 7919:x}"><div>页面生成时间：2027-03-{day:02d} {hour:02d}:00:{number % 60:02d}</div>'
    return text.replace("</body>", f"{foot}</body>", 1).encode("utf-8", "surrogateescape")
