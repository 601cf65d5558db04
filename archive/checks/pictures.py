"""Whether figures read from a picture were read for certain."""

from __future__ import annotations

from collections.abc import Iterator

from archive.models import Cell, Finding, Report

_NAMED = 5  # how many cells a message quotes


def pictures(report: Report) -> Iterator[Finding]:
    """P1: numbers of a picture whose readings differ or are unsure; each keeps its likeliest value."""
    doubtful = [cell for cell in report.cells if "readings" in cell.place and cell.state == "number"]
    if doubtful:
        quoted = [_quoted(cell) for cell in doubtful[:_NAMED]]
        more = f"; and {len(doubtful) - _NAMED} more" if len(doubtful) > _NAMED else ""
        message = f"{len(doubtful)} numbers were read from a picture with doubt: {'; '.join(quoted)}{more}"
        names = tuple(cell.id for cell in doubtful)
        yield Finding("P1", "unknown", "soft", names, message, suspects=names)


def _quoted(cell: Cell) -> str:
    others = str(cell.place["readings"]).replace("|", " or ")
    return f"{cell.id} {cell.text!r}" + (f", perhaps {others}" if others else "")
