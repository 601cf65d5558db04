"""Whether a page that came again holds the same report as the one that is kept: a job for a worker."""

from __future__ import annotations

from archive.blobs import Blobs
from archive.charset import decode
from archive.content import parts
from archive.errors import ArchiveError
from archive.jobs import Compared, Comparison, Parts
from archive.markup import tree_of
from archive.readers import html


def compare(blobs: Blobs, asked: Comparison) -> Compared:
    """Read both pages; of what cannot be read nothing is said."""
    try:
        return Compared(_parts(blobs.read(asked.kept)), _parts(asked.came))
    except (ArchiveError, ValueError, RecursionError):
        return Compared(None, None)


def _parts(body: bytes) -> Parts:
    return parts(html.read(body), tree_of(decode(body)))
