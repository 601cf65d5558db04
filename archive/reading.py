"""From the bytes of a report to its reading: the work of one job, without the database."""

from __future__ import annotations

from functools import partial

from archive.blobs import Blobs
from archive.cache import DocumentCache
from archive.content import content_digest
from archive.errors import UnreadableDocument
from archive.jobs import Job, Result
from archive.media import HTML
from archive.models import Document
from archive.parser import parse

RELEASE = "1"  # of the parser; raise it whenever a document may be read differently


def read_job(blobs: Blobs, job: Job, cache: DocumentCache | None = None) -> Result:
    """Read all documents of a job and parse them as one report; `cache` saves reading them twice.

    A page whose tables stand only in its attachments is read together with them; an attachment that
    cannot be read does not keep the rest from being read.
    """
    cache = cache or DocumentCache(None)
    documents: list[Document] = []
    contents: list[str] = []
    problems: list[str] = []
    for source in job.sources:
        try:
            document = cache.read(source.digest, source.media_type, partial(blobs.read, source.digest))
        except (UnreadableDocument, FileNotFoundError) as error:
            contents.append(source.digest)
            problems.append(f"{source.media_type}: {error}")
            continue
        documents.append(document)
        contents.append(content_digest(document))
    problem = "; ".join(problems) or None
    if not documents or (problems and not _says_something(documents)):
        return Result(tuple(contents), None, problem)
    report = parse(documents, job.hints, digest=job.sources[0].digest)
    return Result(tuple(contents), report, problem)


def _says_something(documents: list[Document]) -> bool:
    """Whether what could be read is more than the frame around what could not."""
    return any(d.media_type != HTML or len(d.blocks) > 3 for d in documents)
