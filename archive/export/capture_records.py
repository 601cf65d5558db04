"""The WARC records of one capture: what is told of it, redirects, the answer or what stands for it, the request."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord

from archive.captures import Capture
from archive.database.kept import Kept
from archive.database.withheld import Tombstone
from archive.export import warc_words as words
from archive.export.http_heads import Head, request_head, response_head
from archive.request_body import carried

_BUILDER = RecordBuilder(warc_version="1.1")


@dataclass(frozen=True, slots=True)
class Body:
    """What is to be written of the bytes of a capture: themselves, where they stand already, or why there are none."""

    content: bytes | None = None
    origin: Kept | None = None
    tombstone: Tombstone | None = None
    missing: str | None = None


def records(kept: Kept, body: Body, warcinfo: str) -> Iterator[ArcWarcRecord]:
    """The records of a capture in order; `warcinfo` is the id of the record that describes its crawl."""
    common = {"WARC-Warcinfo-ID": warcinfo, "WARC-Date": kept.capture.captured_at, **_address(kept.capture)}
    main = words.record_id(kept.id, "answer") if body.content is not None or body.origin else None
    redirects = list(_redirects(kept, common)) if not kept.capture.rendered else []
    yield _told(kept, body, common, main, [record.rec_headers.get_header("WARC-Record-ID") for record in redirects])
    yield from redirects
    if main is None:
        return
    headers = common | {"WARC-Record-ID": main}
    if body.origin is not None:
        yield _revisit(kept, body.origin, headers)
    else:
        assert body.content is not None
        yield _answer(kept, body.content, headers)
    if _is_http(kept.capture):
        asked = common | {"WARC-Record-ID": words.record_id(kept.id, "request"), "WARC-Concurrent-To": main}
        yield _request(kept.capture.wire, target(kept.capture), asked, carried(kept.detail)[0] or "")


def target(capture: Capture) -> str:
    """The address a capture is found under: where redirects led to; of a rendered page one that is told apart."""
    address = uri(capture.final_url)
    return f"{words.RENDERED}{address}" if capture.rendered else address


def uri(address: str) -> str:
    """An address in the letters of a URI."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~-._")


def _is_http(capture: Capture) -> bool:
    return capture.status is not None and not capture.rendered and capture.final_url.startswith(("http:", "https:"))


def _address(capture: Capture) -> dict[str, str]:
    try:
        return {"WARC-IP-Address": str(ipaddress.ip_address(str(capture.wire.get("remote"))))}
    except ValueError:
        return {}


def _told(kept: Kept, body: Body, common: dict[str, str], main: str | None, folded: list[str]) -> ArcWarcRecord:
    """What the archive knows of a capture, for people and, in one line of JSON, for `nianbao import`."""
    capture = kept.capture
    row = asdict(capture) | {"id": kept.id, "previous": kept.previous, "position": kept.position}
    hints = {name: kept.detail[name] for name in ("agency", "year") if kept.detail.get(name)}
    known: dict[str, Any] = {"row": row, "main": main, "folded": folded, "page": kept.page, "hints": hints}
    tombstone = body.tombstone
    said = {
        "via": capture.found_on,
        "title": capture.link_title,
        "outcome": capture.outcome,
        "reason": capture.reason,
        "withheld": tombstone and f"{tombstone.because} ({tombstone.at})",
        "missing": body.missing,
        "sha256": capture.digest,
        "received-sha256": (capture.wire.get("received") or {}).get("digest"),
        "chain-id": kept.id,
        "chain-previous": kept.previous,
        "chain-position": kept.position,
        words.FIELD: words.one_line(known | {"report": kept.is_report, "withheld": tombstone is not None}),
    }
    headers = common | {"WARC-Record-ID": words.record_id(kept.id, "told")}
    if main:
        headers["WARC-Concurrent-To"] = main
    return made("metadata", f"{words.CAPTURE}{kept.id}", headers, words.fields(said))


