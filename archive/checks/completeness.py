"""Whether a report is all there: every row of its form, and nothing printed that no rule placed."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.mixture import is_local
from archive.counted import counted
from archive.models import Finding, Report
from archive.printed_form import as_printed, row_of
from archive.template import Template, load

_NAMED = 3  # how many missing rows or leftovers a message quotes


def completeness(report: Report, *, is_report: bool) -> Iterator[Finding]:
    """T0: is it a report at all. C1: rows and cells of the form not found. C2: rows and cells left over."""
    if report.template is None:
        yield _no_form(is_report=is_report)
        return
    cells = {cell.id for cell in report.cells}
    form = as_printed(load(report.template), cells)
    rows = {} if is_local(form, cells) else form.rows
    found = {row_of(cell) for cell in cells}
    missing = [row for row in rows if row not in found]
    if missing:
        told = counted(len(missing), "row of the form was", "rows of the form were")
        message = f"{told} not found: {_some(_by_section(form, missing))}"
        yield Finding("C1", "unknown", "hard", (), message)
    lost = [cell for row, ids in rows.items() if not cells.isdisjoint(ids) for cell in ids if cell not in cells]
    if lost:
        told = counted(len(lost), "cell of a row that was found is", "cells of rows that were found are")
        message = f"{told} missing: {_some(lost)}"
        yield Finding("C1", "unknown", "hard", tuple(lost), message)
    if report.leftovers:
        message = (
            f"{counted(len(report.leftovers), 'table row or cell was', 'table rows or cells were')} not understood: "
        )
        yield Finding("C2", "unknown", "hard", (), message + _some([o.text for o in report.leftovers]))
    if cells and not any(cell.state == "number" for cell in report.cells):
        yield Finding("T1", "unknown", "hard", (), "the form is printed but holds no number: an empty form?")


def _no_form(*, is_report: bool) -> Finding:
    if is_report:
        message = "an annual report by its title, but without the tables of any known form"
        return Finding("T2", "unknown", "soft", (), message)
    return Finding("T0", "unknown", "hard", (), "this document is no annual report on government information")


def _by_section(form: Template, missing: list[str]) -> list[str]:
    """The missing rows, those of a section that is missing as a whole under its name."""
    for number, prefix in (("two", "disclosure."), ("three", "applications."), ("four", "review.")):
        whole = [row for row in form.rows if row.startswith(prefix)]
        if whole and set(whole) <= set(missing):
            rest = [row for row in missing if row not in whole]
            return [f"the whole of section {number}", *_by_section(form, rest)]
    return missing


def _some(texts: list[str]) -> str:
    quoted = "; ".join(text[:60] for text in texts[:_NAMED])
    return quoted + (f"; and {len(texts) - _NAMED} more" if len(texts) > _NAMED else "")
