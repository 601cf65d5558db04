"""A BagIt bag (RFC 8493): an archive for a depository, every file of it under its SHA-256."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from archive.blobs import Blobs
from archive.errors import CannotExport

_CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST = "manifest-sha256.txt"
_UNITS = ("B", "KB", "MB", "GB", "TB")


class Payload(NamedTuple):
    """A file of the bag: its path from the top, its size and SHA-256."""

    path: str
    size: int
    digest: str


def documents(
    bag: Path, blobs: Blobs, wanted: Iterable[tuple[str, int]], *, link: bool, moved: Callable[[], None] = lambda: None
) -> Iterator[Payload]:
    """Put documents under data/blobs/, each of them read whole and found to be what it was; with `link` as hard links.

    `wanted` are digests and sizes. Raises CannotExport for one that is gone or no longer as it was stored: a bag must
    not say of such bytes that they are these.
    """
    for digest, size in wanted:
        if not _DIGEST.fullmatch(digest):  # it becomes a path
            msg = f"{digest[:80]!r} is no digest; `nianbao verify` says more"
            raise CannotExport(msg)
        there = blobs.path(digest)
        path = f"data/blobs/{digest[:2]}/{digest[2:4]}/{digest}"
        into = bag / path
        into.parent.mkdir(parents=True, exist_ok=True)
        try:
            is_whole = _is_file_of(there, size)
            if link and is_whole:
                os.link(there, into)
            found = _read(there, None if link else into) if is_whole else None
        except FileNotFoundError as error:
            msg = f"the document {digest} is not in the archive any more; `nianbao verify` says more"
            raise CannotExport(msg) from error
        except OSError as error:
            if link and error.errno in (errno.EXDEV, errno.EPERM, errno.EMLINK):
                msg = "there can be no hard links to the archive's documents there; leave out --link"
                raise CannotExport(msg) from error
            raise
        if found != (size, digest):
            msg = f"the document {digest} is not what was stored; `nianbao verify` says more"
            raise CannotExport(msg)
        moved()
        yield Payload(path, size, digest)


def _is_file_of(path: Path, size: int) -> bool:
    """Whether there is an ordinary file of that size: no link or pipe, and no more to read than there should be."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_size == size


def _read(path: Path, into: Path | None) -> tuple[int, str]:
    """Size and digest of a file, which is copied on the way where `into` says so."""
    made, size = hashlib.sha256(), 0
    with path.open("rb") as file, open(into or os.devnull, "wb") as copy:  # noqa: PTH123 - devnull is no path of ours
        while chunk := file.read(_CHUNK):
            made.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    return size, made.hexdigest()


def others(bag: Path, folder: Path) -> Iterator[Payload]:
    """The files that lie in a folder of the bag, by their names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Payload(path.relative_to(bag).as_posix(), *_read(path, None))


def close(bag: Path, payload: Iterable[Payload], info: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Write the manifests and tag files around the payload, as it comes; number and bytes of its files."""
    count = size = 0
    with (bag / _MANIFEST).open("x", encoding="utf-8", newline="\n") as manifest:
        for one in payload:
            manifest.write(f"{one.digest}  {_written(one.path)}\n")
            count += 1
            size += one.size
    tags = [*info, ("Bag-Size", _in_units(size)), ("Payload-Oxum", f"{size}.{count}")]
    (bag / "bagit.txt").write_text(_DECLARATION, "utf-8")
    (bag / "bag-info.txt").write_text("".join(f"{label}: {value}\n" for label, value in tags), "utf-8")
    names = ("bag-info.txt", "bagit.txt", _MANIFEST)
    lines = (f"{_read(bag / name, None)[1]}  {name}\n" for name in names)
    (bag / "tagmanifest-sha256.txt").write_text("".join(lines), "utf-8")
    return count, size


def tag(label: str, value: str) -> tuple[str, str]:
    """A line of bag-info.txt; raises CannotExport for a value that is more than a line."""
    if not value.strip() or any(unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") for letter in value):
        msg = f"{label} must be one line of text"
        raise CannotExport(msg)
    return label, value.strip()


def _written(path: str) -> str:
    """A path as manifests have it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _in_units(size: int) -> str:
    rest, unit = float(size), _UNITS[0]
    for unit in _UNITS:  # noqa: B007 - the last one reached
        if rest < 1000:
            break
        rest /= 1000
    return f"{rest:.3g} {unit}"
