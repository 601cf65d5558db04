"""The chain of every crawl recomputed, and the manifest that closes it compared with what it closes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from archive.captures import CHAIN, Capture
from archive.database import captures
from archive.database.captures import Crawl
from archive.database.connection import snapshot
from archive.fixity.faults import Fault
from archive.owner import is_dead

_CLOSED = ("crawl", "captures", "head", "started_at", "finished_at", "status", "version")


def chains(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Whatever is wrong with the chain or the manifest of a crawl; each crawl is looked at as it is at one moment."""
    for crawl in captures.crawl_ids(connection):
        with snapshot(connection):
            yield from chain(connection, captures.crawl(connection, crawl))


def chain(connection: sqlite3.Connection, crawl: Crawl) -> Iterator[Fault]:
    """Whatever is wrong with one crawl."""
    if crawl.chain not in (1, CHAIN):
        said = f"this crawl is chained in a way this release does not know ({crawl.chain})"
        yield Fault("chain", said, crawl.id)
        return
    yield from _links(connection, crawl)
    if crawl.manifest is not None:
        yield from _manifest(crawl)
    elif crawl.status != "running":
        yield Fault("manifest", "this crawl has no manifest", crawl.id)
    elif crawl.owner and is_dead(crawl.owner):
        said = "the process of this crawl is gone; the next crawl or `nianbao repair` closes it"
        yield Fault("interrupted", said, crawl.id, harmless=True)


def _links(connection: sqlite3.Connection, crawl: Crawl) -> Iterator[Fault]:
    before: str | None = None
    expected = 0
    for capture_id, previous, position, capture in captures.chain(connection, crawl.id):
        expected += 1
        if position != expected or previous != before:
            yield Fault("chain", f"the chain of {crawl.id} is broken before this capture", capture_id)
        elif _rechained(capture, previous, position, crawl.chain) != capture_id:
            yield Fault("chain", "this capture was changed after it was stored", capture_id)
        before = capture_id
    if (expected, before) != (crawl.captures, crawl.head):
        said = f"the chain should end at capture {crawl.captures}, but ends at {expected}"
        yield Fault("chain", said, crawl.id)


def _rechained(capture: Capture, previous: str | None, position: int, chain: int) -> str | None:
    """The id a capture should have; None where it holds a value that no capture of ours has."""
    try:
        return capture.chained(previous, position, chain)
    except (TypeError, ValueError, RecursionError):
        return None


def _manifest(crawl: Crawl) -> Iterator[Fault]:
    try:
        closed = json.loads(crawl.manifest or "")
        differ = [name for name in _CLOSED if name in closed and closed[name] != crawl.told[name]]
        whole = closed["captures"], closed["head"], closed.get("chain", 1)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        yield Fault("manifest", "the manifest of this crawl is none", crawl.id)
        return
    if differ or whole != (crawl.captures, crawl.head, crawl.chain):
        said = f" ({', '.join(differ)})" if differ else ""
        yield Fault("manifest", f"the manifest does not close the chain of this crawl{said}", crawl.id)
