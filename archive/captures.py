"""One fetch of one URL, as it is kept: what was asked, what came, and how it is chained to the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

CHAIN = 2  # how the captures of a crawl that begins now are chained; those of chain 1 go on as they are
_ID_DIGITS = 32
Outcome = Literal["stored", "unchanged", "blocked", "missing", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Capture:
    """A fetch whose bytes are kept under `digest`.

    `wire` holds what went over it: method, ordered request and response headers, redirects with
    theirs, remote address, protocol, TLS result and the size before content decoding.
    """

    crawl: str
    portal: str | None
    kind: str
    url: str
    final_url: str
    captured_at: str
    status: int | None
    media_type: str
    digest: str
    size: int
    rendered: bool = False
    outcome: Outcome = "stored"
    reason: str | None = None
    found_on: str | None = None
    link_title: str | None = None
    spider: str | None = None
    version: str = ""
    wire: dict[str, Any] = field(default_factory=dict)

    def chained(self, previous: str | None, position: int, chain: int = CHAIN) -> str:
        """The id of this capture as the `position`-th of its crawl: a hash over it and the id before.

        SHA-256, cut to 32 hex digits. In chain 2 over the id before, a newline and the digest of the record; in chain 1
        over the record with the id before as its first member. Whoever changes, drops or inserts a capture changes the
        id of every later one and of the crawl's manifest.
        """
        if chain == 1:
            return _sha256(_json([previous, position, *self._members()]))[:_ID_DIGITS]
        return link(previous, self.record_digest(position))

    def record_digest(self, position: int) -> str:
        """SHA-256 in hex of `record`: all that a proof needs to know of a later capture of the crawl."""
        return _sha256(self.record(position))

    def record(self, position: int) -> str:
        """The `position`-th capture of its crawl as one JSON array without spaces, members of objects by name."""
        return _json([position, *self._members()])

    def _members(self) -> list[Any]:
        made: list[Any] = [self.crawl, self.portal, self.kind, self.url, self.final_url]
        made += [self.captured_at, self.status, self.media_type, self.digest, self.size, self.rendered]
        made += [self.outcome, self.reason, self.found_on, self.link_title, self.spider, self.version]
        return [*made, self.wire]


def link(previous: str | None, record_digest: str) -> str:
    """The id in chain 2 of the capture with that record, after the capture with the id `previous`; None for the first.

    >>> link(None, "00" * 32), link("ab" * 16, "00" * 32)
    ('00046325b4c82b1431ab2e6f785c1f4a', '3ae67530e66db8e6161210ec5f0bcf8c')
    """
    return _sha256(f"{previous or ''}\n{record_digest}")[:_ID_DIGITS]


def _json(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
