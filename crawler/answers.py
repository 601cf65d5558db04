"""A Scrapy response as the facts of a capture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.http import Headers, Response

from archive.clock import now
from archive.media import UNKNOWN, sniff


def lower_headers(headers: Headers) -> Mapping[str, str]:
    """Headers with lower-case names; several of one name joined."""
    return {name.decode("latin-1").lower(): b"; ".join(headers.getlist(name)).decode("latin-1") for name in headers}


def is_cut_off(response: Response) -> bool:
    """Whether an answer is shorter than it said it would be.

    An answer that states no length and ends with its connection ("partial" in Scrapy's words) is whole
    as far as anybody can tell; many portals answer like that.
    """
    return "dataloss" in response.flags


def is_garbled(response: Response, media_type: str) -> bool:
    """Whether a body that could not be unpacked is nothing we know as it is, either."""
    return "undecoded" in response.flags and media_type in (UNKNOWN, "application/gzip")


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