def _redirects(kept: Kept, common: dict[str, str]) -> Iterator[ArcWarcRecord]:
    """Each answer that led on, and its request; their bodies are not kept."""
    for number, hop in enumerate(kept.capture.wire.get("redirects") or ()):
        address, status = uri(str(hop.get("url") or kept.capture.url)), int(hop.get("status") or 302)
        answer = words.record_id(kept.id, f"redirect-{number}")
        headers = common | {"WARC-Record-ID": answer}
        if hop.get("wire_size"):
            headers["WARC-Truncated"] = "unspecified"
        yield made("response", address, headers, b"", response_head(hop, status, 0, unpacked=True))
        asked = {"WARC-Record-ID": words.record_id(kept.id, f"request-{number}"), "WARC-Concurrent-To": answer}
        yield _request(hop, address, common | asked, "")


def _answer(kept: Kept, content: bytes, headers: dict[str, str]) -> ArcWarcRecord:
    capture = kept.capture
    if not _is_http(capture):
        return made("resource", target(capture), headers, content, kind=capture.media_type)
    assert capture.status is not None
    if _truncated(capture):
        headers = headers | {"WARC-Truncated": "disconnect"}
    head = response_head(capture.wire, capture.status, len(content), unpacked=_is_unpacked(capture))
    return made(
        "response", target(capture), headers | {"WARC-Identified-Payload-Type": capture.media_type}, content, head
    )


def _is_unpacked(capture: Capture) -> bool:
    """Whether the bytes are no longer packed as they came; what could not be unpacked is as long as it came."""
    return bool(capture.wire.get("wire_size") != capture.size)


def _truncated(capture: Capture) -> bool:
    return capture.outcome == "failed" and "cut off" in (capture.reason or "")


def _revisit(kept: Kept, origin: Kept, headers: dict[str, str]) -> ArcWarcRecord:
    """A record that says that what came was, in one of three ways, what stands in another record."""
    capture = kept.capture
    more = {
        "WARC-Profile": profile(capture),
        "WARC-Refers-To": words.record_id(origin.id, "answer"),
        "WARC-Refers-To-Target-URI": target(origin.capture),
        "WARC-Refers-To-Date": origin.capture.captured_at,
        "WARC-Payload-Digest": f"sha256:{origin.capture.digest}",
    }
    head = None
    if _is_http(capture):
        assert capture.status is not None
        size = 0 if capture.status == 304 else capture.size
        head = response_head(capture.wire, capture.status, size, unpacked=_is_unpacked(capture))
    return made("revisit", target(capture), headers | more, b"", head)


def is_revisit(capture: Capture) -> bool:
    """Whether a capture refers to bytes that came before."""
    return capture.outcome == "unchanged" or capture.status == 304 or "received" in capture.wire


def profile(capture: Capture) -> str:
    """In which way a capture found nothing new."""
    if capture.status == 304:
        return words.NOT_MODIFIED
    return words.SAME_DOCUMENT if capture.wire.get("received") else words.IDENTICAL


def _request(hop: dict[str, Any], address: str, headers: dict[str, str], body: str) -> ArcWarcRecord:
    return made("request", address, headers, body.encode(), request_head(hop, address))


def made(
    sort: str, address: str, headers: dict[str, str], content: bytes, head: Head | None = None, kind: str = ""
) -> ArcWarcRecord:
    """A record with its digests; `kind` is the media type of a block that is no HTTP message."""
    written = head.to_ascii_bytes() if head else b""
    digests = {"WARC-Block-Digest": f"sha256:{hashlib.sha256(written + content).hexdigest()}"}
    if sort not in ("warcinfo", "revisit"):
        digests["WARC-Payload-Digest"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return _BUILDER.create_warc_record(
        address,
        sort,
        payload=BytesIO(content),
        length=len(content),
        warc_headers_dict=headers | digests,
        http_headers=head,
        warc_content_type=kind,
    )
