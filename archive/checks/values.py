"""Whether each cell holds what its column counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.counted import counted
from archive.models import MOST_NAMED, Cell, Finding, Report
from archive.numbers import strange_remark

_NAMED = 3  # how many cells a message quotes
_MONEY = ("万元", "元", "亿元")
_SUMS_OF_MONEY = (".amount", ".fees_collected", ".funding")  # whatever unit is printed, or none
_MAY_FALL = "items_change"  # 增/减: a fall is printed as a negative number


def values(report: Report) -> Iterator[Finding]:
    """C3: no number. C4: counts below 0 or with a fraction. C5: two figures of one year. C6: strange remarks."""
    named = {cell for finding in report.findings for cell in finding.cells}
    odd = [cell for cell in report.cells if cell.state in ("text", "unreadable") and cell.id not in named]
    if odd:
        yield from _findings("C3", "cannot be read as a number", odd)
    figures = [cell for cell in report.cells if cell.value is not None]
    if impossible := [cell for cell in figures if not _may_be(cell)]:
        yield from _findings("C4", "are no count: below 0, or with a fraction", impossible)
    if remarked := [cell for cell in figures if cell.state == "number" and strange_remark(cell.text)]:
        yield from _findings("C6", "have a remark that may change what the number counts", remarked)
    for cell in [cell for cell in figures if cell.id.endswith("[period]")]:
        whole = next((c for c in figures if c.id == cell.id.removesuffix("[period]")), None)
        if whole and whole.value != cell.value:
            message = f"{cell.text} in the period of the report is not {whole.text} in the whole year"
            yield Finding("C5", "unknown", "soft", (whole.id, cell.id), message)


def _may_be(cell: Cell) -> bool:
    value = cell.value or 0
    if float(value).is_integer() and (value >= 0 or cell.id.endswith(_MAY_FALL)):
        return True
    return is_money(cell.id, cell.unit)


def may_be_below_zero(cell_id: str, unit: str | None) -> bool:
    """Whether a cell tells a change or money: all others count things."""
    return cell_id.endswith(_MAY_FALL) or is_money(cell_id, unit)


def is_money(cell_id: str, unit: str | None) -> bool:
    """Whether a cell tells a sum of money, by its name or its unit."""
    return unit in _MONEY or cell_id.endswith(_SUMS_OF_MONEY)


def _findings(check: str, what: str, cells: list[Cell]) -> Iterator[Finding]:
    """A finding that names these cells; so many that it would point at nothing are named by several."""
    for first in range(0, len(cells), MOST_NAMED):
        named = cells[first : first + MOST_NAMED]
        message = f"{counted(len(named), 'cell')} {what}: {_some(named)}"
        yield Finding(check, "unknown", "soft", tuple(cell.id for cell in named), message)


def _some(cells: Iterable[Cell]) -> str:
    quoted = [f"{cell.id} {cell.text[:40]!r}" for cell in cells]
    more = f"; and {len(quoted) - _NAMED} more" if len(quoted) > _NAMED else ""
    return "; ".join(quoted[:_NAMED]) + more
