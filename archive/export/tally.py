"""A file that counts what is written to it: bytes and their SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

_BUFFER = 1 << 20


class Tally(io.RawIOBase):
    """A new file for writing; `size` and `digest` are of what was written so far."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file: BinaryIO = path.open("xb", buffering=0)
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal digits."""
        return self._hash.hexdigest()

    def tell(self) -> int:
        """How much was written."""
        return self.size

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        """Write all of the bytes."""
        rest = memoryview(data)
        self._hash.update(rest)
        self.size += len(rest)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


@contextmanager
def text_file(path: Path, *, gzipped: bool, encoding: str = "utf-8") -> Iterator[tuple[TextIO, Tally]]:
    """A new text file, packed where `gzipped` is given, and the count of its bytes, which is whole at the end.

    The same text gives the same bytes: nothing in them tells of the file's name or the time.
    """
    with ExitStack() as stack:
        tally = stack.enter_context(Tally(path))
        raw: Any = tally
        raw = stack.enter_context(io.BufferedWriter(raw, _BUFFER))
        if gzipped:
            raw = stack.enter_context(gzip.GzipFile("", "wb", 6, raw, mtime=0))
        text = stack.enter_context(io.TextIOWrapper(raw, encoding, "backslashreplace", newline=""))
        yield text, tally
