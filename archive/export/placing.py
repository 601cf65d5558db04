"""Exports are written beside their place and renamed: what stands under the name asked for is always whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from archive.blobs import settle
from archive.errors import CannotExport

TOLD = "export.json"  # in a folder of tables: what it holds, and where that is from
_BAG = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data"}
_LARGEST_TOLD = 1 << 24


@contextmanager
def placed_file(target: Path, archive: Path | None = None, *, force: bool) -> Iterator[Path]:
    """The path to write a file to; when all went well it is renamed to `target`, else it is removed.

    Raises CannotExport where `target` is there and `force` is not given, where it is no ordinary file, or inside the
    archive.
    """
    target = _free(target, archive)
    if target.is_dir():
        msg = f"{target} is a folder; name a file"
        raise CannotExport(msg)
    if target.exists() and not (force and target.is_file()):  # a device is written over by nobody
        msg = f"{target} is there already; --force writes over {'it' if target.is_file() else 'files only'}"
        raise CannotExport(msg)
    beside = _beside(target, "part")
    try:
        yield beside
        settle(beside)
        beside.replace(target)
        settle(target.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def placed_folder(target: Path, archive: Path, *, force: bool) -> Iterator[Path]:
    """The folder to write into; when all went well it is renamed to `target`, else it is removed.

    `force` takes the place of an export only: raises CannotExport where the folder at `target` holds anything else,
    where it is there and `force` is not given, or where it is inside the archive.
    """
    target = _free(target, archive)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        _require_replaceable(target, force=force)
    beside = _beside(target, "part")
    beside.mkdir()
    try:
        yield beside
        os.sync()  # all of it, before its name is
        _swap(beside, target)
        settle(target.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _free(target: Path, archive: Path | None) -> Path:
    target = target.resolve()
    own = archive and archive.resolve()
    if own and own in (target, *target.parents):
        msg = f"{target} is inside the archive; an export goes elsewhere"
        raise CannotExport(msg)
    if not target.name:
        msg = f"{target} is no name for an export"
        raise CannotExport(msg)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _beside(target: Path, what: str) -> Path:
    """A name nobody else takes: in containers processes have the same numbers."""
    return target.with_name(f".{target.name[:40]}.{token_hex(4)}.{what}")


def _require_replaceable(target: Path, *, force: bool) -> None:
    if not target.is_dir():
        msg = f"{target} is a file; name a folder"
        raise CannotExport(msg)
    if not force:
        msg = f"{target} is there already; --force puts the new export in its place"
        raise CannotExport(msg)
    found = {path.name for path in target.iterdir()}
    strange = sorted(found - _of_export(target))
    if strange:
        msg = f"{target} holds what is of no export: {', '.join(strange[:5])}; --force takes the place of exports only"
        raise CannotExport(msg)


def _of_export(folder: Path) -> set[str]:
    """The names at the top of a folder that an export wrote there."""
    if (folder / "bagit.txt").is_file():
        return _BAG
    for told, listed in ((TOLD, "tables"), ("datapackage.json", "resources")):
        made = _told(folder / told)
        if isinstance(made.get("nianbao"), dict):
            entries = made.get(listed)
            paths = (entry.get("path") for entry in entries if isinstance(entry, dict)) if entries else ()
            return {told, "README.md", *map(str, paths)}
    return set()


def _told(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST_TOLD:
            return {}
        made = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return made if isinstance(made, dict) else {}


def _swap(beside: Path, target: Path) -> None:
    """Rename a folder into its place; what stood there goes only after that."""
    if not target.exists():
        beside.rename(target)
        return
    old = _beside(target, "old")
    target.rename(old)
    try:
        beside.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)
