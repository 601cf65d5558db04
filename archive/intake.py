"""A person's own documents into the archive, kept and read like fetched ones."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from archive import __version__
from archive.blobs import digest_of
from archive.captures import Capture
from archive.clock import now
from archive.database import captures, frontier
from archive.errors import ArchiveError
from archive.files import NotReadable, read_bytes
from archive.keeper import Keeper
from archive.media import EMPTY, sniff
from archive.owner import new_run, owner

_AT_ONCE = 20  # files on their way to the disk


class Added(NamedTuple):
    """What became of a file: stored, unchanged or skipped; the id of its capture, or why it has none."""

    path: Path
    outcome: str
    detail: str


def add_files(
    keeper: Keeper,
    paths: Sequence[Path],
    *,
    url: str | None = None,
    agency: str | None = None,
    year: int | None = None,
    title: str | None = None,
) -> Iterator[Added]:
    """Keep each file as a capture that waits to be read; yields what became of each, in order."""
    run = new_run("add")
    keeper.write(lambda c: captures.begin_crawl(c, run, owner(), __version__, {"files": len(paths)}))
    for start in range(0, len(paths), _AT_ONCE):
        handed = [
            _hand_over(keeper, run, path, url, title, {"agency": agency, "year": year})
            for path in paths[start : start + _AT_ONCE]
        ]
        keeper.flush()
        for path, outcome in zip(paths[start : start + _AT_ONCE], handed, strict=True):
            yield Added(path, "skipped", outcome) if isinstance(outcome, str) else Added(path, *outcome.result())
    keeper.write(lambda c: captures.end_crawl(c, run, "finished"))
    keeper.flush()


def _hand_over(
    keeper: Keeper, run: str, path: Path, url: str | None, title: str | None, known: dict[str, object]
) -> Future[tuple[str, str]] | str:
    """The capture on its way into the archive, or why there is none."""
    try:
        body = read_bytes(path)
    except NotReadable as error:
        return str(error)
    media_type = sniff(body)
    if media_type == EMPTY:
        return "the file is empty"
    digest = digest_of(body)
    address = url or path.resolve().as_uri()
    capture = Capture(
        crawl=run,
        portal=None,
        kind="own",
        url=address,
        final_url=address,
        captured_at=now(),
        status=None,
        media_type=media_type,
        digest=digest,
        size=len(body),
        link_title=title,
        spider="add",
        version=__version__,
        wire={"file": os.fsencode(path.name).decode("utf-8", "replace")},
    )
    keeper.keep(digest, body)
    return keeper.write(lambda c: _record(c, capture, known))


def _record(connection: Connection, capture: Capture, known: dict[str, object]) -> tuple[str, str]:
    """The outcome of a capture, and its id."""
    capture_id, kept = captures.add_capture(connection, capture)
    number = frontier.reserve(connection, 1)
    print_ = f"{capture.digest} {capture.url} {json.dumps(known, sort_keys=True)}".encode()
    frontier.add(
        connection,
        frontier.Task(number, capture.crawl, "", "", "detail", capture.url, print_, detail=known),
    )
    frontier.finish(connection, number, kept.outcome, None, capture_id, unread=True)
    return kept.outcome, capture_id


def require_files(paths: Sequence[Path]) -> None:
    """Raise ArchiveError when none of the files is there."""
    if not any(path.exists() for path in paths):
        msg = f"no such file: {', '.join(map(str, paths))}"
        raise ArchiveError(msg)
