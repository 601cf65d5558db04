"""Where pictures of spots are written: under a name made of report and cell, never over a file nobody named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.lineage.picture import Picture, picture
from archive.lineage.retelling import Told
from archive.lineage.subject import Subject

_MOST_NAME = 40  # characters of a report's key: three bytes each, and a file's name has room for 255
MOST_UNASKED = 4  # of more cells pictures are made only where a folder is named


class Pictures:
    """Makes the pictures of the cells of one report; `where` is a file, or a folder where there are several."""

    def __init__(self, subject: Subject, told: Told, where: Path | None, cells: int, *, wanted: bool) -> None:
        """Make the folder for several pictures; raises ArchiveError where that is a file, or cannot be made."""
        if where is not None and cells > 1 and wanted:
            _make_folder(where, cells)
        self._subject, self._told, self._where = subject, told, where
        self._too_many = where is None and cells > MOST_UNASKED
        self._wanted = wanted

    def added(self, cell: dict[str, Any]) -> dict[str, Any]:
        """The explanation of a cell with the path of its picture, and a note on what it is of or why there is none."""
        path, note = self._made(cell)
        return cell | {"picture": str(path) if path else None, "picture_note": note}

    def _made(self, cell: dict[str, Any]) -> tuple[Path | None, str | None]:
        if not self._wanted:
            return None, None
        if cell["place"] is None:
            return None, "nothing stands in the document to make a picture of"
        if self._too_many:
            return None, f"more than {MOST_UNASKED} cells; --picture FOLDER makes their pictures"
        path = self._path(cell["id"])
        if path.exists() and self._where is None:
            return None, f"{path} is there already and was left as it is; --picture FILE says where to write"
        made = picture(self._subject.directory, self._told, cell["id"], cell["place"], caption(self._subject, cell))
        if made is None:
            return None, "the spot cannot be found in the document again"
        return _written(made, path)

    def _path(self, cell_id: str) -> Path:
        name = Path(f"explain-{_safe(self._subject.name)[-_MOST_NAME:]}-{_safe(cell_id)}.png")
        if self._where is None:
            return name
        return self._where / name if self._where.is_dir() else self._where


def _safe(name: str) -> str:
    """Letters of every script, digits and what does no harm in a file's name."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")


def _make_folder(folder: Path, pictures: int) -> None:
    if not folder.is_dir() and (folder.exists() or folder.suffix):
        msg = f"{folder} is no folder, and there are {pictures} pictures to write"
        raise ArchiveError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder} cannot be made: {error.strerror}"
        raise ArchiveError(msg) from error


def _written(made: Picture, path: Path) -> tuple[Path | None, str | None]:
    """Write a picture, or where there is no browser the page to be opened in one."""
    note = f"of {made.what}"
    if made.png is None:
        path = path.with_suffix(".html")
        note += f", as a page to open in a browser: {made.problem}"
    try:
        path.write_bytes(made.png if made.png is not None else (made.html or "").encode("utf-8", "replace"))
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}"
        raise ArchiveError(msg) from error
    return path, note


def caption(subject: Subject, cell: dict[str, Any]) -> list[str]:
    """What stands above a picture: the cell, the report, the document."""
    value = "no value" if cell["value"] is None else f"{cell['value']}{cell['unit'] or ''}"
    document = cell["document"] or {}
    return [
        f"{cell['id']} = {value} ({cell['state']}), printed as {cell['text']!r}",
        f"{subject.name}: {cell['place_in_words']}",
        str(document.get("url") or ""),
        f"sha256 {document.get('digest', '')}"
        + (f", captured {document['captured_at']}" if document.get("captured_at") else ""),
    ]
