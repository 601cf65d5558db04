"""Files that are there whole or not at all, and streams that know what went through them."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, TextIO

from archive.export.placing import placed_file

_BUFFER = 1 << 20


@contextmanager
def whole_file(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """A file to write, under another name beside its place; it takes that when the block ends without an error.

    Raises CannotExport as `placed_file` does.
    """
    with placed_file(path, force=force) as beside, beside.open("w+b") as file:
        yield file


class Measured(io.RawIOBase):
    """A stream to write to that counts bytes and keeps their SHA-256; whoever opened the stream below closes it."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Measure what goes into `stream`."""
        super().__init__()
        self._stream, self._hash, self.size = stream, hashlib.sha256(), 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Write on."""
        self._hash.update(data)
        size = memoryview(data).nbytes
        self.size += size
        self._stream.write(data)
        return size

    def tell(self) -> int:
        """How many bytes were written."""
        return self.size

    def flush(self) -> None:
        """Whoever opened the stream flushes it; a record need not reach the disk alone."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that was written, in hex."""
        return self._hash.hexdigest()


@contextmanager
def measured_file(path: Path) -> Iterator[Measured]:
    """A new file of a folder that is not in its place yet."""
    with path.open("xb") as file:
        yield Measured(file)


@contextmanager
def text_file(path: Path, *, gzipped: bool, encoding: str = "utf-8") -> Iterator[tuple[TextIO, Measured]]:
    """A new text file, packed where `gzipped` is given, and the count of its bytes, which is whole at the end.

    The same text gives the same bytes: nothing in them tells of the file's name or the time.
    """
    with ExitStack() as stack:
        measured = stack.enter_context(measured_file(path))
        raw: Any = measured
        raw = stack.enter_context(io.BufferedWriter(raw, _BUFFER))
        if gzipped:
            raw = stack.enter_context(gzip.GzipFile("", "wb", 6, raw, mtime=0))
        text = stack.enter_context(io.TextIOWrapper(raw, encoding, "backslashreplace", newline=""))
        yield text, measured
