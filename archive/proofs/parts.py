"""The files of a proof as one ZIP or as a folder: written whole or not at all, read within bounds."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path

from archive.files import MOST_BYTES
from archive.proofs.bundle import NoProof, Parts

MOST_FILES = 500
MOST_JSON = 64 << 20  # bytes of a file that is parsed
MOST_IN_ALL = 4 * MOST_BYTES
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}){0,3}")
_DAY = (1980, 1, 1, 0, 0, 0)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of them, the same for the same files: by name, not compressed, without times."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.create_system = 3
            file.writestr(entry, parts[name])
    return made.getvalue()


def write(parts: Mapping[str, bytes], target: Path) -> None:
    """Write a .zip, or a folder where the name is no .zip's; raises NoProof where there is something already."""
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        msg = f"{target} is there already; nothing was written"
        raise NoProof(msg)
    for name in parts:  # some are made of what stands in the archive, which may be anybody's
        if not _NAME.fullmatch(name):
            msg = f"the archive holds what no file of a proof can be called after: {name[:80]!r}"
            raise NoProof(msg)
    if target.suffix.lower() != ".zip":
        for name, body in parts.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(body)
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(packed(parts))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def read(target: Path) -> Parts:
    """Every file of a proof by its name; raises NoProof for what no proof of ours is, before it is unpacked."""
    try:
        return _of_folder(target) if target.is_dir() else _of_zip(target)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        msg = f"{target} is no proof: {getattr(error, 'strerror', None) or error}"
        raise NoProof(msg) from error


def _of_zip(target: Path) -> Parts:
    size = target.stat().st_size
    if not stat.S_ISREG(target.stat().st_mode) or size > MOST_IN_ALL:
        msg = f"{target} is no proof: no ordinary file, or larger than any"
        raise NoProof(msg)
    with zipfile.ZipFile(target) as file:
        entries = file.infolist()
        _require_bounds(target, ((entry.filename, entry.file_size) for entry in entries))
        if sum(entry.file_size for entry in entries) > size or any(entry.compress_type for entry in entries):
            msg = f"{target} is no proof: its files are compressed, or lie within one another"
            raise NoProof(msg)
        return {entry.filename: file.read(entry) for entry in entries}


def _of_folder(target: Path) -> Parts:
    paths = dict(islice(_files(target, ""), MOST_FILES + 1))  # it may be the root of a disk
    _require_bounds(target, ((name, path.stat().st_size) for name, path in paths.items()))
    return {name: path.read_bytes() for name, path in paths.items()}


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if name.count("/") < 3:
                yield from _files(Path(entry.path), f"{name}/")
        elif entry.is_file(follow_symlinks=False):
            yield name, Path(entry.path)
        else:
            msg = f"{name[:80]!r} is no ordinary file"
            raise NoProof(msg)


def _require_bounds(target: Path, files: Iterator[tuple[str, int]]) -> None:
    seen: set[str] = set()
    whole = 0
    for name, size in files:
        whole += size
        large = size > (MOST_JSON if name.endswith((".json", ".txt")) else MOST_BYTES)
        if not _NAME.fullmatch(name) or name in seen or large or whole > MOST_IN_ALL or len(seen) >= MOST_FILES:
            why = "is too large" if large else "is a name no proof has, or there are too many files"
            msg = f"{target} is no proof: {name[:80]!r} {why}"
            raise NoProof(msg)
        seen.add(name)
