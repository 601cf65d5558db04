"""A report for people: what it is, its figures, and how its checks came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from archive.cli.printing import console
from archive.database.cell_rows import APPLICANTS, OUTCOMES
from archive.findings.visible import visible

_SHOWN = 24  # letters of a cell that is no number


def print_report(report: Mapping[str, Any]) -> None:
    """Print a report object as `parse --json` gives it; nothing of the document steers the terminal."""
    for key in ("title", "agency", "year", "template", "published", "media_type", "digest"):
        if report.get(key) is not None:
            click.echo(f"{key:<11}{visible(str(report[key]))}")
    cells = {cell["id"]: cell for cell in report["cells"]}
    _values("disclosure", cells)
    _values("stats", cells)
    _matrix("applications", _applications(cells), APPLICANTS)
    _matrix("review", _review(cells), OUTCOMES)
    print_findings(report["findings"])
    for leftover in report["leftovers"]:
        click.echo(f"left over  {visible(leftover['text'][:100])}")


def print_findings(findings: Iterable[Mapping[str, Any]]) -> None:
    """Passes as a count, everything else in full."""
    findings = list(findings)
    counts = Counter(f["status"] for f in findings)
    if counts:
        click.echo("checks     " + ", ".join(f"{n} {status}" for status, n in sorted(counts.items())))
    for finding in findings:
        if finding["status"] in ("fail", "unknown"):
            click.echo(f"  {finding['status']:<8}{finding['check']:<5} {visible(finding['message'])}")
            if finding["cells"]:
                names = ", ".join(finding["cells"][:4])
                more = f" and {len(finding['cells']) - 4} more" if len(finding["cells"]) > 4 else ""
                click.echo(f"          cells: {visible(names)}{more}")


def _shown(cell: Mapping[str, Any] | None) -> str:
    """What a cell says, and beside it what it is corrected to."""
    if cell is not None and "corrected" in cell:
        return visible(f"{_read(cell) or '(blank)'} → {cell['corrected']}")
    return visible(_read(cell))


def _read(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return ""
    if cell["state"] == "number":
        return f"{cell['value']}{cell['unit'] or ''}"
    if cell["state"] in ("blank", "not_applicable"):
        return str(cell["text"])
    text = cell["text"]
    return f"?{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"


def _values(part: str, cells: Mapping[str, Any]) -> None:
    found = [(key, cell) for key, cell in cells.items() if key.startswith(f"{part}.")]
    if found:
        table = Table(box=None, pad_edge=False, title=part, title_justify="left")
        table.add_column("cell")
        table.add_column("value", justify="right")
        for key, cell in found:
            table.add_row(Text(visible(key.removeprefix(f"{part}."))), Text(_shown(cell)))
        console().print(table)


def _applications(cells: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for key, cell in cells.items():
        if key.startswith("applications."):
            row, _, column = key.removesuffix("]").partition("[")
            rows.setdefault(row.removeprefix("applications."), {})[column] = cell
    return rows


def _review(cells: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for key, cell in cells.items():
        if key.startswith("review."):
            row, _, column = key.rpartition(".")
            rows.setdefault(row.removeprefix("review."), {})[column] = cell
    return rows


def _matrix(title: str, rows: Mapping[str, Mapping[str, Any]], columns: Iterable[str]) -> None:
    if not rows:
        return
    table = Table(box=None, pad_edge=False, title=title, title_justify="left")
    table.add_column("row")
    for column in columns:
        table.add_column(column, justify="right")
    for row, found in rows.items():
        table.add_row(Text(visible(row)), *(Text(_shown(found.get(column))) for column in columns))
    console().print(table)
