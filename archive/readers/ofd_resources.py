"""What an OFD file lists apart from its pages: pictures, and parameters to draw with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.errors import UnreadableDocument
from archive.readers.ofd_elements import is_named
from archive.readers.office_package import Package, part_name

_LISTS = ("DocumentRes", "PublicRes", "PageRes")


def resources(package: Package, root: Any, folder: str) -> Iterator[tuple[Any, str]]:
    """The lists of resources that a document or page names, each with the folder its paths start from.

    `root` is Document.xml or a page's content, `folder` the one its own paths start from.
    """
    for element in root.iter():
        if not any(is_named(element, name) for name in _LISTS) or not element.text:
            continue
        path = part_name(folder, element.text)
        try:
            listed = package.tree(path)
        except UnreadableDocument:
            continue  # without the list its pictures are missing, not the text
        yield listed, part_name(path.rpartition("/")[0], listed.get("BaseLoc") or "")


def drawing_parameters(listed: Any) -> dict[str, Any]:
    """ID -> element, of the drawing parameters in a list of resources."""
    return {e.get("ID", ""): e for e in listed.iter() if is_named(e, "DrawParam")}


def picture_files(listed: Any, base: str) -> Iterator[tuple[str, str]]:
    """ID -> name of the part, of the pictures in a list of resources."""
    for media in listed.iter():
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
