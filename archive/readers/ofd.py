"""OFD, the fixed-layout format of Chinese offices (GB/T 33190): pages of text and rules in a ZIP of XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.media import OFD
from archive.models import Document
from archive.readers import pdf_strokes, pdf_tables
from archive.readers.again import again
from archive.readers.embedded import Pictures
from archive.readers.ofd_elements import is_named, name_of, numbers
from archive.readers.ofd_page import POINTS, Drawing
from archive.readers.ofd_resources import drawing_parameters, drawn, picture_files, resources
from archive.readers.office_package import Package, part_name
from archive.readers.pages import Page, blocks, gaps
from archive.readers.pdf_rules import Rules
from archive.readers.pdf_text import lines

MOST_PAGES = 300
MOST_BYTES = 60_000_000  # of the parts read, unpacked
MOST_TAGS = 1_000_000
_A4 = 297.0  # millimetres; the height of a page that does not tell it


def read(body: bytes) -> Document:
    """The pages of an OFD file in their order; lengths in places are points, as with PDF."""
    package = Package(body, "the OFD file", MOST_BYTES, MOST_TAGS)
    if package.has("Encryptions.xml"):
        msg = "the OFD file is encrypted"
        raise EncryptedDocument(msg)
    notes: list[str] = []
    pages: list[Page] = []
    pictures = Pictures()
    roots = [element for element in package.tree("OFD.xml").iter() if is_named(element, "DocRoot")]
    if not roots:
        msg = "the OFD file names no document"
        raise UnreadableDocument(msg)
    for root in roots:
        file = _File.open(package, root.text or "", notes)
        pages += file.pages(len(pages), sum(len(p.tables) for p in pages))
        for picture in drawn(package, file.files, file.pictures):
            pictures.add(picture)
    found = (*blocks(pages), *pictures.blocks(sum(len(page.tables) for page in pages)))
    if not found:
        msg = f"the OFD file has no text: a scan; {pictures.note()}".rstrip("; ")
        raise UnreadableDocument(msg)
    notes += filter(None, (pictures.note(),))
    # the pictures that were read are what stands on the pages without text
    notes += gaps([page for page in pages if not (page.is_empty and pictures.count)])
    return Document(OFD, found, notes=tuple(notes), second=again("ofd_second", body))


@dataclass(frozen=True, slots=True)
class _File:
    """One document of the package; `folder` is where the paths in it start."""

    package: Package
    folder: str
    root: Any
    notes: list[str]
    templates: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, list[Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)  # to draw with

    @classmethod
    def open(cls, package: Package, path: str, notes: list[str]) -> _File:
        path = part_name("", path)
        made = cls(package, path.rpartition("/")[0], package.tree(path), notes)
        made._list(made.root, made.folder)
        for element in made.root.iter():
            if is_named(element, "TemplatePage"):
                made.templates[element.get("ID", "")] = element.get("BaseLoc", "")
            elif is_named(element, "Annotations") and element.text:
                made.stamps.update(made._annotations(element.text))
        return made

    def pages(self, before: int, tables: int) -> Iterator[Page]:
        listed = [e for e in self.root.iter() if is_named(e, "Page") and e.get("BaseLoc")]
        if before + len(listed) > MOST_PAGES:
            self.notes.append(f"only the first {MOST_PAGES} pages were read")
        for number, element in enumerate(listed, before + 1):
            if number > MOST_PAGES:
                return
            page = self._page(number, element.get("BaseLoc"), element.get("ID", ""), tables)
            tables += len(page.tables)
            yield page

    def _list(self, root: Any, folder: str) -> None:
        """Know the resources a document or page names."""
        for listed, base in resources(self.package, root, folder):
            self.files.update(picture_files(listed, base))
            self.params.update(drawing_parameters(listed))

    def _page(self, number: int, path: str, key: str, tables: int) -> Page:
        content = self.package.tree(part_name(self.folder, path))
        self._list(content, part_name(self.folder, path).rpartition("/")[0])
        drawing = Drawing(self.params)
        behind = [e.get("TemplateID", "") for e in content if is_named(e, "Template")]
        for template in behind:
            if template in self.templates:
                drawing.draw(self.package.tree(part_name(self.folder, self.templates[template])))
        drawing.draw(content)
        for appearance in self.stamps.get(key, ()):
            drawing.draw_at(appearance)
        self.pictures.extend(key for key in drawing.pictures if key not in self.pictures)
        chars = pdf_strokes.marked(list(drawing.chars()), drawing.edges)
        found = pdf_tables.find(Rules.of(drawing.edges), chars, number, tables)
        height = self._height(content) * POINTS
        return Page(number, height, found.tables, lines(found.outside), found.is_crowded)

    def _height(self, content: Any) -> float:
        """In millimetres: the page's own, else the document's."""
        for tree in (content, self.root):
            for element in tree.iter():
                if is_named(element, "PhysicalBox") and len(box := numbers(element.text)) == 4:
                    return box[3]
        return _A4

    def _annotations(self, path: str) -> Iterator[tuple[str, list[Any]]]:
        """What is stamped on each page: the page's ID and the appearances."""
        listed = self.package.tree(part_name(self.folder, path))
        folder = part_name(self.folder, path).rpartition("/")[0]
        for page in listed:
            where = next((e.text for e in page if is_named(e, "FileLoc") and e.text), None)
            if not is_named(page, "Page") or where is None:
                continue
            annots = (e for e in self.package.tree(part_name(folder, where)) if is_named(e, "Annot"))
            shown = (e for e in annots if e.get("Visible") != "false")
            yield page.get("PageID", ""), [part for e in shown for part in e if name_of(part) == "Appearance"]
