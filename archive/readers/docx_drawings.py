"""The pictures that stand in the paragraphs of a Word document."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from docx.oxml.ns import qn

from archive.errors import UnreadableDocument
from archive.readers.embedded import Pictures
from archive.readers.office_package import Package, part_name

_RELATIONS = "word/_rels/document.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DRAWN = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip": qn("r:embed"),
    "{urn:schemas-microsoft-com:vml}imagedata": qn("r:id"),
}


class Drawings:
    """Finds the pictures of paragraphs in the parts of a Word file; none is fetched from elsewhere."""

    def __init__(self, package: Package) -> None:
        """Prepare to read pictures of the document in `package`."""
        self._package = package
        self.pictures = Pictures()

    def collect(self, paragraph: Any) -> None:
        """Take up the pictures of a paragraph; one that is drawn in two ways counts once."""
        seen = []
        for element in paragraph.iterdescendants(*_DRAWN):
            name = self._parts.get(element.get(_DRAWN[element.tag]) or "", "")
            if name and name not in seen and self._package.has(name):
                seen.append(name)
                self.pictures.add(self._part(name))

    def _part(self, name: str) -> bytes:
        """A picture's bytes; none of one that is damaged or larger than a report's parts ever are."""
        try:
            return self._package.part(name)
        except UnreadableDocument:
            return b""

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The part of the file each relation of the document points at."""
        try:
            relations = self._package.tree(_RELATIONS)
        except UnreadableDocument:  # a document without pictures may do without the list
            return {}
        inside = (r for r in relations.iter(_RELATION) if r.get("TargetMode") != "External")
        return {r.get("Id", ""): part_name("word", r.get("Target", "")) for r in inside}


def is_pictured(element: Any) -> bool:
    """Whether there are pictures in an element of a document."""
    return next(element.iterdescendants(*_DRAWN), None) is not None
