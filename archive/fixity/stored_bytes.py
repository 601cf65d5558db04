"""Stored bytes against their digests, many at a time, and files in the archive that no row speaks of."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.blobs import Blobs
from archive.database import blob_rows
from archive.database.blob_rows import BlobRow
from archive.fixity.faults import Fault
from archive.owner import runs

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BESIDE = re.compile(r"\..+\.(\d{1,10})")  # how a file is called while it is written, after the process that writes it
_AT_ONCE = 256

Moved = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which bytes are read again: all, those stored since a moment, or some by chance."""

    sample: int | None = None
    since: str | None = None


def altered(
    connection: sqlite3.Connection, blobs: Blobs, withheld: AbstractSet[str], scope: Scope, moved: Moved | None = None
) -> Iterator[Fault]:
    """Every blob of the scope that is missing or is not what was stored; `moved` hears how many are looked at."""
    done, total = 0, blob_rows.count(connection, scope.since, scope.sample)
    with ThreadPoolExecutor(max(1, len(os.sched_getaffinity(0)))) as pool:  # hashing lets other threads run
        for page in _pages(connection, scope):
            yield from filter(None, pool.map(partial(_state, blobs, withheld), page))
            done += len(page)
            if moved and page:
                moved(done, max(total, done))


def _pages(connection: sqlite3.Connection, scope: Scope) -> Iterator[list[BlobRow]]:
    """The rows to look at, some at a time: no statement stays open while bytes are read."""
    if scope.sample is None:
        yield from blob_rows.pages(connection, _AT_ONCE, scope.since)
        return
    some = blob_rows.some(connection, scope.sample, scope.since)
    random.shuffle(some)
    yield from (some[start : start + _AT_ONCE] for start in range(0, len(some), _AT_ONCE))


def _state(blobs: Blobs, withheld: AbstractSet[str], row: BlobRow) -> Fault | None:
    """What is wrong with the bytes of a row."""
    if not is_digest(row.digest):
        return Fault("blob", "this row is of no digest", repr(row.digest)[:80])
    path = blobs.path(row.digest)
    if row.digest in withheld:
        return None  # they must not be there; `withheld_but_here` looks
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return Fault("blob", "here is no ordinary file", str(path))
        if found.st_size != row.size or not blobs.verify(row.digest):
            return Fault("blob", "these bytes are not what was stored", str(path))
    except FileNotFoundError:
        return Fault("blob", "these bytes are missing", str(path))
    except OSError as error:
        return Fault("blob", f"these bytes cannot be read ({error.strerror})", str(path))
    return None


def withheld_but_here(directory: Path, blobs: Blobs, withheld: Iterable[str]) -> Iterator[Fault]:
    """Bytes that had to go and did not, what the cache or a repair keeps of them, and old copies of the database."""
    for number, digest in enumerate(withheld):
        if not is_digest(digest):
            yield Fault("withheld", "this row is of no digest", repr(digest)[:80])
            continue
        kept = [blobs.path(digest)] if digest in blobs else []
        kept += [*(directory / "cache" / digest[:2]).glob(f"{digest}-*"), *(directory / "orphans").glob(f"{digest}*")]
        for path in kept:
            yield Fault("withheld", "these bytes were withheld and are still here", str(path))
        if number == 0:
            for path in [*directory.glob("archive.db.*.bak"), *directory.glob("archive.db.damaged-*Z")]:
                said = "this copy of the database may hold what was read from documents that were withheld"
                yield Fault("withheld", said, str(path), harmless=True)


def is_digest(name: object) -> bool:
    """Whether bytes may be called so; anything else in an archive's rows must not become a path."""
    return isinstance(name, str) and _DIGEST.fullmatch(name) is not None


def unknown_files(connection: sqlite3.Connection, blobs: Blobs) -> Iterator[Fault]:
    """Files among the blobs that no capture refers to, that a writer left unfinished, or that do not belong there."""
    for path in files(blobs.directory):
        if _BESIDE.fullmatch(path.name):
            yield from _left_over(path)
        elif not _DIGEST.fullmatch(path.name) or path != blobs.path(path.name):
            yield Fault("orphan", "this file is none of the archive's", str(path), harmless=True)
        elif not blob_rows.is_known(connection, path.name):
            yield Fault("orphan", "no capture refers to these bytes (left by a crash)", str(path), harmless=True)


def unfinished_files(directory: Path) -> Iterator[Fault]:
    """Files beside the database and in the cache that a writer left unfinished."""
    for path in [*directory.glob(".archive.db*.partial"), *files(directory / "cache")]:
        yield from _left_over(path)


def _left_over(path: Path) -> Iterator[Fault]:
    """Whether a file was left unfinished; one of a process that still runs is not."""
    named = _BESIDE.fullmatch(path.name)
    if path.suffix == ".partial" or (named and not runs(int(named[1]))):
        yield Fault("temporary", "this file was left unfinished", str(path), harmless=True)


def files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, by name; folders that are links are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from files(Path(entry.path))
        else:
            yield Path(entry.path)
