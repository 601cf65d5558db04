"""A second, independent reading where the first one gives reason to doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive import loose_rows
from archive.binding.binder import Binder
from archive.media import TEXT as PLAIN
from archive.models import Cell, Document, Finding, Number, Paragraph, Report


@dataclass(frozen=True)
class Second:
    """What a second reading says: findings, cells it reads as the first does, its values of the others, its prose."""

    findings: tuple[Finding, ...] = ()
    confirmed: frozenset[str] = frozenset()
    others: Mapping[str, Number | None] = field(default_factory=dict)
    text: str = ""


def read_again(report: Report, documents: Sequence[Document]) -> Second:
    """Read the documents again where a check fails, or a hard one is in doubt, and report every difference.

    Documents in two formats are copies that were made apart: what both say is confirmed as well. The cells stay as
    the first reading has them.
    """
    doubted = any(f.status == "fail" or (f.status == "unknown" and f.severity == "hard") for f in report.findings)
    if not report.template or not doubted:
        return Second()
    copied = _copied(report, documents)
    try:
        again = {number: document.second() for number, document in enumerate(documents, 1) if document.second}
    except Exception as error:  # noqa: BLE001 - the first reading stands, whatever the second trips over
        message = f"the second reading failed ({type(error).__name__}): nothing confirms the first"
        return Second((Finding("S2", "unknown", "soft", (), message),), copied)
    first = {cell.id: cell for cell in report.cells}
    told = [_compared(first, number, document) for number, document in again.items()]
    return Second(
        tuple(finding for one in told for finding in one.findings),
        copied.union(*(one.confirmed for one in told)),
        {key: value for one in told for key, value in one.others.items()},
        "\n".join(_text(document, again.get(number)) for number, document in enumerate(documents, 1)),
    )


def _text(first: Document, again: Document | None) -> str:
    """What a second reading gives of the text around the tables; plain text has only one way to be read."""
    if first.media_type == PLAIN:
        return "\n".join(block.text for block in first.blocks if isinstance(block, Paragraph))
    return "\n".join(again.beside) if again else ""


def _compared(report: Mapping[str, Cell], number: int, again: Document) -> Second:
    """The second reading of one document beside the cells of it; one that is partial may leave out any."""
    findings, confirmed, others = [], set(), {}
    second = _bound(again)
    first = {key: cell for key, cell in report.items() if _document(cell) == number and "confidence" not in cell.place}
    for key in {**first, **second}:
        one, other = first.get(key), second.get(key)
        if one and other and (one.state, one.value) == (other.state, other.value):
            confirmed.add(key)
        elif (one and other) or (not again.is_partial and _is_missed(one, other, report)):
            findings.append(_difference(key, one, other))
            if other:
                others[key] = other.value
    return Second(tuple(findings), frozenset(confirmed), others)


def _is_missed(one: Cell | None, other: Cell | None, report: Mapping[str, Cell]) -> bool:
    """Whether one reading has a cell that the other should have: second readings know no tables but real ones."""
    if one is None:
        return other is not None and other.id not in report
    return "table" in one.place or "address" in one.place


def _bound(document: Document) -> dict[str, Cell]:
    ledger = Binder().bind(loose_rows.tables(document.blocks))
    ledger.separate()
    return ledger.cells


def _document(cell: Cell) -> int:
    """Which of the documents a cell was read from, from 1."""
    number = cell.place.get("document", 1)
    assert isinstance(number, int)
    return number


def _copied(report: Report, documents: Sequence[Document]) -> frozenset[str]:
    """The cells that documents of two formats say alike, unless both are pictures: these are read in one way."""
    if len({document.media_type for document in documents}) < 2:
        return frozenset()
    confirmed = set()
    readings = [_bound(document) for document in documents]
    for cell in report.cells:
        own = documents[_document(cell) - 1].media_type
        for document, reading in zip(documents, readings, strict=True):
            other = reading.get(cell.id)
            if document.media_type == own or other is None or "confidence" in cell.place.keys() & other.place.keys():
                continue
            if cell.value is not None and cell.value == other.value:
                confirmed.add(cell.id)
    return frozenset(confirmed)


def _difference(key: str, first: Cell | None, second: Cell | None) -> Finding:
    said = [f"{c.text!r}" if c else "nothing" for c in (first, second)]
    message = f"two independent readings differ: {said[0]} and {said[1]}"
    return Finding("S1", "unknown", "hard", (key,), message, suspects=(key,))
