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
from archive.files import NOT_THERE, NotReadable, read_bytes
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
    together: bool = False,
) -> Iterator[Added]:
    """Keep each file as a capture that waits to be read; yields what became of each, in order.

    With `together` the files are one report: the first is its page, with the `url`, the others its attachments;
    where one of them cannot be read from disk none is kept.
    """
    run = new_run("add")
    known: dict[str, object] = {"agency": agency, "year": year}
    keeper.write(lambda c: captures.begin_crawl(c, run, owner(), __version__, {"files": len(paths)}))
    step = len(paths) if together else _AT_ONCE
    for start in range(0, len(paths), step):
        some = paths[start : start + step]
        taken = [
            _capture(keeper, run, path, url if not (together and i) else None, title) for i, path in enumerate(some)
        ]
        groups = [taken] if together else [[one] for one in taken]
        handed = [_hand_over(keeper, group, known) for group in groups]
        keeper.flush()
        outcomes = [outcome for group in handed for outcome in group.result()]
        yield from (Added(path, *outcome) for path, outcome in zip(some, outcomes, strict=True))
    keeper.write(lambda c: captures.end_crawl(c, run, "finished"))
    keeper.flush()


def _hand_over(
    keeper: Keeper, report: Sequence[Capture | str], known: dict[str, object]
) -> Future[list[tuple[str, str]]]:
    """The outcomes and ids of the captures of one report, on their way into the archive; none goes alone."""
    whole = [one for one in report if isinstance(one, Capture)]
    if len(whole) == len(report):
        return keeper.write(lambda c: _record(c, whole, known))
    refused: Future[list[tuple[str, str]]] = Future()
    reasons = (one if isinstance(one, str) else "another file of the report cannot be read" for one in report)
    refused.set_result([("skipped", reason) for reason in reasons])
    return refused


def _capture(keeper: Keeper, run: str, path: Path, url: str | None, title: str | None) -> Capture | str:
    """What is to be recorded of a file, its bytes on their way to the disk; or why it cannot be kept."""
    try:
        body = read_bytes(path)
    except NotReadable as error:
        return str(error)
    media_type = sniff(body)
    if media_type == EMPTY:
        return "the file is empty"
    digest = digest_of(body)
    address = url or path.resolve().as_uri()
    keeper.keep(digest, body)
    return Capture(
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


def _record(connection: Connection, report: Sequence[Capture], known: dict[str, object]) -> list[tuple[str, str]]:
    """The outcomes and the ids of the captures of one report: its page, then its attachments."""
    page = frontier.reserve(connection, len(report))
    made: list[tuple[str, str]] = []
    for number, capture in enumerate(report, page):
        parent = page if number > page else None
        capture_id, kept = captures.add_capture(connection, capture)
        print_ = f"{capture.digest} {capture.url} {json.dumps(known, sort_keys=True)} {parent or ''}".encode()
        kind = "attachment" if parent else "detail"
        task = frontier.Task(number, capture.crawl, "", "", kind, capture.url, print_, detail=known, parent=parent)
        frontier.add(connection, task)
        frontier.finish(connection, number, kept.outcome, None, capture_id, unread=parent is None)
        made.append((kept.outcome, capture_id))
    return made


def require_files(paths: Sequence[Path]) -> None:
    """Raise ArchiveError when none of the files is there."""
    if not any(path.exists() for path in paths):
        msg = f"{', '.join(map(str, paths))}: {NOT_THERE}"
        raise ArchiveError(msg)
