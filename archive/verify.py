"""Whether an archive still is what was stored: bytes against digests, rows against bytes, chains against manifests."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.blobs import Blobs
from archive.database import captures, corrections, figures, standing, withheld
from archive.database.connection import damages


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was stored."""

    what: str
    where: str
    harmless: bool = False


def verify(connection: sqlite3.Connection, blobs: Blobs) -> Iterator[Fault | str]:
    """Every fault found; between them, as plain text, what is being looked at."""
    yield "database"
    broken = list(_database(connection))
    yield from broken
    if broken:  # what stands in a damaged file proves nothing
        return
    yield "bytes"
    yield from _bytes(connection, blobs)
    yield "references"
    yield from _references(connection)
    yield "figures"
    for key in figures.differing(connection):
        yield Fault("the figures to query are not those of the report's reading; `nianbao reread --all` mends it", key)
    yield "corrections"
    yield from _corrections(connection)
    for crawl, status, count, head, manifest in captures.crawls(connection):
        yield f"chain of {crawl}"
        yield from _chain(connection, crawl, count, head)
        yield from _manifest(crawl, status, count, head, manifest)


def _database(connection: sqlite3.Connection) -> Iterator[Fault]:
    for damage in damages(connection):
        yield Fault("the database file is damaged", damage)


def _bytes(connection: sqlite3.Connection, blobs: Blobs) -> Iterator[Fault]:
    known = set()
    gone = withheld.digests(connection)
    for digest, size in captures.stored_digests(connection):
        known.add(digest)
        if digest in gone:
            if digest in blobs:
                yield Fault("these bytes were withheld, but are still there; withhold them again", digest)
            continue
        try:
            if blobs.path(digest).stat().st_size != size or not blobs.verify(digest):
                yield Fault("these bytes are not what was stored", str(blobs.path(digest)))
        except FileNotFoundError:
            yield Fault("these bytes are missing", str(blobs.path(digest)))
        except OSError as error:
            yield Fault(f"these bytes cannot be read ({error.strerror})", str(blobs.path(digest)))
    for digest in blobs.all_digests():
        if digest not in known:
            yield Fault("no capture refers to these bytes (left by a crash)", str(blobs.path(digest)), harmless=True)


def _references(connection: sqlite3.Connection) -> Iterator[Fault]:
    for capture in captures.captures_without_blob(connection):
        yield Fault("this capture refers to bytes the archive does not know", capture)


def _corrections(connection: sqlite3.Connection) -> Iterator[Fault]:
    for correction in corrections.altered(connection):
        yield Fault("this correction was changed after it was made", correction)
    for correction in standing.misjudged(connection):
        yield Fault("this correction stands otherwise than is told; `nianbao reread --all` mends it", correction)


def _chain(connection: sqlite3.Connection, crawl: str, count: int, head: str | None) -> Iterator[Fault]:
    before: str | None = None
    expected = 0
    for capture_id, previous, position, capture in captures.chain(connection, crawl):
        expected += 1
        if position != expected or previous != before:
            yield Fault(f"the chain of {crawl} is broken before this capture", capture_id)
        elif capture.chained(previous, position) != capture_id:
            yield Fault("this capture was changed after it was stored", capture_id)
        before = capture_id
    if (expected, before) != (count, head):
        yield Fault(f"the chain should end at capture {count}, but ends at {expected}", crawl)


def _manifest(crawl: str, status: str, count: int, head: str | None, manifest: str | None) -> Iterator[Fault]:
    if manifest is None:
        if status != "running":
            yield Fault("this crawl has no manifest", crawl)
        return
    closed = json.loads(manifest)
    if (closed["captures"], closed["head"]) != (count, head):
        yield Fault("the manifest does not close the chain of this crawl", crawl)
