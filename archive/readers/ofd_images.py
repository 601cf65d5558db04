"""The pictures of an OFD file: which file of the package each drawn picture is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.errors import UnreadableDocument
from archive.readers.ofd_page import is_named
from archive.readers.office_package import Package, part_name

_LISTS = ("DocumentRes", "PublicRes")


def picture_files(package: Package, root: Any, folder: str) -> dict[str, str]:
    """ID -> name of the part, of the pictures that a document's lists of resources name.

    `root` is Document.xml, `folder` the one it lies in.
    """
    found: dict[str, str] = {}
    for element in root.iter():
        if not any(is_named(element, name) for name in _LISTS) or not element.text:
            continue
        path = part_name(folder, element.text)
        try:
            resources = package.tree(path)
        except UnreadableDocument:
            continue  # without the list its pictures are missing, not the text
        base = part_name(path.rpartition("/")[0], resources.get("BaseLoc") or "")
        found.update(_media(resources, base))
    return found


def _media(resources: Any, base: str) -> Iterator[tuple[str, str]]:
    for media in resources.iter():
        if is_named(media, "MultiMedia"):
            name = next((e.text for e in media if is_named(e, "MediaFile") and e.text), None)
            if name:
                yield media.get("ID", ""), part_name(base, name)


def drawn(package: Package, files: dict[str, str], shown: Iterable[str]) -> Iterator[bytes]:
    """The bytes of the pictures with these IDs; what is missing or too large is left out."""
    for key in shown:
        try:
            yield package.part(files[key])
        except (KeyError, UnreadableDocument):
            continue
