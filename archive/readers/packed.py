"""Several documents in one file (.zip, .rar, .7z): read one after the other, as the parts of one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from archive import media
from archive.agencies import several_reports
from archive.errors import EncryptedDocument, UnreadableDocument
from archive.grid import located
from archive.identity import own_title
from archive.models import Block, Document
from archive.readers import unarchiver, zipped
from archive.readers.members import Archive, Member
from archive.titles import read_title

MOST_BYTES = 200_000_000  # of all members, unpacked
MOST_MEMBERS = 200
MOST_LEVELS = 3  # of archives within archives
_ARCHIVES: dict[str, Callable[[bytes], Archive]] = {
    media.ZIP: zipped.Zipped,
    media.RAR: unarchiver.Unarchived,
    media.SEVEN_ZIP: unarchiver.Unarchived,
}
_NO_DOCUMENT = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_THUMBNAIL = "docprops/thumbnail."  # of an Office file that somebody unpacked
_LOCKS = ("~$", ".~lock.")  # what Word and LibreOffice leave beside a file while it is open
_MOST_OF_A_LOCK = 1000  # bytes; a document is larger


class _Room:
    """What may still be unpacked, by an archive and those within it together."""

    def __init__(self) -> None:
        self.bytes, self.members = MOST_BYTES, MOST_MEMBERS


def read(body: bytes, level: int = 1, room: _Room | None = None) -> Document:
    """The documents of an archive in its order; what cannot be read is told by a note.

    Every place names the `member` it is in. Nothing is unpacked to the disk.
    """
    if level > MOST_LEVELS:
        msg = f"archives lie in archives more than {MOST_LEVELS} levels deep"
        raise UnreadableDocument(msg)
    room = room or _Room()
    media_type = media.sniff(body)
    found: list[tuple[str, Document]] = []
    notes: list[str] = []
    with _ARCHIVES[media_type](body) as archive:
        notes += archive.notes
        for member in _documents(archive, room):
            try:
                document = _document(_content(archive, member, room), level, room)
            except UnreadableDocument as error:
                if room.bytes < 0:
                    raise
                notes.append(f"{member.name} in the archive was not read: {error}")
                continue
            found.append((member.name, document))
            notes += (f"{member.name}: {note}" for note in document.notes)
    if not found:
        msg = "; ".join(notes) or "the archive holds no document"
        raise UnreadableDocument(msg)
    return _together(media_type, found, notes)


def _document(content: bytes, level: int, room: _Room) -> Document:
    from archive.readers.registry import read as read_any

    return read(content, level + 1, room) if media.sniff(content) in _ARCHIVES else read_any(content)


def _documents(archive: Archive, room: _Room) -> list[Member]:
    """The members that may be documents."""
    members = [member for member in archive.members() if member.size and not _is_none(member)]
    room.members -= len(members)
    if room.members < 0:
        msg = f"the archive holds {len(members):,} files, more than a report ever has"
        raise UnreadableDocument(msg)
    if members and all(member.is_encrypted for member in members):
        msg = "the archive is encrypted"
        raise EncryptedDocument(msg)
    return members


def _content(archive: Archive, member: Member, room: _Room) -> bytes:
    if member.is_link:
        msg = "it is a link"
        raise UnreadableDocument(msg)
    if member.is_encrypted:
        msg = "it is encrypted"
        raise EncryptedDocument(msg)
    content = archive.read(member, room.bytes + 1)
    room.bytes -= len(content)
    if room.bytes < 0:
        msg = f"the archive unpacks to more than {MOST_BYTES // 1_000_000} MB"
        raise UnreadableDocument(msg)
    return content


def _is_none(member: Member) -> bool:
    """Whether it is what programs leave in archives."""
    name = member.name.lower()
    if name.rpartition("/")[2].startswith(_LOCKS):
        return member.size <= _MOST_OF_A_LOCK
    return name.startswith((_NO_DOCUMENT[0], _THUMBNAIL)) or f"/{_THUMBNAIL}" in name or name.endswith(_NO_DOCUMENT[1:])


def _together(media_type: str, found: list[tuple[str, Document]], notes: list[str]) -> Document:
    """One document of all; title and dates are the first that are told."""

    def first(fact: str) -> str | None:
        return next((told for _, document in found if (told := getattr(document, fact))), None)

    again = any(document.second for _, document in found)
    return Document(
        media_type,
        tuple(block for name, document in found for block in _placed(document, name)),
        title=first("title"),
        title_meta=first("title_meta"),
        published=first("published"),
        published_meta=first("published_meta"),
        source=first("source"),
        notes=tuple(notes),
        second=partial(_second, media_type, found) if again else None,
        several=several_reports(whose for name, document in found if (whose := _whose(name, document))),
    )


def _whose(name: str, document: Document) -> tuple[str, int] | None:
    """Body and year of a report by what the document says, else by the member's name."""
    for title in (own_title(document), read_title(name.rpartition("/")[2])):
        if title.kind == "report" and title.agency and title.year:
            return title.agency, title.year
    return None


def _second(media_type: str, found: list[tuple[str, Document]]) -> Document:
    """The second reading of the members that have one; the others cannot be confirmed."""
    again = [(name, document.second()) for name, document in found if document.second]
    return Document(
        media_type,
        tuple(block for name, document in again for block in _placed(document, name)),
        is_partial=len(again) < len(found) or any(document.is_partial for _, document in again),
    )


def _placed(document: Document, member: str) -> Iterator[Block]:
    for block in document.blocks:
        located(block, member=member)
        yield block


def member(body: bytes, name: str, level: int = 1, room: _Room | None = None) -> bytes | None:
    """The bytes of the document that places of the `member` of that name are in."""
    room = room or _Room()
    with _ARCHIVES[media.sniff(body)](body) as archive:
        for found in _documents(archive, room):
            try:
                content = _content(archive, found, room)
            except UnreadableDocument:
                if room.bytes < 0:
                    raise
                continue
            if found.name == name:
                return content
            if level < MOST_LEVELS and media.sniff(content) in _ARCHIVES:
                inner = member(content, name, level + 1, room)
                if inner is not None:
                    return inner
    return None
