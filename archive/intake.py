"""A person's own documents into the archive, kept and read like fetched ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection

from archive import __version__
from archive.blobs import digest_of
from archive.captures import Capture
from archive.clock import now
from archive.database import captures, frontier
from archive.errors import ArchiveError
from archive.keeper import Keeper
from archive.media import EMPTY, sniff
from archive.owner import new_run, owner

MOST_BYTES = 200_000_000


def add_files(
    keeper: Keeper,
    paths: Sequence[Path],
    *,
    url: str | None = None,
    agency: str | None = None,
    year: int | None = None,
    title: str | None = None,
) -> Iterator[tuple[Path, str]]:
    """Keep each file as a capture that waits to be read; yields what became of it, file by file."""
    run = new_run("add")
    keeper.write(lambda c: captures.begin_crawl(c, run, owner(), __version__, {"files": len(paths)}))
    for path in paths:
        try:
            yield path, _add(keeper, run, path, url, title, {"agency": agency, "year": year})
        except OSError as error:
            yield path, f"skipped: {error.strerror or error}"
    keeper.write(lambda c: captures.end_crawl(c, run, "finished"))
    keeper.flush()


def _add(keeper: Keeper, run: str, path: Path, url: str | None, title: str | None, known: dict[str, object]) -> str:
    if path.is_dir():
        return "skipped: a folder"
    if path.stat().st_size > MOST_BYTES:
        return f"skipped: larger than {MOST_BYTES // 1_000_000} MB"
    body = path.read_bytes()
    media_type = sniff(body)
    if media_type == EMPTY:
        return "skipped: the file is empty"
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
        wire={"file": path.name},
    )
    keeper.keep(digest, body)
    return str(keeper.write(lambda c: _record(c, capture, known)).result())


def _record(connection: Connection, capture: Capture, known: dict[str, object]) -> str:
    capture_id, kept = captures.add_capture(connection, capture)
    number = frontier.reserve(connection, 1)
    print_ = f"{capture.digest} {capture.url} {json.dumps(known, sort_keys=True)}".encode()
    frontier.add(
        connection,
        frontier.Task(number, capture.crawl, "", "", "detail", capture.url, print_, detail=known),
    )
    frontier.finish(connection, number, kept.outcome, None, capture_id, unread=True)
    return kept.outcome


def require_files(paths: Sequence[Path]) -> None:
    """Raise ArchiveError when none of the files is there."""
    if not any(path.exists() for path in paths):
        msg = f"no such file: {', '.join(map(str, paths))}"
        raise ArchiveError(msg)
