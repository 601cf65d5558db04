"""A person's files as reports, read in processes of their own: one that hangs or swells costs itself alone."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.blobs import Blobs, digest_of
from archive.cli.options import Complaint
from archive.files import MOST_BYTES, NotReadable, read_bytes
from archive.jobs import Job, Result, Source
from archive.media import sniff
from archive.models import Finding, Hints, Report
from archive.worker import ReadingPool, processors

_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
Waiting = tuple[Source, Future[Result]]


def is_path(thing: str) -> bool:
    """Whether a person means a file, be it there or not: keys and addresses have no file's ending."""
    path = Path(thing)
    return path.exists() or ("://" not in thing and bool(_ENDING.search(thing)))


def read_files(paths: Iterable[Path], hints: Hints) -> Iterator[tuple[Path, Report | Complaint]]:
    """Each file in order with its report; one that is not there is a complaint, one that cannot be read a finding."""
    with TemporaryDirectory(prefix="nianbao-") as folder, ReadingPool(Path(folder), processors()) as pool:
        blobs = Blobs(Path(folder) / "blobs")
        begun: deque[tuple[Path, Waiting | Complaint]] = deque()
        for path in paths:
            begun.append((path, _begun(path, hints, pool, blobs)))
            if len(begun) > processors():
                yield _ended(*begun.popleft())
        while begun:
            yield _ended(*begun.popleft())


def read_together(paths: Sequence[Path], hints: Hints) -> Report | Complaint:
    """The one report that files make together: a page and its attachments."""
    with TemporaryDirectory(prefix="nianbao-") as folder, ReadingPool(Path(folder)) as pool:
        return _ended(paths[0], begin(paths, hints, pool, Blobs(Path(folder) / "blobs")))[1]


def _begun(path: Path, hints: Hints, pool: ReadingPool, blobs: Blobs) -> Waiting | Complaint:
    return begin((path,), hints, pool, blobs)


def begin(paths: Sequence[Path], hints: Hints, pool: ReadingPool, blobs: Blobs) -> Waiting | Complaint:
    """Submit files as the documents of one report; a complaint when one of them is not there."""
    sources = []
    for path in paths:
        try:
            body = sys.stdin.buffer.read(MOST_BYTES) if str(path) == "-" else read_bytes(path)
        except NotReadable as error:
            return Complaint(f"{click.format_filename(path)}: {error}")
        sources.append(Source("", digest_of(body), sniff(body)))
        blobs.keep([(sources[-1].digest, body)])
    return sources[0], pool.submit(Job(tuple(sources), hints, None, hints.url, None, ""))


def _ended(path: Path, waiting: Waiting | Complaint) -> tuple[Path, Report | Complaint]:
    return path, waiting if isinstance(waiting, Complaint) else report_of(waiting)


def report_of(waiting: Waiting) -> Report:
    """The report that was waited for; where there is none, one whose finding says why."""
    source, result = waiting[0], waiting[1].result()
    if result.report is not None:
        return result.report
    finding = not_read(result.problem, source.media_type)
    return Report(None, None, None, None, None, None, source.media_type, source.digest, findings=(finding,))


def not_read(problem: str | None, media_type: str) -> Finding:
    """X0: there is nothing to check, and why."""
    told = (problem or "").removeprefix(f"{media_type}: ")
    return Finding("X0", "unknown", "hard", (), f"this document cannot be read: {told}")
