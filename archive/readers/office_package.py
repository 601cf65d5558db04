"""The parts of an Office file (.docx, .xlsx): a ZIP of XML, unpacked only as far as a report ever goes."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from lxml import etree

from archive.errors import EncryptedDocument, UnreadableDocument

_BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError)


def part_name(folder: str, path: str) -> str:
    """The name of the part that `path` points at from a part in `folder`; no path leads out of the package.

    >>> part_name("Doc_0/Pages", "../Res/image_1.png")
    'Doc_0/Res/image_1.png'
    >>> part_name("Doc_0", "/OFD.xml")
    'OFD.xml'
    """
    return posixpath.normpath(posixpath.join("/", folder, path.strip())).strip("/")


class Package:
    """The parts of one file. `most_bytes` and `most_tags` bound what all parts read from it hold together.

    Tags are bounded as well as bytes: an element of four bytes takes a hundred and more once it is parsed.
    """

    def __init__(self, body: bytes, called: str, most_bytes: int, most_tags: int) -> None:
        """Open `body`; `called` ("the Word file") begins the sentence of every error."""
        self._called = called
        self._bytes_left, self._tags_left = most_bytes, most_tags
        with self._telling_damage("its list of parts"):
            self._archive = zipfile.ZipFile(BytesIO(body))
            self._names = {name.lower(): name for name in self._archive.namelist()}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name; Office does not mind the case of its letters."""
        return name.lower() in self._names

    def part(self, name: str) -> bytes:
        """The bytes of a part."""
        if not self.has(name):
            raise UnreadableDocument(f"{self._called} is damaged: {name} is missing")
        info = self._archive.getinfo(self._names[name.lower()])
        if info.flag_bits & 1:
            raise EncryptedDocument(f"{self._called} is encrypted")
        if info.file_size > self._bytes_left:
            raise UnreadableDocument(f"{self._called} unpacks to {info.file_size:,} bytes, more than a report ever has")
        with self._telling_damage(name), self._archive.open(info) as file:
            read = file.read(self._bytes_left)
        self._bytes_left -= len(read)
        self._tags_left -= read.count(b"<")
        if self._tags_left < 0:
            raise UnreadableDocument(f"{self._called} has more elements than a report ever has")
        return read

    def tree(self, name: str) -> Any:
        """The root element of a part, without comments: they would cut the text they stand in."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_blank_text=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.part(name), parser)
        except (etree.XMLSyntaxError, ValueError):
            raise UnreadableDocument(f"{self._called} is damaged: {name} is no XML") from None
        if root.getroottree().docinfo.internalDTD is not None:  # no Office program opens one that has
            raise UnreadableDocument(f"{self._called} is damaged: {name} defines a document type")
        return root

    @contextmanager
    def _telling_damage(self, part: str) -> Iterator[None]:
        try:
            yield
        except zlib.error:
            raise UnreadableDocument(f"{self._called} is damaged: {part} cannot be unpacked") from None
        except _BROKEN as error:
            raise UnreadableDocument(f"{self._called} is damaged: {error}") from error
