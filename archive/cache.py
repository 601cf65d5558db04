"""Documents that took long to read, kept so that another release of the parser need not read them again.

What is kept is what a reader made of bytes, before any parsing, under the digest of the bytes and the
version of the reader. Everything in it can be made again: it may be removed at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from archive.blobs import wipe
from archive.document_json import SHAPE, dump, load
from archive.media import RAR, SEVEN_ZIP, ZIP
from archive.models import Document
from archive.readers.registry import read, version

# Loading takes 2 ms. A page of HTML, a text, a .docx and an .xlsx are read in 1 to 10 ms. A PDF takes
# 100 to 400 ms, what an office program has to open or has to be recognised from a picture takes seconds.
WORTH_SECONDS = 0.05
MOST_BYTES = 4 << 30  # of all entries together; a report's takes 5 to 20 kB
_MOST_ENTRY = 8 << 20  # no report comes near
_MOST_TEXT = 128 << 20
_FOLDERS = 256  # by the first two digits of the digest; each has an equal share of MOST_BYTES
_PACKAGES = ("rapidocr", "onnxruntime", "cv2")  # with these, and with these programs, readers read more
_PROGRAMS = ("soffice", "unar")
_CHECK = hashlib.sha256().digest_size


@dataclass(frozen=True)
class DocumentCache:
    """The folder `cache/` of an archive: a file a document, `ab/<digest>-<key>`; without a folder nothing is kept.

    What took less than `worth` seconds to read is not kept. A file that is damaged, or that cannot be
    written, is as if it were not there.
    """

    directory: Path | None
    worth: float = WORTH_SECONDS
    most_bytes: int = MOST_BYTES

    def read(self, digest: str, media_type: str, body: Callable[[], bytes]) -> Document:
        """The document with these bytes: the one kept, else as its reader reads it; `body` is asked only then.

        Raises what the reader raises; failures are not kept, because they may be the machine's.
        """
        path = self._path(digest, media_type)
        if path is None:
            return read(body(), media_type)
        kept = _found(path)
        if kept is not None:
            document, has_second = kept
            again = partial(self._second, path, lambda: _read_second(body(), media_type))
            return replace(document, second=again) if has_second else document
        begun = perf_counter()
        document = read(body(), media_type)
        if perf_counter() - begun < self.worth or _may_be_less(document):
            return document
        self._keep(path, document)
        return replace(document, second=partial(self._second, path, document.second)) if document.second else document

    def forget(self, digest: str) -> None:
        """Write over and remove what is kept of a document, however it was read."""
        folder = self.directory / digest[:2] if self.directory else None
        for path in (*folder.glob(f"{digest}-*"), *folder.glob(f".{digest}-*")) if folder else ():
            with contextlib.suppress(FileNotFoundError):
                wipe(path)

    def _second(self, first: Path, make: Callable[[], Document]) -> Document:
        """The second reading of a document whose first one is kept in the file `first`."""
        path = first.with_name(f"{first.name}-second")
        kept = _found(path)
        if kept is not None:
            return kept[0]
        document = make()
        self._keep(path, document)
        return document

    def _path(self, digest: str, media_type: str) -> Path | None:
        if self.directory is None:
            return None
        key = hashlib.sha256(f"{media_type} {version(media_type)} {_installed()} {SHAPE}".encode()).hexdigest()[:16]
        return self.directory / digest[:2] / f"{digest}-{key}"

    def _keep(self, path: Path, document: Document) -> None:
        """Write a file whole or not at all; a disk that is full stops no reading."""
        try:
            packed = zlib.compress(dump(document))
        except (TypeError, ValueError, RecursionError, MemoryError):
            return  # it holds what cannot be written; it is read anew each time
        if len(packed) > _MOST_ENTRY:
            return
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._make_room(path.parent, len(packed) + _CHECK)
            beside.write_bytes(hashlib.sha256(packed).digest() + packed)
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()

    def _make_room(self, folder: Path, size: int) -> None:
        """Remove the oldest files of a folder until another one fits into its share."""
        known = sorted((found.stat().st_mtime, found.stat().st_size, found) for found in folder.iterdir())
        room = self.most_bytes // _FOLDERS - size - sum(length for _, length, _ in known)
        for _, length, old in known:
            if room >= 0:
                return
            old.unlink(missing_ok=True)
            room += length


@lru_cache(maxsize=1)
def _installed() -> str:
    """What this machine has that readers use where it is there: with more of it they read another document."""
    return " ".join([*filter(find_spec, _PACKAGES), *filter(shutil.which, _PROGRAMS)])


def _may_be_less(document: Document) -> bool:
    """Whether another day may give more: a file in an archive that was not read may have met a busy machine."""
    return bool(document.notes) and document.media_type in (ZIP, RAR, SEVEN_ZIP)


def _read_second(body: bytes, media_type: str) -> Document:
    document = read(body, media_type)
    return document.second() if document.second else document


def _found(path: Path) -> tuple[Document, bool] | None:
    """What a file keeps; None where there is none, or it is not as it was written."""
    try:
        if path.stat().st_size > _MOST_ENTRY + _CHECK:
            return None
        written = path.read_bytes()
        packed = written[_CHECK:]
        if hashlib.sha256(packed).digest() != written[:_CHECK]:
            return None
        opened = zlib.decompressobj()
        text = opened.decompress(packed, _MOST_TEXT)
        return None if opened.unconsumed_tail else load(text)
    except (OSError, ValueError, zlib.error):
        return None
