"""Several documents in one file (.zip): read one after the other, as the parts of one report."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO

from archive import media
from archive.errors import EncryptedDocument, UnreadableDocument
from archive.models import Block, Document, Table
from archive.titles import read_title

MOST_BYTES = 200_000_000  # of all members, unpacked
MOST_MEMBERS = 200
MOST_LEVELS = 3  # of archives within archives
_NO_DOCUMENT = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def read(body: bytes, level: int = 1) -> Document:
    """The documents of an archive in its order; what cannot be read is told by a note.

    Every place names the `member` it is in. Nothing is written to the disk.
    """
    if level > MOST_LEVELS:
        msg = f"archives lie in archives more than {MOST_LEVELS} levels deep"
        raise UnreadableDocument(msg)
    found: list[tuple[str, Document]] = []
    notes: list[str] = []
    for name, content in _members(body):
        try:
            document = _document(content, level)
        except UnreadableDocument as error:
            notes.append(f"{name} in the archive was not read: {error}")
            continue
        found.append((name, document))
        notes += (f"{name}: {note}" for note in document.notes)
    if not found:
        msg = "; ".join(notes) or "the archive holds no document"
        raise UnreadableDocument(msg)
    return _together(found, notes)


def _document(content: bytes, level: int) -> Document:
    from archive.readers.registry import read as read_any

    return read(content, level + 1) if media.sniff(content) == media.ZIP else read_any(content)


def _members(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each member that may be a document."""
    left = MOST_BYTES
    try:
        with _opened(body) as archive:
            if "[Content_Types].xml" in archive.namelist():
                msg = "an Office file without its main part"
                raise UnreadableDocument(msg)
            infos = [info for info in archive.infolist() if not _is_none(info)]
            if len(infos) > MOST_MEMBERS:
                msg = f"the archive holds {len(infos):,} files, more than a report ever has"
                raise UnreadableDocument(msg)
            for info in infos:
                if info.flag_bits & 1:
                    msg = "the archive is encrypted"
                    raise EncryptedDocument(msg)
                with archive.open(info) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    msg = f"the archive unpacks to more than {MOST_BYTES // 1_000_000} MB"
                    raise UnreadableDocument(msg)
                yield info.filename, content
    except zlib.error:
        msg = "the archive is damaged: it cannot be unpacked"
        raise UnreadableDocument(msg) from None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        msg = f"the archive is damaged: {error}"
        raise UnreadableDocument(msg) from error


def _opened(body: bytes) -> zipfile.ZipFile:
    """Chinese Windows writes names in GBK and does not say so."""
    try:
        return zipfile.ZipFile(BytesIO(body), metadata_encoding="gb18030")
    except UnicodeDecodeError:
        return zipfile.ZipFile(BytesIO(body))


def _is_none(info: zipfile.ZipInfo) -> bool:
    name = info.filename.lower()
    return info.is_dir() or info.file_size == 0 or name.startswith(_NO_DOCUMENT[0]) or name.endswith(_NO_DOCUMENT[1:])


def _together(found: list[tuple[str, Document]], notes: list[str]) -> Document:
    """One document of all; title and dates are the first that are told."""

    def first(fact: str) -> str | None:
        return next((told for _, document in found if (told := getattr(document, fact))), None)

    if len(several := {whose for name, document in found if (whose := _whose(name, document))}) > 1:
        notes.append(f"the archive holds reports of several bodies or years: {', '.join(sorted(several))}")
    again = any(document.second for _, document in found)
    return Document(
        media.ZIP,
        tuple(block for name, document in found for block in _placed(document, name)),
        title=first("title"),
        title_meta=first("title_meta"),
        published=first("published"),
        published_meta=first("published_meta"),
        source=first("source"),
        notes=tuple(notes),
        second=partial(_second, found) if again else None,
    )


def _whose(name: str, document: Document) -> str | None:
    """Body and year of a report by the document's title, else by the member's name."""
    for text in (document.title or "", name.rpartition("/")[2]):
        title = read_title(text)
        if title.kind == "report" and title.agency and title.year:
            return f"{title.agency} {title.year}"
    return None


def _second(found: list[tuple[str, Document]]) -> Document:
    """The second reading of the members that have one, the first of the others."""
    documents = [(name, document.second() if document.second else document) for name, document in found]
    return Document(media.ZIP, tuple(block for name, document in documents for block in _placed(document, name)))


def _placed(document: Document, member: str) -> Iterator[Block]:
    for block in document.blocks:
        block.place.setdefault("member", member)
        if isinstance(block, Table):
            for cell in {id(c): c for row in block.rows for c in row}.values():
                cell.place.setdefault("member", member)
        yield block


def member(body: bytes, name: str, level: int = 1) -> bytes | None:
    """The bytes of the document that places of the `member` of that name are in."""
    for found, content in _members(body):
        if found == name:
            return content
        if level < MOST_LEVELS and media.sniff(content) == media.ZIP:
            inner = member(content, name, level + 1)
            if inner is not None:
                return inner
    return None
