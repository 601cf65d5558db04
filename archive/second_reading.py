"""A second, independent reading where the first one gives reason to doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive import loose_rows
from archive.binding.binder import Binder
from archive.models import Cell, Document, Finding, Report

_DOUBT = ("fail", "unknown")


def compare(report: Report, documents: Sequence[Document]) -> Report:
    """Read the documents again where a hard check fails or a row is missing, and report every difference.

    The cells stay as the first reading has them; where the two differ, a finding names the cell.
    """
    doubted = any(f.status in _DOUBT and f.severity == "hard" for f in report.findings)
    readers = [d.second for d in documents if d.second]
    if not report.template or not doubted or not readers:
        return report
    binder = Binder()
    for reader in readers:
        try:
            again = reader()
        except Exception as error:  # noqa: BLE001 - the first reading stands, whatever the second trips over
            message = f"the second reading failed ({type(error).__name__}): nothing confirms the first"
            return replace(report, findings=(*report.findings, Finding("S2", "unknown", "soft", (), message)))
        binder.bind(loose_rows.tables(again.blocks))
        binder.head = None
    binder.ledger.separate()
    second = binder.ledger.cells
    again_read = [number for number, document in enumerate(documents, 1) if document.second]
    first = {
        cell.id: cell
        for cell in report.cells
        if "table" in cell.place and cell.place.get("document", 1) in again_read  # it knows no other tables
    }
    findings = [_difference(first.get(i), second.get(i)) for i in {**first, **second}]
    return replace(report, findings=(*report.findings, *(f for f in findings if f)))


def _difference(first: Cell | None, second: Cell | None) -> Finding | None:
    if first and second and (first.state, first.value) == (second.state, second.value):
        return None
    cell = first or second
    assert cell is not None
    said = [f"{c.text!r}" if c else "nothing" for c in (first, second)]
    message = f"two independent readings differ: {said[0]} and {said[1]}"
    return Finding("S1", "unknown", "hard", (cell.id,), message, suspects=(cell.id,))
