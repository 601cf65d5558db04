"""Where the bytes of a revisit are: earlier in the file, or in the archive."""

from __future__ import annotations

from sqlite3 import Connection

from archive.blobs import Blobs
from archive.clock import now
from archive.database import imported
from archive.database.imported import Known
from archive.errors import NotAsStored
from archive.imports.found import Found, Refers
from archive.imports.messages import agrees
from archive.imports.moments import moment

_MOST_COMPARED = 20  # stored documents of an address that are hashed for one revisit


class Originals:
    """The bytes of a file's answers by record, by address and time, and by the file's own digest."""

    def __init__(self, view: Connection, blobs: Blobs) -> None:
        """Look in the archive as well."""
        self._view, self._blobs = view, blobs
        self._records: dict[str, Known] = {}
        self._places: dict[tuple[str, str], Known] = {}
        self._payloads: dict[str, Known] = {}

    def remember(self, found: Found, known: Known) -> None:
        """Note what an answer brought."""
        if name := found.source.get("record"):
            self._records.setdefault(name, known)
        if found.captured_at:
            self._places.setdefault((found.url, found.captured_at[:19]), known)
        if found.payload:
            self._payloads.setdefault(found.payload, known)

    def of(self, found: Found) -> Known | None:
        """The bytes a revisit refers to; None where nobody has them."""
        asked = found.refers
        assert asked is not None
        at = (moment(asked.date or "")[0] or found.captured_at or now())[:19]
        return (
            self._records.get(asked.record or "")
            or self._places.get((asked.url or "", at))
            or self._payloads.get(asked.digest or "")
            or (imported.of_digest(self._view, found.own["digest"]) if found.own else None)
            or self._stored(asked, asked.url or found.url, at)
        )

    def _stored(self, asked: Refers, url: str, at: str) -> Known | None:
        """What the archive had from the address, with the digest that is asked for."""
        for number, known in enumerate(imported.at(self._view, url, at)):
            if asked.digest is None:
                return known
            if number >= _MOST_COMPARED:
                break
            try:
                if agrees(asked.digest, self._blobs.read(known.digest)):
                    return known
            except NotAsStored:
                continue
        return None
