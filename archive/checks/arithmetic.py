"""The identities of the forms: sums by column, by row and by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from archive.checks.blank_totals import together
from archive.checks.repair import may_be, repairs
from archive.counted import counted
from archive.models import Cell, Finding, Report, Status
from archive.printed_form import as_printed
from archive.template import STATISTICS, Identity, load

_TOLERANCE = 1e-6
_NO_FIGURE = ("blank", "not_applicable")  # read as 0


def arithmetic(report: Report) -> tuple[Finding, ...]:
    """One finding for each identity of the report's form and each row or column it holds for."""
    if report.template is None:
        return ()
    cells = {cell.id: cell for cell in report.cells}
    form, statistics = _of_form(report.template, cells), _statistics(cells)
    found = _with_suspects([_test(identity, cells) for identity in (*form, *statistics)])
    return tuple(together(list(_with_proposals(found, form, cells)), form, cells))


def tested(template: str, cells: dict[str, Cell], findings: Iterable[Finding]) -> Iterator[tuple[Identity, Finding]]:
    """Every identity of a form that `arithmetic` has a finding on among these, with that finding."""
    told = {(finding.check, finding.cells): finding for finding in findings}
    for identity in (*_of_form(template, cells), *_statistics(cells)):
        if finding := told.get((identity.id, identity.cells)):
            yield identity, finding


def _of_form(template: str, cells: dict[str, Cell]) -> list[Identity]:
    if template == STATISTICS:
        return []
    identities = as_printed(load(template), cells).identities
    return [i for i in identities if not i.only_if_printed or _is_printed(i, cells)]


def compared(identities: Iterable[Identity], cells: Mapping[str, Cell], *, broken: Status) -> list[Finding]:
    """One finding for each identity; a soft one that does not hold has the status `broken`."""
    return [_test(identity, cells, broken) for identity in identities]


def _with_proposals(
    findings: list[Finding], identities: Sequence[Identity], cells: dict[str, Cell]
) -> Iterator[Finding]:
    """Where one cell of a picture explains failing sums, they name it and the value it would have."""
    if not any("confidence" in cell.place for cell in cells.values()):
        yield from findings
        return
    values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
    printed = {key for identity in identities for key in identity.cells}
    unknown = {key for key in printed if key not in cells or cells[key].state in ("unreadable", "text")}
    found = repairs(identities, values, unknown, lambda c, v: c in cells and may_be(cells[c], v))
    mended = {i: repair for repair in found for i in repair.mends}
    for i, finding in enumerate(findings):
        repair = mended.get(i)
        yield replace(finding, suspects=(repair.cell,), proposed=repair.value) if repair else finding


def _statistics(cells: dict[str, Cell]) -> list[Identity]:
    """The sums of the statistics form, in each of its columns of values.

    What was counted over the years began before some of its parts did, so only the year's sums are hard.
    """
    made = []
    printed = [cell for cell in cells if cell.startswith("stats.")]
    for column in dict.fromkeys("".join(cell.partition("[")[1:]) for cell in printed):
        for identity in load(STATISTICS).identities if printed else ():
            left, right = (tuple(key + column for key in side) for side in (identity.left, identity.right))
            hard = identity.severity if not column else "soft"
            if all(key in cells for key in (*left, *right)) and (not identity.exact or _is_exact(left, right, cells)):
                made.append(replace(identity, left=left, right=right, severity=hard))
    return made


def _is_exact(left: tuple[str, ...], right: tuple[str, ...], cells: dict[str, Cell]) -> bool:
    """Whether these are all the parts a document prints below a whole."""
    whole = left[0].partition("[")[0]
    parts = {key.partition("[")[0] for key in cells if key.startswith(f"{whole}.")}
    direct = {part for part in parts if "." not in part.removeprefix(f"{whole}.")}
    return direct == {key.partition("[")[0] for key in right}


def _is_printed(identity: Identity, cells: dict[str, Cell]) -> bool:
    """Whether a subtotal that most reports leave out is there and says something."""
    cell = cells.get(identity.left[0])
    return cell is not None and cell.state != "blank"


def _test(identity: Identity, cells: Mapping[str, Cell], broken: Status = "unknown") -> Finding:
    """Four outcomes. A blank counts as 0 only if the sum then holds, and the message says so."""
    names = identity.cells
    found = [cell for cell in map(cells.get, names) if cell]
    if len(found) < len(names):
        message = "the form's cells for this sum are not all printed"
        return _finding(identity, "not_assessable", tuple(cell.id for cell in found), message)
    numbers, blank, count = [cell.value or 0 for cell in found], 0, len(identity.left)
    if without := [cell for cell in found if cell.value is None]:
        blank = len(without)
        if unreadable := [cell.id for cell in without if cell.state not in _NO_FIGURE]:
            message = f"cannot be told: {', '.join(unreadable)} cannot be read as a number"
            return _finding(identity, "unknown", names, message)
    left, right = sum(numbers[:count]), sum(numbers[count:])
    over = left - right
    if abs(over) < _TOLERANCE or (identity.at_most and over < 0):
        note = f"; holds when {_read_as_0(blank)}" if 0 < blank < len(names) else ""
        return _finding(identity, "pass", names, identity.sentence + note)
    relation = "more than" if identity.at_most else "not"
    sums = f"{identity.sentence}, but {left:g} is {relation} {right:g}"
    if blank:
        message = f"{sums} when {_read_as_0(blank)}"
        return _finding(identity, "unknown", names, message)
    return _finding(identity, "fail" if identity.severity == "hard" else broken, names, sums)


def _read_as_0(blank: int) -> str:
    return f"{counted(blank, 'cell without a number is', 'cells without a number are')} read as 0"


def _finding(identity: Identity, status: str, names: tuple[str, ...], message: str) -> Finding:
    return Finding(identity.id, cast("Status", status), identity.severity, names, message)


def _with_suspects(findings: list[Finding]) -> list[Finding]:
    """Where several sums fail, a cell that stands in more than one of them is under suspicion."""
    failed = [f for f in findings if f.status == "fail"]
    if len(failed) < 2:
        return findings
    times = Counter(cell for f in failed for cell in f.cells)
    return [
        replace(f, suspects=tuple(c for c in f.cells if times[c] > 1)) if f.status == "fail" else f for f in findings
    ]
