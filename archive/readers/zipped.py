"""ZIP archives, by the standard library."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Self

from archive.errors import UnreadableDocument
from archive.readers.members import Member

_BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zlib.error)


class Zipped:
    """An opened ZIP file; nothing is unpacked to the disk."""

    notes: tuple[str, ...] = ()

    def __init__(self, body: bytes) -> None:
        """Open `body`."""
        with _telling_damage():
            self._archive = _opened(body)
        if "[Content_Types].xml" in self._archive.namelist():
            msg = "an Office file without its main part"
            raise UnreadableDocument(msg)

    def __enter__(self) -> Self:
        """The archive."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._archive.close()

    def members(self) -> list[Member]:
        """The files in it, in their order."""
        return [
            Member(
                number,
                info.filename,
                info.file_size,
                is_encrypted=bool(info.flag_bits & 1),
                is_link=stat.S_ISLNK(info.external_attr >> 16),
            )
            for number, info in enumerate(self._archive.infolist())
            if not info.is_dir()
        ]

    def read(self, member: Member, most: int) -> bytes:
        """The first `most` bytes of a file."""
        with _telling_damage(), self._archive.open(self._archive.infolist()[member.number]) as file:
            return file.read(most)


def _opened(body: bytes) -> zipfile.ZipFile:
    """Chinese Windows writes names in GBK and does not say so."""
    try:
        return zipfile.ZipFile(BytesIO(body), metadata_encoding="gb18030")
    except UnicodeDecodeError:
        return zipfile.ZipFile(BytesIO(body))


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except zlib.error:
        msg = "the archive is damaged: it cannot be unpacked"
        raise UnreadableDocument(msg) from None
    except _BROKEN as error:
        msg = f"the archive is damaged: {error}"
        raise UnreadableDocument(msg) from error
