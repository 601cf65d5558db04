"""The hard identities of the forms: sums by column, by row and by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from archive.models import Cell, Finding, Number, Report
from archive.template import Identity, load

_TOLERANCE = 1e-6


def arithmetic(report: Report) -> tuple[Finding, ...]:
    """One finding for each identity of the report's form and each row or column it holds for."""
    if report.template is None:
        return ()
    cells = {cell.id: cell for cell in report.cells}
    return tuple(_with_suspects(list(_findings(load(report.template).identities, cells))))


def _findings(identities: tuple[Identity, ...], cells: dict[str, Cell]) -> Iterator[Finding]:
    for identity in identities:
        if not identity.only_if_printed or _is_printed(identity, cells):
            yield _test(identity, cells)


def _is_printed(identity: Identity, cells: dict[str, Cell]) -> bool:
    """Whether a subtotal that most reports leave out is there and says something."""
    cell = cells.get(identity.left[0])
    return cell is not None and cell.state != "blank"


@dataclass
class _Side:
    """One side of an identity: its sum, and the cells that add no number to it."""

    total: Number = 0
    blank: int = 0
    absent: int = 0
    unreadable: list[str] = field(default_factory=list)


def _side(keys: tuple[str, ...], cells: dict[str, Cell]) -> _Side:
    side = _Side()
    for key in keys:
        cell = cells.get(key)
        if cell is None:
            side.absent += 1
        elif cell.value is not None:
            side.total += cell.value
        elif cell.state in ("blank", "not_applicable"):
            side.blank += 1
        else:
            side.unreadable.append(key)
    return side


def _test(identity: Identity, cells: dict[str, Cell]) -> Finding:
    """Four outcomes. A blank counts as 0 only if the sum then holds, and the message says so."""
    names = identity.cells
    left, right = _side(identity.left, cells), _side(identity.right, cells)
    blank = left.blank + right.blank
    if left.absent or right.absent:
        message = "the form's cells for this sum are not all printed"
        return Finding(identity.id, "not_assessable", "hard", tuple(n for n in names if n in cells), message)
    if unreadable := left.unreadable + right.unreadable:
        message = f"cannot be told: {', '.join(unreadable)} cannot be read as a number"
        return Finding(identity.id, "unknown", "hard", names, message)
    if abs(left.total - right.total) < _TOLERANCE:
        note = f"; holds when {blank} cells without a number are read as 0" if 0 < blank < len(names) else ""
        return Finding(identity.id, "pass", "hard", names, identity.sentence + note)
    sums = f"{identity.sentence}, but {left.total:g} is not {right.total:g}"
    if blank:
        message = f"{sums} when {blank} cells without a number are read as 0"
        return Finding(identity.id, "unknown", "hard", names, message)
    return Finding(identity.id, "fail", "hard", names, sums)


def _with_suspects(findings: list[Finding]) -> list[Finding]:
    """Where several sums fail, a cell that stands in more than one of them is under suspicion."""
    failed = [f for f in findings if f.status == "fail"]
    if len(failed) < 2:
        return findings
    times = Counter(cell for f in failed for cell in f.cells)
    return [
        replace(f, suspects=tuple(c for c in f.cells if times[c] > 1)) if f.status == "fail" else f for f in findings
    ]
