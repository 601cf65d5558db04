"""A WACZ file: its WARC files, read where they lie in the ZIP, and what it says of its pages and of itself."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Self

from archive.imports.found import Trouble
from archive.imports.warc import Event, captures

_MOST_DESCRIPTION = 64 << 20
_MOST_RATIO = 100  # a WARC in a WACZ is packed already; what unpacks to more than this was made to
_MOST_MEMBERS = 100_000
_STEP = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError)


class Package:
    """An opened WACZ; nothing of it is unpacked to the disk. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open it; raises ValueError, with a sentence, where it is none."""
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            msg = f"it is no WACZ file, or its end is missing ({error})"
            raise ValueError(msg) from error
        self._size = path.stat().st_size

    def __enter__(self) -> Self:
        """The package."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._zip.close()

    def troubles(self) -> Iterator[Trouble]:
        """What is not as the file says of itself, and members that are not read."""
        members = self._zip.infolist()
        for info in members[:_MOST_MEMBERS]:
            if why := _refused(info):
                yield Trouble(f"{info.filename[:100]!r} {why}, and is not read", is_damage=True)
        if not self._warcs():
            yield Trouble("there is no WARC file to read in its folder `archive`", is_damage=True)
        yield from self._descriptions()

    def events(self, source: dict[str, Any]) -> Iterator[Event]:
        """The captures of all WARC files in it."""
        for info in self._warcs():
            where = source | {"member": info.filename[:200]}
            try:
                with self._zip.open(info) as stream:
                    for event in captures(stream, where):
                        named = f"{info.filename[:100]}: {event.sentence}" if isinstance(event, Trouble) else ""
                        yield Trouble(named, event.is_damage) if isinstance(event, Trouble) else event
            except (*_BROKEN, OSError) as error:
                yield Trouble(f"{info.filename[:100]} cannot be read on ({error})", is_damage=True)

    def titles(self) -> dict[str, str]:
        """The titles of pages by their addresses."""
        found: dict[str, str] = {}
        for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
            for line in (self._text(name) or b"").splitlines():
                page = _object(line)
                url, title = page.get("url"), page.get("title")
                if isinstance(url, str) and isinstance(title, str) and title.strip():
                    found.setdefault(url, " ".join(title.split())[:500])
        return found

    def _warcs(self) -> list[zipfile.ZipInfo]:
        members = [
            info
            for info in self._zip.infolist()[:_MOST_MEMBERS]
            if info.filename.startswith("archive/")
            and info.filename.lower().endswith((".warc", ".warc.gz"))
            and not _refused(info)
        ]
        whole = sum(info.file_size for info in members) <= _MOST_RATIO * self._size  # else they lie over one another
        return members if whole else []

    def _descriptions(self) -> Iterator[Trouble]:
        """Whether each file has the digest the package gives of it, and the description its own."""
        described = self._text("datapackage.json")
        if described is None:
            yield Trouble("it has no datapackage.json: whether it is whole cannot be told")
            return
        digest = _object(self._text("datapackage-digest.json") or b"{}").get("hash")
        if isinstance(digest, str) and digest != _hash(digest, [described]):
            yield Trouble("datapackage.json is not the one whose digest datapackage-digest.json gives")
        resources = _object(described).get("resources")
        for one in resources[:_MOST_MEMBERS] if isinstance(resources, list) else ():
            path, stated = (one.get("path"), one.get("hash")) if isinstance(one, dict) else (None, None)
            if isinstance(path, str) and isinstance(stated, str) and (why := self._differs(path, stated)):
                yield Trouble(f"{path[:100]} {why}")

    def _differs(self, path: str, stated: str) -> str | None:
        try:
            info = self._zip.getinfo(path)
            if _refused(info):
                return None
            with self._zip.open(info) as stream:
                found = _hash(stated, iter(lambda: stream.read(_STEP), b""))
        except KeyError:
            return "is listed and not there"
        except (*_BROKEN, OSError) as error:
            return f"cannot be read ({error})"
        return None if found == stated else "is not the file whose digest is listed"

    def _text(self, name: str) -> bytes | None:
        """A small member; None where it is not there or not small."""
        try:
            info = self._zip.getinfo(name)
            if _refused(info) or info.file_size > _MOST_DESCRIPTION:
                return None
            return self._zip.read(info)
        except (*_BROKEN, KeyError, OSError):
            return None


def _refused(info: zipfile.ZipInfo) -> str | None:
    """Why a member is not read."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        return "leads out of the file"
    if info.flag_bits & 1:
        return "is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.file_size > _MOST_RATIO * max(info.compress_size, 1 << 16):
        return "would unpack to more than a hundred times its size"
    return None


def _hash(stated: str, parts: Any) -> str:
    """The digest of bytes, by the algorithm a stated one names."""
    algorithm = stated.partition(":")[0]
    digest = hashlib.new(algorithm if algorithm in ("sha256", "sha1", "md5", "sha512") else "sha256")
    for part in parts:
        digest.update(part)
    return f"{algorithm}:{digest.hexdigest()}"


def _object(text: bytes) -> dict[str, Any]:
    try:
        made = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return made if isinstance(made, dict) else {}
