"""Which hosts are the government's: those of *.gov.cn, and the few others of government.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import GOVERNMENT, is_literal, slot


def is_governmental(url: str) -> bool:
    """Whether the host of an address is one of the government's, by its name or by the list of exceptions.

    >>> is_governmental("http://www.sz.gov.cn/"), is_governmental("http://jkq.kunming.cn/")
    (True, True)
    >>> is_governmental("http://www.sz-gov.cn/"), is_governmental("http://gov.cn.example.com/")
    (False, False)
    >>> is_governmental("http://1.25.240.11:8082/"), is_governmental("http://1.25.240.11/")
    (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if is_literal(host):
        return slot(url) in exceptions()
    return host.endswith(f".{GOVERNMENT}") or host in exceptions()


@lru_cache(maxsize=1)
def exceptions() -> dict[str, str]:
    """The official hosts with other names, a number with its port, each with the reason why it is official."""
    data: dict[str, Any] = tomllib.loads((resources.files("crawler") / "government.toml").read_text("utf-8"))
    return {row["host"]: row["reason"] for row in data["host"]}
