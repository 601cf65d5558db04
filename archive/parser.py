"""The shared parser: documents of one report in, the report out. No network, clock or database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive import loose_rows
from archive.binding.apart import APART, rows_apart
from archive.binding.binder import Binder
from archive.binding.ledger import Ledger
from archive.binding.spelling import Slip, corrected, doubts
from archive.binding.statistics import LOCAL
from archive.captions import foreign_tables
from archive.checks import check
from archive.checks.claim_verdicts import with_claim_verdicts
from archive.checks.verdict import judged
from archive.claims import with_claims
from archive.grid import located
from archive.identity import Identity, identify
from archive.models import Document, Finding, Hints, Paragraph, Report, Section
from archive.printed_form import row_of
from archive.second_reading import read_again
from archive.sections import split
from archive.template import choose

_IN_SCRIPT = "the figure stands in what only a script or a viewer shows, if it does"
_COVERED = "something is drawn over the figure, or behind it in its own colour, and may hide it"
_NAMED_BY_PICTURE = "the name of the row was read from a picture and is in no list: letters of it may be misread"
_PLAIN_PLACE = frozenset(("table", "row", "column"))
_NO_RULES = "no rules part the cells on the page: which belongs to which was told by their order in the line"


def parse(documents: Sequence[Document], hints: Hints | None = None, *, digest: str = "") -> Report:
    """Read the documents of one report: the page first, then its attachments.

    `hints` are used only where the documents are silent. The same documents give the same report.
    """
    ledger = bind(documents)
    who = identify(documents, hints or Hints())
    ledger.compare_years(who.year)
    if who.several:
        ledger.note_doubtful(list(ledger.cells), f"reports of several bodies or years are read as one: {who.several}")
    for names, said in foreign_tables(documents, ledger.cells.values(), who.agency, who.year):
        ledger.note_doubtful(names, said)
    template = choose(ledger.heads, map(row_of, ledger.cells))
    if who.is_neighbour and not any(cell.state == "number" for cell in ledger.cells.values()):
        template = None  # a notice that encloses the empty form
    report = Report(
        title=who.title,
        agency=who.agency,
        year=who.year,
        template=template,
        published=who.published,
        published_meta=who.published_meta,
        media_type=documents[0].media_type if documents else "",
        digest=digest,
        cells=tuple(ledger.cells.values()) if template else (),
        fields=who.fields,
        sections=_sections(documents, template, who),
        findings=(*_notes(documents), *ledger.findings, *who.findings),
        leftovers=tuple(ledger.leftovers) if template else (),
    )
    report = with_claims(report)
    report = replace(report, findings=report.findings + check(report, is_report=who.is_report))
    second = read_again(report, documents)
    return with_claim_verdicts(judged(report, second), second)


def bind(documents: Sequence[Document]) -> Ledger:
    """All tables of all documents to cells of the form."""
    binder = Binder()
    slips: list[Slip] = []
    for number, document in enumerate(documents, 1):
        spelled = [corrected(table) for table in loose_rows.tables(document.blocks)]
        tables = [table for table, _ in spelled]
        slips += [slip for _, found in spelled for slip in found]
        if len(documents) > 1:
            for table in tables:
                located(table, document=number)
        binder.bind(tables)
        binder.head = None
    binder.ledger.separate()
    ledger = binder.ledger
    if apart := list(rows_apart(ledger.rows, ledger.cells)):
        ledger.note_doubtful(apart, APART)
    ledger.findings.extend(doubts(slips, ledger.cells))
    _doubt_places(ledger)
    return ledger


def _doubt_places(ledger: Ledger) -> None:
    """Doubt the cells that stand where their figures may not be seen, or not be the row's."""
    cells = ledger.cells.values()
    told = {key for cell in cells for key in cell.place}
    if told.issubset(_PLAIN_PLACE):
        return  # as with nearly all pages
    if written := [cell.id for cell in cells if "script" in cell.place]:
        ledger.note_doubtful(written, _IN_SCRIPT)
    if covered := [cell.id for cell in cells if "covered" in cell.place]:
        ledger.note_doubtful(covered, _COVERED)
    if loose := [cell.id for cell in cells if "page" in cell.place and "table" not in cell.place]:
        ledger.note_doubtful(loose, _NO_RULES)
    if local := [cell.id for cell in cells if cell.id.startswith(LOCAL) and "confidence" in cell.place]:
        ledger.note_doubtful(local, _NAMED_BY_PICTURE)


def _sections(documents: Sequence[Document], template: str | None, who: Identity) -> tuple[Section, ...]:
    if template is None and not who.is_report:
        return ()
    paragraphs = [(n, block) for n, d in enumerate(documents, 1) for block in d.blocks if isinstance(block, Paragraph)]
    if len(documents) > 1:
        return split(replace(block, place={**block.place, "document": n}) for n, block in paragraphs)
    return split(block for _, block in paragraphs)


def _notes(documents: Sequence[Document]) -> tuple[Finding, ...]:
    return tuple(Finding("X1", "unknown", "soft", (), note) for document in documents for note in document.notes)
