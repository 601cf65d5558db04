"""What went over the wire as the heads of HTTP messages, beside bodies that were unpacked since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders

RENAMED = "X-Archive-Orig-"  # what others write, and replay programs leave alone


class Head(StatusAndHeaders):
    """A head whose bytes are those that came: warcio would write other letters than ASCII in another way."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        """The head with its empty line; Latin-1 stands for bytes."""
        written: bytes = self.to_str(filter_func).encode("latin-1", "replace") + b"\r\n"
        return written


def response_head(hop: Mapping[str, Any], status: int, size: int, *, unpacked: bool) -> Head:
    """The head of an answer whose body, `size` bytes, is written without chunks, and unpacked.

    A header that is no longer true of the body keeps its value under another name. `unpacked`: the body is so.
    """
    headers = list(_response_headers(_pairs(hop, "response_headers"), size, unpacked=unpacked))
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return Head(f"{status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _response_headers(pairs: list[tuple[str, str]], size: int, *, unpacked: bool) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        lower = name.lower()
        gone = lower == "transfer-encoding" or (lower == "content-encoding" and unpacked)
        other = lower == "content-length" and value.strip() != str(size)
        yield (f"{RENAMED}{name}" if gone or other else name, value)
        if other:
            yield name, str(size)


def request_head(hop: Mapping[str, Any], url: str) -> Head:
    """The head of a request as it was sent."""
    host, target = _parts(url)
    method = "".join(str(hop.get("method") or "GET").split()) or "GET"
    pairs = _pairs(hop, "request_headers")
    if host and not any(name.lower() == "host" for name, _ in pairs):
        pairs.insert(0, ("Host", host))
    return Head(f"{target} HTTP/1.1", pairs, protocol=method)


def _parts(url: str) -> tuple[str, str]:
    """Host, and path with query; no host where an address, as one in a file of others may be, is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    return parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _pairs(hop: Mapping[str, Any], which: str) -> list[tuple[str, str]]:
    """Headers as pairs of one line each, whatever stands in an archive."""
    return [(_line(pair[0]), _line(pair[1])) for pair in hop.get(which) or () if len(pair) == 2]


def _line(text: object) -> str:
    return str(text).replace("\r", " ").replace("\n", " ")
