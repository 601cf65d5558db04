"""What a person names to be imported: a WARC, a WACZ or a folder, told by what it is."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.imports.folder import Folder
from archive.imports.wacz import Package
from archive.imports.warc import Event, captures

_STEP = 1 << 20


class NoSource(ArchiveError):
    """Raised for what is neither a WARC, nor a WACZ, nor a folder of documents; the text says what to do with it."""


@dataclass(frozen=True)
class Source:
    """A named source that is open: what its crawl says of it, its captures, titles of pages by address."""

    options: Mapping[str, Any]
    events: Iterator[Event]
    titles: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def opened(path: Path, url: str | None) -> Iterator[Source]:
    """A source by its path, `url` the address of a folder; raises NoSource."""
    name = os.fsencode(path.name or path.resolve().name).decode("utf-8", "replace")
    if path.is_dir():
        if (path / "archive.db").is_file():
            msg = f"{path} is an archive of nianbao, and no folder of documents; `nianbao merge` takes it"
            raise NoSource(msg)
        folder = Folder(path, url)
        told = {"format": "folder", "file": name, "url": url}
        yield Source(told, folder.events({"file": name}))
        return
    kind, digest = _kind(path), _digest(path)
    told = {"format": kind, "file": name, "digest": digest}
    where = {"file": name, "digest": digest}
    if kind == "warc":
        with path.open("rb") as stream:
            yield Source(told, captures(stream, where))
        return
    try:
        package = Package(path)
    except ValueError as error:
        msg = f"{path}: {error}"
        raise NoSource(msg) from error
    with package:
        yield Source(told, _all(package, where), package.titles())


def _all(package: Package, where: dict[str, Any]) -> Iterator[Event]:
    yield from package.troubles()
    yield from package.events(where)


def _kind(path: Path) -> str:
    """What a file is, by its first bytes."""
    if not stat.S_ISREG(path.stat().st_mode):
        msg = f"{path} is no ordinary file"
        raise NoSource(msg)
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK"):
        return "wacz"
    if head.startswith((b"WARC/", b"\x1f\x8b")):
        return "warc"
    msg = f"{path} is neither a WARC, nor a WACZ, nor a folder; `nianbao add` takes single documents"
    raise NoSource(msg)


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_STEP):
            found.update(part)
    return found.hexdigest()
