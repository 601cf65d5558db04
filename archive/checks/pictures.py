"""Whether figures read from a picture were read for certain."""

from __future__ import annotations

from collections.abc import Iterator

from archive.counted import counted
from archive.models import MOST_NAMED, Cell, Finding, Report

_READ = ("number", "not_applicable")  # a speck is read as a dash
_QUOTED = 5  # how many cells a message quotes


def pictures(report: Report) -> Iterator[Finding]:
    """P1: cells of a picture whose readings differ or are unsure; each keeps its likeliest value."""
    doubtful = [cell for cell in report.cells if "readings" in cell.place and (cell.state in _READ or _may_say(cell))]
    for first in range(0, len(doubtful), MOST_NAMED):
        yield _finding(doubtful[first : first + MOST_NAMED])


def _may_say(cell: Cell) -> bool:
    """Whether an empty cell may say something after all: a dash that a fax lost."""
    return cell.state == "blank" and bool(cell.place["readings"])


def _finding(cells: list[Cell]) -> Finding:
    quoted = "; ".join(_quoted(cell) for cell in cells[:_QUOTED])
    more = f"; and {len(cells) - _QUOTED} more" if len(cells) > _QUOTED else ""
    told = counted(len(cells), "number was", "numbers were")
    message = f"{told} read from a picture with doubt: {quoted}{more}"
    names = tuple(cell.id for cell in cells)
    return Finding("P1", "unknown", "soft", names, message, suspects=names)


def _quoted(cell: Cell) -> str:
    others = str(cell.place["readings"]).replace("|", " or ")
    return f"{cell.id} {cell.text!r}" + (f", perhaps {others}" if others else "")
