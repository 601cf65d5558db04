"""What may stay of a reading whose document had to go: its numbers, without any text."""

from __future__ import annotations

from dataclasses import replace

from archive.models import Cell, Place, Report
from archive.numbers import UNITS

_WHERE = frozenset(("document", "table", "row", "column", "page", "box", "line"))  # numbers, all of them

_OF_FIGURES = frozenset("".join(UNITS)) | frozenset("0123456789.,，+-−–—―/／\\ ")


def figures_only(report: Report) -> Report:
    """The report with the values of its cells and without text, facts, findings and claims.

    Of a cell that holds no number nothing stays but its state; what was text is `unreadable` now.
    """
    bare = replace(report, title=None, agency=None, fields=(), sections=(), findings=(), leftovers=(), claims=())
    return replace(bare, cells=tuple(map(_bare, report.cells)))


def _bare(cell: Cell) -> Cell:
    place: Place = {key: told for key, told in cell.place.items() if key in _WHERE and not isinstance(told, str)}
    unit = cell.unit if cell.unit in UNITS else None
    state = "unreadable" if cell.state == "text" else cell.state
    return cell._replace(text="" if cell.value is None else str(cell.value), unit=unit, state=state, place=place)


def is_bare_figure(printed: str) -> bool:
    """Whether what is printed in a cell is no more than a figure with its unit, or a stroke.

    >>> is_bare_figure("1,234.5万元"), is_bare_figure("/"), is_bare_figure("3（张三的）")
    (True, True, False)
    """
    return not set(printed) - _OF_FIGURES
