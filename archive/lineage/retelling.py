"""A report read once more from its stored bytes, with what reading otherwise forgets: rules, tables, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.binding.ledger import Ledger
from archive.binding.rules import Rule, rules
from archive.blobs import Blobs
from archive.cache import DocumentCache
from archive.errors import NotAsStored
from archive.jobs import Job, Source
from archive.models import GridCell, Place, Report, Table
from archive.parser import bind, parse
from archive.reading import read_documents
from archive.template import load


@dataclass(frozen=True, slots=True)
class Read:
    """A document that could be read: where its bytes are from, its title, its tables."""

    source: Source
    title: str | None
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What reading a report again tells; `problem` says what could not be read."""

    report: Report | None
    rules: dict[str, Rule]
    documents: tuple[Read, ...]
    form: str
    problem: str | None

    def document_of(self, place: Place) -> Read | None:
        """The document a place is in."""
        number = place.get("document", 1)
        if isinstance(number, int) and 0 < number <= len(self.documents):
            return self.documents[number - 1]
        return None

    def spot(self, place: Place) -> tuple[Table, GridCell] | None:
        """The cell of a table that stands at a place."""
        document = self.document_of(place)
        for table in document.tables if document else ():
            for row in table.rows:
                for cell in row:
                    if cell.place == place:
                        return table, cell
        return None


def retell(directory: Path, job: Job) -> Told:
    """Read the documents of a job, whose bytes lie in the archive in `directory`, and bind them as a reading does.

    Where one of them is not as it was stored nothing is told of any: the cache would vouch for bytes that are gone.
    """
    blobs = Blobs(directory / "blobs")
    try:
        for source in job.sources:
            blobs.read(source.digest)
    except NotAsStored as error:
        return Told(None, {}, (), "", str(error))
    read = read_documents(blobs, job, DocumentCache(directory / "cache"))
    documents = [document for _, document in read.documents]
    kept = tuple(
        Read(source, d.title, tuple(b for b in d.blocks if isinstance(b, Table))) for source, d in read.documents
    )
    if not documents:
        return Told(None, {}, kept, "", read.problem)
    report = parse(documents, job.hints, digest=job.sources[0].digest)
    ledger = bind(documents)
    return Told(report, rules(ledger), kept, _form(report.template, ledger), read.problem)


def _form(template: str | None, ledger: Ledger) -> str:
    """How the form was told."""
    if template is None:
        return "no form: nothing in its tables that only a form of the project has"
    form = load(template)
    heads = [head for head in dict.fromkeys(ledger.heads) if head in form.fingerprint]
    if heads:
        return f"told by the column heads {'、'.join(heads)}"
    rows = [key for key in dict.fromkeys(_keys(ledger)) if key in form.fingerprint_rows]
    if rows:
        return f"told by rows only it has: {', '.join(rows)}"
    return "told by its rows"


def _keys(ledger: Ledger) -> Iterator[str]:
    return (read.key for read in ledger.rows)
