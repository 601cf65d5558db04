"""Captures as WARC 1.1 files: one after the other, each record packed alone."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection
from typing import IO, NamedTuple, Self

from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from archive import __version__
from archive.blobs import Blobs
from archive.database import kept, seals
from archive.database.kept import Chosen, Kept
from archive.database.withheld import tombstones
from archive.errors import NotAsStored
from archive.export import warc_words as words
from archive.export.capture_records import Body, is_revisit, made, profile, records, uri
from archive.export.whole_file import Measured, whole_file

Opener = Callable[[str], AbstractContextManager[IO[bytes]]]


class Place(NamedTuple):
    """Where a record lies: the file's name, its first byte and how many there are."""

    file: str
    offset: int
    length: int


@dataclass
class Summary:
    """What an export came to; `lost` are captures whose bytes are not in the archive as they should be."""

    captures: int = 0
    revisits: int = 0
    withheld: int = 0
    lost: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Volumes:
    """The WARC files of an export; a new one is begun where `most` bytes are reached. Use as a context manager."""

    def __init__(self, name: str, opener: Opener, most: int | None = None) -> None:
        """`name` ends with .warc or .warc.gz; with `most` files are numbered, and `opener` is called for each."""
        self._suffix = ".warc.gz" if name.endswith(".gz") else ".warc"
        self._stem, self._opener, self._most = name.removesuffix(self._suffix), opener, most
        self._stack = ExitStack()
        self._stream: Measured | None = None
        self._writer: WARCWriter | None = None
        self.written: list[tuple[str, Measured]] = []

    def __enter__(self) -> Self:
        """Nothing is opened before the first record."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        """Close the file that is open; after an error nothing takes its place."""
        self._stack.__exit__(kind, *details)  # type: ignore[arg-type]

    @property
    def is_full(self) -> bool:
        """Whether the next record begins a new file."""
        return self._stream is None or (self._most is not None and self._stream.size >= self._most)

    def begin(self) -> str:
        """Begin a new file; its name."""
        self._stack.close()
        number = f"-{len(self.written) + 1:05}" if self._most is not None else ""
        name = f"{self._stem}{number}{self._suffix}"
        self._stream = Measured(self._stack.enter_context(self._opener(name)))
        self._writer = WARCWriter(self._stream, gzip=self._suffix.endswith(".gz"), warc_version="1.1")
        self.written.append((name, self._stream))
        return name

    def write(self, record: ArcWarcRecord) -> Place:
        """Write a record into the file that is open."""
        assert self._stream is not None
        assert self._writer is not None
        before = self._stream.size
        self._writer.write_record(record)
        return Place(self.written[-1][0], before, self._stream.size - before)


def beside(folder: Path, *, force: bool) -> Opener:
    """Opens files of a folder, each of which takes its place when it is whole."""
    return lambda name: whole_file(folder / name, force=force)


class Recording:
    """Writes captures in order; knows which of them stand in the files with their bytes."""

    def __init__(
        self,
        connection: Connection,
        blobs: Blobs,
        volumes: Volumes,
        indexed: Callable[[Kept, ArcWarcRecord, Place], None] = lambda *_: None,
    ) -> None:
        """`indexed` hears of every record of a capture and where it lies."""
        self._connection, self._blobs, self._volumes, self._indexed = connection, blobs, volumes, indexed
        self._withheld = tombstones(connection)
        self._crawl = self._warcinfo = ""
        self._begun = 0
        self._portals: set[str] = set()
        self.whole: set[bytes] = set()  # ids of captures
        self.summary = Summary()

    def take(self, one: Kept) -> None:
        """Write a capture, and before it what it refers to."""
        if bytes.fromhex(one.id) in self.whole:
            return
        body = self._body(one)
        if self._volumes.is_full or one.capture.crawl != self._crawl:
            self._begin(one.capture.crawl)
        if one.capture.portal and one.capture.portal not in self._portals:
            self._introduce(one.capture.portal)
        for record in records(one, body, self._warcinfo):
            self._indexed(one, record, self._volumes.write(record))
        self.summary.captures += 1
        self.summary.revisits += body.origin is not None
        self.summary.withheld += body.tombstone is not None
        if body.missing:
            self.summary.lost.append(f"{one.id}: {body.missing}")
        if body.content is not None:
            self.whole.add(bytes.fromhex(one.id))

    def _body(self, one: Kept) -> Body:
        if one.capture.digest in self._withheld:
            return Body(tombstone=self._withheld[one.capture.digest])
        if is_revisit(one.capture) and (origin := kept.origin(self._connection, one.capture)):
            came_with_bytes = profile(one.capture) == words.IDENTICAL
            if not came_with_bytes:
                self.take(origin)
            if bytes.fromhex(origin.id) in self.whole:
                return Body(origin=origin)
            if not came_with_bytes:
                return Body(missing="what it was unchanged from is not in the archive as it was stored")
        try:
            return Body(content=self._blobs.read(one.capture.digest))
        except NotAsStored as error:
            return Body(missing=str(error))

    def _begin(self, crawl: str) -> None:
        """Say, at the head of a file and of a crawl, what follows."""
        if self._volumes.is_full:
            self.summary.files.append(self._volumes.begin())
        row = kept.crawl(self._connection, crawl)
        sealed = seals.seals(self._connection, crawl)
        told = [one._asdict() | {"value": b64encode(one.value).decode()} for one in sealed]
        said = {
            "software": f"nianbao/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": crawl,
            "description": "annual reports on open government information; docs/warc.md of nianbao says what is where",
            "manifest": row.get("manifest"),
            "seals": json.dumps(told) if told else None,
            "crawl": words.one_line({key: value for key, value in row.items() if key != "manifest"}),
        }
        self._begun += 1
        self._crawl, self._warcinfo = crawl, words.record_id(crawl, f"warcinfo-{self._begun}")
        headers = {"WARC-Record-ID": self._warcinfo, "WARC-Date": row["started_at"]}
        self._volumes.write(made("warcinfo", "", headers, words.fields(said), kind="application/warc-fields"))

    def _introduce(self, name: str) -> None:
        """Say once of a portal what the list of portals says of it: whose reports these are depends on it."""
        self._portals.add(name)
        row = kept.portal(self._connection, name)
        if row is None:
            return
        headers = {
            "WARC-Record-ID": words.record_id(name, "portal"),
            "WARC-Warcinfo-ID": self._warcinfo,
            "WARC-Date": kept.crawl(self._connection, self._crawl)["started_at"],
        }
        said = words.fields({words.PORTAL: words.one_line(row)})
        self._volumes.write(made("metadata", f"{words.PORTAL_URN}{uri(name)}", headers, said))


def export(
    connection: Connection,
    blobs: Blobs,
    chosen: Chosen,
    path: Path,
    *,
    most: int | None = None,
    force: bool = False,
    moved: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write the captures meant into `path` (.warc or .warc.gz), or with `most` bytes a file into numbered ones."""
    with Volumes(path.name, beside(path.parent, force=force), most) as volumes:
        recording = Recording(connection, blobs, volumes)
        for one in watched(connection, chosen, moved):
            recording.take(one)
    return recording.summary


def watched(connection: Connection, chosen: Chosen, moved: Callable[[int, int], None] | None) -> Iterator[Kept]:
    """The captures meant; `moved` hears how many of how many have been taken."""
    of = kept.count(connection, chosen) if moved else 0
    for number, one in enumerate(kept.captures(connection, chosen), 1):
        yield one
        if moved and (number % 100 == 0 or number == of):
            moved(number, of)
