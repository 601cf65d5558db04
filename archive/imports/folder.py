"""A folder of documents: each file a capture, with what its name, its folders and a list beside say of it."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.bodies import is_body
from archive.charset import decode
from archive.errors import ArchiveError
from archive.files import NotReadable, read_bytes
from archive.imports.found import Found, Trouble
from archive.imports.moments import moment
from archive.titles import read_title

MANIFEST = "manifest.csv"
_WEB_ARCHIVES = (".warc", ".warc.gz", ".wacz")
_COLUMNS = ("path", "url", "agency", "year", "captured_at")
_MOST_ROWS = 1_000_000
_LONGEST_CELL = 8192  # our own: the csv module's belongs to the process, and other libraries lift it
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")


class BadManifest(ArchiveError):
    """Raised for a manifest.csv that cannot be understood; the text says where."""


@dataclass
class Folder:
    """A folder and what is known of it. Links are not followed; what is hidden is left out."""

    path: Path
    base: str | None = None
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read its list; raises BadManifest."""
        if (self.path / MANIFEST).is_file():
            self.rows = _rows(self.path / MANIFEST)

    def events(self, source: dict[str, Any]) -> Iterator[Found | Trouble]:
        """Each document in the order of its name, and what cannot be taken."""
        left, file = set(self.rows), None
        for file in _files(self.path):
            name = file.relative_to(self.path).as_posix()
            left.discard(name)
            if file.is_symlink():
                yield Trouble(f"{_shown(name)} is a link and is not followed")
                continue
            if name.lower().endswith(_WEB_ARCHIVES):
                yield Trouble(f"{_shown(name)} is a web archive, and no document; name it itself", is_damage=True)
                continue
            try:
                body = read_bytes(file)
            except NotReadable as error:
                yield Trouble(f"{_shown(name)}: {error}", is_damage=True)
                continue
            if not body.strip():
                yield Trouble(f"{_shown(name)} is empty", is_damage=True)
                continue
            yield self._found(file, name, body, source)
        if file is None:
            yield Trouble("there is no document in it", is_damage=True)
        for name in sorted(left):
            yield Trouble(f"{MANIFEST} names {_shown(name)}, which is not there", is_damage=True)

    def _found(self, file: Path, name: str, body: bytes, source: dict[str, Any]) -> Found:
        row = self.rows.get(name, {})
        parts = [_text(part) for part in Path(name).parts]
        at, doubts = moment(row["captured_at"]) if row.get("captured_at") else (None, [])
        title = Path(parts[-1]).stem
        told = read_title(title)
        agency = (
            row.get("agency") or told.agency or next((part for part in reversed(parts[:-1]) if is_body(part)), None)
        )
        year = row.get("year") or told.year or next((y[1] for p in reversed(parts) if (y := _YEAR.search(p))), None)
        hints: dict[str, Any] = ({"agency": agency} if agency else {}) | ({"year": int(year)} if year else {})
        url = row.get("url") or self._address(file, name)
        return Found(
            url,
            at,
            body,
            kind="own",
            link_title=title if told.kind == "report" else None,
            source=source | {"path": _text(name)},
            doubts=doubts,
            is_report=True,
            hints=hints,
        )

    def _address(self, file: Path, name: str) -> str:
        if self.base is None:
            return file.resolve().as_uri()
        return f"{self.base.rstrip('/')}/{quote(os.fsencode(name))}"


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder, followlinks=False):
        here = Path(where)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        for name in sorted([*names, *links]):
            if not name.startswith(".") and not (here == folder and name == MANIFEST):
                yield here / name


def _rows(path: Path) -> dict[str, dict[str, str]]:
    """The rows of the list by path; raises BadManifest."""
    try:
        reader = csv.DictReader(decode(read_bytes(path)).splitlines())
        columns = [name.strip().lower() for name in reader.fieldnames or ()]
    except (NotReadable, csv.Error) as error:
        msg = f"{path}: {error}"
        raise BadManifest(msg) from error
    if "path" not in columns or not set(columns) <= set(_COLUMNS):
        msg = f"{path}: its columns are {', '.join(columns)[:200]}, not `path` with some of {', '.join(_COLUMNS[1:])}"
        raise BadManifest(msg)
    found: dict[str, dict[str, str]] = {}
    try:
        for row in reader:
            cells = {
                name.strip().lower(): (value or "").strip() for name, value in row.items() if isinstance(name, str)
            }
            if why := _wrong(cells, found, full=None in row):
                msg = f"{path}, line {reader.line_num}: {why}"
                raise BadManifest(msg)
            found[Path(cells["path"]).as_posix()] = cells
    except csv.Error as error:
        msg = f"{path}, line {reader.reader.line_num}: {error}"  # the other counts only the lines it got
        raise BadManifest(msg) from error
    return found


def _wrong(cells: dict[str, str], found: dict[str, dict[str, str]], *, full: bool) -> str | None:
    """What is wrong with a row."""
    path = Path(cells["path"])
    if full:
        return "there are more cells than columns"
    if name := next((name for name, cell in cells.items() if len(cell) > _LONGEST_CELL), None):
        return f"its {name} is longer than {_LONGEST_CELL} characters"
    if not cells["path"] or path.is_absolute() or ".." in path.parts:
        return f"{cells['path'][:100]!r} is no path within the folder"
    if path.as_posix() in found or len(found) >= _MOST_ROWS:
        return f"{cells['path'][:100]!r} stands there twice, or there are too many rows"
    if cells.get("year") and not re.fullmatch(r"(19|20|21)\d\d", cells["year"]):
        return f"{cells['year'][:40]!r} is no year"
    if cells.get("url") and not cells["url"].startswith(("http://", "https://", "file://")):
        return f"{cells['url'][:100]!r} is no address that begins with http://, https:// or file://"
    if cells.get("captured_at") and moment(cells["captured_at"])[0] is None:
        return f"{cells['captured_at'][:40]!r} is no time such as 2024-01-31 or 2024-01-31T08:00:00Z"
    return None


def _text(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def _shown(name: str) -> str:
    return repr(_text(name)[:200])
