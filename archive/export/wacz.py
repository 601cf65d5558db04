"""Captures as one WACZ 1.1.1 file: WARC, index, pages, and a list of it all with its digests."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection
from typing import IO, Any, Self, cast

from archive import __version__
from archive.blobs import Blobs
from archive.clock import now
from archive.database import kept
from archive.database.kept import Chosen
from archive.export import cdxj
from archive.export.capture_records import uri
from archive.export.warc import Recording, Summary, Volumes, watched
from archive.export.whole_file import Measured, whole_file

VERSION = "1.1.1"


class _Package:
    """A ZIP file whose members are stored as they are, one after the other, and listed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.resources: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """After an error: let the file go, which nobody will see; later it would complain that it is closed."""
        with suppress(OSError, ValueError):
            self._zip.close()

    @contextmanager
    def member(self, path: str) -> Iterator[IO[bytes]]:
        """A member to write; it is listed when it is whole. Its date says nothing, so that the same gives the same."""
        with self._zip.open(zipfile.ZipInfo(path), "w", force_zip64=True) as stream:
            measured = Measured(stream)
            yield cast("IO[bytes]", measured)
        self.resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{measured.digest}",
                "bytes": measured.size,
            }
        )

    def close(self, described: dict[str, Any]) -> None:
        """Write the description and its digest, and the end of the file."""
        package = json.dumps(described | {"resources": self.resources}, ensure_ascii=False, indent=2).encode()
        self._zip.writestr(zipfile.ZipInfo("datapackage.json"), package)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
        self._zip.writestr(zipfile.ZipInfo("datapackage-digest.json"), json.dumps(digest, indent=2))
        self._zip.close()


def export(
    connection: Connection,
    blobs: Blobs,
    chosen: Chosen,
    path: Path,
    title: str,
    *,
    text: bool = False,
    force: bool = False,
    moved: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write the captures meant into `path`; with `text` each page comes with what its report says."""
    with whole_file(path, force=force) as file, _Package(file) as package, cdxj.Sorted() as index:

        def indexed(*where: Any) -> None:
            if found := cdxj.line(*where):
                index.add(found)

        with Volumes("data.warc.gz", lambda name: package.member(f"archive/{name}")) as volumes:
            recording = Recording(connection, blobs, volumes, indexed)
            for one in watched(connection, chosen, moved):
                recording.take(one)
        _write_index(package, index)
        with package.member("pages/pages.jsonl") as stream:
            for page in _pages(connection, chosen, recording.whole, text=text):
                stream.write(f"{json.dumps(page, ensure_ascii=False)}\n".encode())
        package.close(
            {
                "profile": "data-package",
                "wacz_version": VERSION,
                "title": title,
                "description": f"{recording.summary.captures} captures of an archive of nianbao",
                "created": now(),
                "modified": now(),
                "software": f"nianbao/{__version__}",
            }
        )
    return recording.summary


def _write_index(package: _Package, index: cdxj.Sorted) -> None:
    """The index in packed blocks, and the short index of these."""
    meta = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    short = [f"!meta 0 {json.dumps(meta)}\n".encode()]
    with package.member("indexes/index.cdx.gz") as stream:
        for data, found in cdxj.packed(index, "index.cdx.gz"):
            stream.write(data)
            short.append(found)
    with package.member("indexes/index.idx") as stream:
        stream.write(b"".join(short))


def _pages(connection: Connection, chosen: Chosen, whole: set[bytes], *, text: bool) -> Iterator[dict[str, Any]]:
    """The head of the list of pages, and each page of a report that stands in the file with its bytes."""
    yield {"format": "json-pages-1.0", "id": "pages", "title": "Annual reports", "hasText": text}
    for page in kept.pages(connection, chosen, text=text):
        if bytes.fromhex(page["capture"]) in whole:
            shown = {"id": page["capture"], "url": uri(page["url"]), "ts": page["ts"], "title": page["title"] or ""}
            yield shown | {"report": page["report"]} | ({"text": page["text"]} if page["text"] else {})
