"""One fetch of one URL, as it is kept: what was asked, what came, and how it is chained to the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

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

    def chained(self, previous: str | None, position: int) -> str:
        """The id of this capture as the `position`-th of its crawl: a hash over it and the id before.

        SHA-256, cut to 32 hex digits, of the JSON array below without spaces. Whoever changes, drops
        or inserts a capture changes the id of every later one and of the crawl's manifest.
        """
        record: list[Any] = [previous, position, self.crawl, self.portal, self.kind, self.url, self.final_url]
        record += [self.captured_at, self.status, self.media_type, self.digest, self.size, self.rendered]
        record += [self.outcome, self.reason, self.found_on, self.link_title, self.spider, self.version]
        record.append(self.wire)
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
