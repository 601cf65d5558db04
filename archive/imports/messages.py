"""HTTP messages as WARC records hold them: head, and the body without chunks and unpacked as Scrapy would."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

from archive.files import MOST_BYTES

_MOST_HEAD = 1 << 18
_STEP = 1 << 20
_STATUS = re.compile(r"HTTP/[\d.]{1,4}\s+(\d{3})(?:\s|$)", re.IGNORECASE)
_REQUEST = re.compile(r"([A-Z]{3,10})\s+\S{1,8000}\s+HTTP/")
_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


@dataclass(slots=True)
class Message:
    """An answer or a request: its first line, headers in order (Latin-1 stands for bytes), body, what may be wrong.

    `raw` is the body as it stood in the record; `plain` without chunks.
    """

    first: str
    headers: list[list[str]]
    raw: bytes
    plain: bytes
    body: bytes
    doubts: list[str] = field(default_factory=list)

    @property
    def status(self) -> int | None:
        """The status of an answer; None where the first line has none."""
        found = _STATUS.match(self.first)
        return int(found[1]) if found else None

    @property
    def method(self) -> str | None:
        """The method of a request."""
        found = _REQUEST.match(self.first)
        return found[1] if found else None

    def header(self, name: str) -> str:
        """The first header of that name; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def message(block: bytes) -> Message:
    """A block as an HTTP message. What cannot be taken apart or unpacked stays as it is, with a doubt."""
    head, body = _split(block)
    if head is None:
        return Message("", [], block, block, block, ["it is no HTTP message"])
    first, *lines = head.decode("latin-1").splitlines() or [""]
    made = Message(first, _headers(lines), body, body, body)
    if made.header("transfer-encoding").lower().strip() == "chunked":
        made.plain = made.body = _without_chunks(body)
    for coding in reversed([part.strip().lower() for part in made.header("content-encoding").split(",")]):
        if coding and coding != "identity":
            _unpack(made, coding)
    return made


def _split(block: bytes) -> tuple[bytes | None, bytes]:
    found = re.search(rb"\r?\n\r?\n", block[:_MOST_HEAD])
    if found:
        return block[: found.start()], block[found.end() :]
    return (block, b"") if len(block) < _MOST_HEAD and block[:5].upper() == b"HTTP/" else (None, block)


def _headers(lines: list[str]) -> list[list[str]]:
    headers: list[list[str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and headers:
            headers[-1][1] += f" {line.strip()}"
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append([name.strip(), value.strip()])
    return headers


def _without_chunks(body: bytes) -> bytes:
    """A body without its chunks; as it is where it has none, which many writers leave so with the header."""
    try:
        plain: bytes = ChunkedDataReader(BytesIO(body), raise_exceptions=True).read()
    except ChunkedDataException:
        return body
    return plain


def _unpack(made: Message, coding: str) -> None:
    try:
        made.body = _CODINGS[coding](made.body)
    except KeyError:
        made.doubts.append(f"its body is packed as {coding[:20]!r}, which is not known")
    except TooLarge:
        made.doubts.append("its body is too large when it is unpacked, and is kept as it came")
    except Exception as error:  # noqa: BLE001 - each library has errors of its own
        made.doubts.append(f"its body cannot be unpacked as it says ({type(error).__name__}), and is kept as it came")


class TooLarge(Exception):
    """Raised where unpacking gives more than any report has."""


def _inflated(data: bytes, window: int) -> bytes:
    unpacker, parts, size = zlib.decompressobj(window), [], 0
    while data:
        part = unpacker.decompress(data, _STEP)
        size += len(part)
        if size > MOST_BYTES:
            raise TooLarge
        parts.append(part)
        data = unpacker.unconsumed_tail
        if not part and not data:
            break
    if not unpacker.eof:
        raise EOFError
    return b"".join(parts)


def _deflated(data: bytes) -> bytes:
    try:
        return _inflated(data, zlib.MAX_WBITS)
    except zlib.error:
        return _inflated(data, -zlib.MAX_WBITS)


def _brotli(data: bytes) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    return _drained(lambda more: unpacker.process(more, output_buffer_limit=_STEP), data, unpacker.is_finished)


def _zstd(data: bytes) -> bytes:
    from backports import zstd

    unpacker = zstd.ZstdDecompressor()
    return _drained(lambda more: unpacker.decompress(more, _STEP), data, lambda: unpacker.eof)


def _drained(unpack: Callable[[bytes], bytes], data: bytes, is_finished: Callable[[], bool]) -> bytes:
    """All that a library gives of data, in steps of bounded size; raises EOFError where the data end too early."""
    parts, size = [], 0
    while not is_finished():
        part = unpack(data)
        if not part and not data:
            raise EOFError
        parts.append(part)
        size += len(part)
        data = b""
        if size > MOST_BYTES:
            raise TooLarge
    return b"".join(parts)


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: _inflated(data, 16 + zlib.MAX_WBITS),
    "x-gzip": lambda data: _inflated(data, 16 + zlib.MAX_WBITS),
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
}


def agrees(stated: str, *candidates: bytes) -> bool | None:
    """Whether a digest such as `sha1:BASE32` is that of one of the candidates; None for one nobody can compute."""
    algorithm, _, value = stated.partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _DIGESTS or not value:
        return None
    for candidate in candidates:
        digest = hashlib.new(algorithm, candidate, usedforsecurity=False).digest()
        written = {base64.b32encode(digest), base64.b64encode(digest), base64.urlsafe_b64encode(digest)}
        if value.lower() == digest.hex() or value.upper().encode() == base64.b32encode(digest):
            return True
        if value.encode("utf-8", "replace") in written:
            return True
    return False
