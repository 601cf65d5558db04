"""The bytes of every fetched document, once each, under their SHA-256."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import NotAsStored

_CHUNK = 1 << 20


def digest_of(body: bytes) -> str:
    """The name of bytes: their SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True)
class Blobs:
    """The directory `blobs/` of an archive: `ab/cd/abcd…`."""

    directory: Path

    def path(self, digest: str) -> Path:
        """Where the bytes of that digest lie or will lie."""
        return self.directory / digest[:2] / digest[2:4] / digest

    def __contains__(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def read(self, digest: str) -> bytes:
        """The bytes; raises NotAsStored where they are gone, or are no longer those of that digest."""
        try:
            body = self.path(digest).read_bytes()
        except OSError as error:
            gone = isinstance(error, FileNotFoundError)
            how = "are no longer in the archive" if gone else f"cannot be read ({error.strerror})"
            msg = f"the stored bytes {digest[:12]}… {how}"
            raise NotAsStored(msg) from error
        if digest_of(body) != digest:
            msg = f"the stored bytes {digest[:12]}… are no longer what was stored; nothing is read from them"
            raise NotAsStored(msg)
        return body

    def keep(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Store bytes so that after this returns no power cut can lose them.

        Each file is written beside its place, flushed to the disk and renamed; a reader sees all of it
        or nothing. What is there already is left alone.
        """
        folders: set[Path] = set()
        for digest, body in bodies:
            path = self.path(digest)
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{digest}.{os.getpid()}")
            try:
                with beside.open("wb") as file:
                    file.write(body)
                    file.flush()
                    os.fsync(file.fileno())
                beside.rename(path)
            except OSError:
                beside.unlink(missing_ok=True)
                raise
            folders.add(path.parent)
        for folder in folders:
            settle(folder)

    def adopt(self, digest: str, source: Path, size: int) -> None:
        """Store the bytes of a file as `keep` does, some at a time; raises NotAsStored where they are not these."""
        path = self.path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{digest}.{os.getpid()}")
        try:
            with _plain_file(source, size) as there, beside.open("wb") as file:
                found = hashlib.sha256()
                while chunk := there.read(_CHUNK):
                    found.update(chunk)
                    file.write(chunk)
                    if file.tell() > size:
                        break
                file.flush()
                os.fsync(file.fileno())
            if found.hexdigest() != digest:
                msg = "its bytes are no longer what was stored"
                raise NotAsStored(msg)
            beside.rename(path)
        finally:
            beside.unlink(missing_ok=True)
        settle(path.parent)

    def remove(self, digest: str) -> None:
        """Write over the bytes and remove them, with what a killed writer left of them; nothing where there are none.

        What a file system keeps of them elsewhere (snapshots, a journal, the spare blocks of a disk) is out of reach. A
        file that has another name, too, as a copy by links does, is not written over.
        """
        path = self.path(digest)
        for found in (path, *path.parent.glob(f".{digest}.*")):
            try:
                wipe(found)
            except FileNotFoundError:
                continue
            settle(path.parent)

    def all_digests(self) -> Iterator[str]:
        """Every digest stored, in order."""
        if not self.directory.is_dir():
            return
        for first in sorted(self.directory.iterdir()):
            for second in sorted(first.iterdir()) if first.is_dir() else ():
                if second.is_dir():
                    yield from sorted(f.name for f in second.iterdir() if not f.name.startswith("."))

    def verify(self, digest: str) -> bool:
        """Whether the bytes still are what their name says."""
        found = hashlib.sha256()
        with self.path(digest).open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
        return found.hexdigest() == digest


@contextmanager
def _plain_file(path: Path, size: int) -> Iterator[BinaryIO]:
    """A file of that size for reading, and no link, pipe or device; raises NotAsStored."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        msg = f"its bytes cannot be read ({error.strerror})"
        raise NotAsStored(msg) from error
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size != size:
            msg = "its bytes are no longer what was stored"
            raise NotAsStored(msg)
        yield file


def wipe(path: Path) -> None:
    """Write over a file's bytes and remove it; raises what the system raises."""
    with path.open("r+b") as file:
        status = os.fstat(file.fileno())
        for start in range(0, status.st_size if status.st_nlink == 1 else 0, _CHUNK):
            file.write(bytes(min(_CHUNK, status.st_size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def settle(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
