"""Whether an archive still is what was stored: bytes against digests, rows against rows, chains against manifests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.blobs import Blobs
from archive.database import corrections, figures, references, standing
from archive.database.connection import damages
from archive.database.withheld import tombstones
from archive.fixity.chains import chains
from archive.fixity.faults import Fault
from archive.fixity.sealed import sealed
from archive.fixity.stored_bytes import Moved, Scope, altered, unfinished_files, unknown_files, withheld_but_here
from archive.seals.judging import NOBODY, Trust

_ALL = Scope()


def verify(
    connection: sqlite3.Connection,
    blobs: Blobs,
    scope: Scope = _ALL,
    moved: Moved | None = None,
    trust: Trust = NOBODY,
) -> Iterator[Fault | str]:
    """Every fault found; between them, as plain text, what is being looked at.

    All is looked at, but only the bytes of the scope are read again. No statement stays open for longer than a page of
    rows or the chain of one crawl, so that writers go on; what they write meanwhile is no fault.
    """
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # a damaged letter is told, not raised
    yield "database"
    broken = [Fault("database", "the database file is damaged", damage) for damage in damages(connection)]
    yield from broken
    if broken:  # what stands in a damaged file proves nothing
        return
    yield "bytes"
    withheld = tombstones(connection).keys()
    yield from altered(connection, blobs, withheld, scope, moved)
    yield from withheld_but_here(blobs.directory.parent, blobs, withheld)
    yield "files"
    yield from unknown_files(connection, blobs)
    yield from unfinished_files(blobs.directory.parent)
    yield "references"
    for row in references.dangling(connection):
        yield Fault("reference", row.what, row.where)
    yield "figures"
    for key in figures.differing(connection):
        said = "the figures to query are not those of the report's reading; `nianbao reread --all` mends it"
        yield Fault("figures", said, key)
    yield "corrections"
    yield from _corrections(connection)
    yield "chains"
    yield from chains(connection)
    yield "seals"
    yield from sealed(connection, trust)


def _corrections(connection: sqlite3.Connection) -> Iterator[Fault]:
    for correction in corrections.altered(connection):
        yield Fault("correction", "this correction was changed after it was made", correction)
    for correction in standing.misjudged(connection):
        said = "this correction stands otherwise than is told; `nianbao reread --all` mends it"
        yield Fault("correction", said, correction)
