"""Files that are there whole or not at all, and streams that know what went through them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from archive.errors import ArchiveError


class AlreadyThere(ArchiveError):
    """Raised where a file stands in the place of one that is to be written."""


@contextmanager
def whole_file(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """A file to write, under another name beside its place; it takes that when the block ends without an error.

    Raises AlreadyThere where there is one and it is not to be written over.
    """
    if path.exists() and not force:
        msg = f"{path} is there already; --force writes over it"
        raise AlreadyThere(msg)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class Measured:
    """A stream to write to that counts bytes and keeps their SHA-256."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Measure what goes into `stream`."""
        self._stream, self._hash, self.size = stream, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Write on."""
        self._hash.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def flush(self) -> None:
        """Whoever opened the stream flushes it; a record need not reach the disk alone."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that was written, in hex."""
        return self._hash.hexdigest()
