"""The records of a WARC file one after the other, of bounded size, over places where it is damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders

from archive.files import MOST_BYTES
from archive.imports.found import Trouble

MOST_HEADERS = 1 << 20  # bytes of the headers of one record; real ones have some hundreds
_STEP = 1 << 16
_MOST_TRIES = 1000  # places behind damage that look like the beginning of a record
_STARTS = (b"\x1f\x8b\x08", b"WARC/")
_BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, AttributeError, IndexError, TypeError)


@dataclass(slots=True)
class Record:
    """A record: its headers, its block, and the byte of the file it begins at. A block that is too large is None."""

    headers: StatusAndHeaders
    block: bytes | None
    offset: int
    length: int

    @property
    def sort(self) -> str:
        """The type of the record."""
        return str(self.headers.get_header("WARC-Type") or "").lower()

    def told(self, name: str) -> str:
        """A header; empty where it is not there."""
        return str(self.headers.get_header(name) or "").strip()

    @property
    def target(self) -> str:
        """The address; old wget wrote it in angle brackets."""
        return self.told("WARC-Target-URI").removeprefix("<").removesuffix(">")


class Damaged(Exception):
    """Raised where a record does not go on as it should; the text says how."""


class _Reader(DecompressingBufferedReader):
    """Reads lines of bounded length, and tells of bytes that cannot be unpacked: warcio takes them for the end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.decompressor: Any = None
        super().__init__(*arguments, **options)
        self.room = MOST_HEADERS
        self._is_packed = False
        self.is_open = False  # in the middle of packed bytes

    def readline(self, length: int | None = None) -> bytes:
        most = min(length or self.room + 1, self.room + 1)
        line: bytes = super().readline(most)
        self.room -= len(line)
        if self.room < 0:
            msg = "its headers have no end"
            raise Damaged(msg)
        return line

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor is None or not data:
            return data
        try:
            unpacked: bytes = self.decompressor.decompress(data)
        except zlib.error as error:
            if self._is_packed:
                msg = f"it cannot be unpacked ({error})"
                raise Damaged(msg) from error
            self.decompressor = None  # a file that is not packed
            return data
        self._is_packed, self.is_open = True, not self.decompressor.eof
        return unpacked


class _Records(WARCIterator):
    """warcio's reading of records, with bounds, and errors where it would guess."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream, no_record_parse=True)
        self.reader = _Reader(self.fh, block_size=_STEP)

    def _next_record(self, next_line: bytes | None) -> Any:
        self.reader.room = MOST_HEADERS
        return super()._next_record(next_line)

    def _raise_invalid_gzip_err(self) -> None:
        """A file packed as a whole is read all the same."""

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        size = 0
        while line := self.reader.readline():
            if line.startswith(b"WARC/"):
                return line, size
            if line.strip():
                msg = "it does not end where it says"
                raise Damaged(msg)
            size += len(line)
        return None, size


def records(stream: IO[bytes]) -> Iterator[Record | Trouble]:
    """The records of a WARC, packed or not, from a stream that can seek.

    Of damage its place is told; reading goes on with the next record that can be found behind it.
    """
    start: int | None = 0
    tries = 0
    while start is not None and tries < _MOST_TRIES:
        stream.seek(start)
        found = _Records(stream)
        reader, end, is_new = found.reader, start, tries == 0
        try:
            for record in found:
                end = found.offset
                yield _taken(record, end)
                is_new, tries = True, 0
            if reader.is_open:
                yield Trouble(f"damaged at byte {found.offset}: it ends in the middle of packed bytes", is_damage=True)
            return
        except Damaged as error:
            what = str(error)
        except _BROKEN:
            what = "what is there is no record of a WARC file"
        at = max(end, found.offset)
        if is_new:  # else the damage is told of already, and no record began here
            yield Trouble(f"damaged at byte {at}: {what}", is_damage=True)
        tries += 1
        start = _next_start(stream, at + 1)


def _taken(record: Any, offset: int) -> Record:
    """A record with all of its block; raises Damaged where it ends too early."""
    stated = str(record.rec_headers.get_header("Content-Length") or "").strip()
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 19):
        msg = "it does not say how long it is"
        raise Damaged(msg)
    length, parts, had = int(stated), [], 0
    while had < length and (part := record.raw_stream.read(min(_STEP, length - had))):
        had += len(part)
        if length <= MOST_BYTES:
            parts.append(part)
    if had < length:
        msg = f"it ends after {had} of {length} bytes"
        raise Damaged(msg)
    return Record(record.rec_headers, b"".join(parts) if length <= MOST_BYTES else None, offset, length)


def _next_start(stream: IO[bytes], after: int) -> int | None:
    """The next byte at which a packed record, or one that is not, may begin."""
    stream.seek(after)
    position, tail = after, b""
    while data := stream.read(_STEP):
        window = tail + data
        places = [window.find(mark) for mark in _STARTS]
        if found := [place for place in places if place >= 0]:
            return position - len(tail) + min(found)
        position += len(data)
        tail = window[-8:]
    return None
