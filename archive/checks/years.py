"""What must hold between the reports of one body for two years that follow one another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import Any

from archive.checks.arithmetic import compared
from archive.claims.last_year import LAST
from archive.models import Cell, Finding, Report
from archive.template import Identity, application_columns

_JUMP = 1000  # times the figure of the year before, or this part of it
_SMALL = 10  # a figure below it says nothing about what was counted


@lru_cache(maxsize=1)
def relations() -> tuple[Identity, ...]:
    """Every relation with its cells, those of the year before marked `last:`."""
    data = tomllib.loads((resources.files("archive") / "checks" / "years.toml").read_text("utf-8"))
    return tuple(made for told in data["relations"] for made in _relations(told))


def _relations(told: dict[str, Any]) -> Iterator[Identity]:
    frames = ["{}"]
    if told.get("each") == "column":
        frames = [f"{{}}[{column}]" for column in application_columns()]
    for row in told.get("rows", ("",)):
        for frame in frames:
            left, right = (tuple(frame.format(key.format(row=row)) for key in told[side]) for side in ("left", "right"))
            made = Identity(told["id"], told["sentence"], left, right, only_if_printed=False)
            yield replace(made, severity="soft") if told.get("soft") else made


def year_over_year(this: Report, last: Report) -> tuple[Finding, ...]:
    """Y1 to Y3 and U3: this report against that of the year before, both of one body.

    Cells of the year before stand in a finding as `2022:applications.carried_out[total]`. A relation is left out
    where a report does not print all its cells: the forms differ.
    """
    if this.year is None or last.year != this.year - 1:
        return ()
    cells = _cells(this) | {f"{LAST}{key}": cell for key, cell in _cells(last).items()}
    printed = [relation for relation in relations() if all(key in cells for key in relation.cells)]
    found = compared(printed, cells, broken="fail")  # documents lapse, lists are renewed: soft failures, but failures
    return tuple(dated(finding, last.year) for finding in (*found, *_jumps(cells)))


def _cells(report: Report) -> dict[str, Cell]:
    return {cell.id: cell for cell in report.cells}


def _jumps(cells: dict[str, Cell]) -> Iterator[Finding]:
    """U3: the same cell a thousand times as large, or as small, as the year before: perhaps another unit."""
    for key, cell in cells.items():
        before = cells.get(f"{LAST}{key}")
        if before is None or not cell.value or not before.value or cell.unit != before.unit:
            continue
        more, less = sorted((abs(cell.value), abs(before.value)), reverse=True)
        if more >= _JUMP * less and more >= _SMALL * _JUMP:
            message = f"{cell.text} after {before.text} the year before: a thousand times as much or as little"
            yield Finding("U3", "unknown", "soft", (key, f"{LAST}{key}"), message)


def dated(finding: Finding, year: int) -> Finding:
    """The finding with the year in place of the mark `last:`."""
    cells, suspects = (
        tuple(f"{year}:{key.removeprefix(LAST)}" if key.startswith(LAST) else key for key in keys)
        for keys in (finding.cells, finding.suspects)
    )
    return replace(finding, cells=cells, suspects=suspects)
