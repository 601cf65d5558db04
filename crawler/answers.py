"""A Scrapy response as the facts of a capture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.http import Headers, Response

from archive.clock import now
from archive.media import sniff


def lower_headers(headers: Headers) -> Mapping[str, str]:
    """Headers with lower-case names; several of one name joined."""
    return {name.decode("latin-1").lower(): b"; ".join(headers.getlist(name)).decode("latin-1") for name in headers}


def answer_facts(response: Response, *, rendered: bool = False) -> dict[str, Any]:
    """The fields of a capture only the answer knows; `wire` as the wire middleware recorded it."""
    meta = response.request.meta if response.request is not None else {}
    hops = list(meta.get("hops") or [])
    wire: dict[str, Any] = dict(hops.pop()) if hops else {}
    wire["redirects"] = hops
    if meta.get("attempt", 1) > 1:
        wire["attempt"] = meta["attempt"]
    return {
        "final_url": response.url,
        "captured_at": now(),
        "status": response.status,
        "media_type": sniff(response.body),
        "rendered": rendered,
        "wire": {key: value for key, value in wire.items() if value not in (None, "", [])},
    }
