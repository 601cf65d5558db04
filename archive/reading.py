"""From the bytes of a report to its reading: the work of one job, without the database."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from archive.blobs import Blobs
from archive.cache import DocumentCache
from archive.content import content_digest
from archive.errors import UnreadableDocument
from archive.jobs import Job, Result, Source
from archive.media import HTML
from archive.models import Document
from archive.parser import parse

RELEASE = "10"  # of the parser; raise it whenever a document may be read differently


class Read(NamedTuple):
    """What reading the documents of a job gave: those that could be read, the content digests of all, the problems."""

    documents: list[tuple[Source, Document]]
    contents: list[str]
    problem: str | None


def read_documents(blobs: Blobs, job: Job, cache: DocumentCache) -> Read:
    """The documents of a job, each as its reader reads it."""
    documents: list[tuple[Source, Document]] = []
    contents: list[str] = []
    problems: list[str] = []
    for source in job.sources:
        try:
            document = cache.read(source.digest, source.media_type, partial(blobs.read, source.digest))
        except UnreadableDocument as error:
            contents.append(source.digest)
            problems.append(f"{source.media_type}: {error}")
            continue
        documents.append((source, document))
        contents.append(content_digest(document))
    return Read(documents, contents, "; ".join(problems) or None)


def read_job(blobs: Blobs, job: Job, cache: DocumentCache | None = None) -> Result:
    """Read all documents of a job and parse them as one report; `cache` saves reading them twice.

    A page whose tables stand only in its attachments is read together with them; an attachment that
    cannot be read does not keep the rest from being read.
    """
    read = read_documents(blobs, job, cache or DocumentCache(None))
    documents = [document for _, document in read.documents]
    if not documents or (read.problem and not _says_something(documents)):
        return Result(tuple(read.contents), None, read.problem)
    report = parse(documents, job.hints, digest=job.sources[0].digest)
    return Result(tuple(read.contents), report, read.problem)


def _says_something(documents: list[Document]) -> bool:
    """Whether what could be read is more than the frame around what could not."""
    return any(d.media_type != HTML or len(d.blocks) > 3 for d in documents)
