"""Whether a report is all there: every row of its form, and nothing printed that no rule placed."""

from __future__ import annotations

from collections.abc import Iterator

from archive.models import Finding, Report
from archive.template import load

_NAMED = 3  # how many missing rows or leftovers a message quotes


def completeness(report: Report, *, is_report: bool) -> Iterator[Finding]:
    """T0: is it a report at all. C1: rows and cells of the form not found. C2: rows and cells left over."""
    if report.template is None:
        yield _no_form(is_report=is_report)
        return
    cells = {cell.id for cell in report.cells}
    rows = load(report.template).rows
    missing = [row for row, ids in rows.items() if not cells & set(ids)]
    if missing:
        message = f"{len(missing)} rows of the form were not found: {_some(missing)}"
        yield Finding("C1", "unknown", "hard", (), message)
    lost = [cell for row, ids in rows.items() if row not in missing for cell in ids if cell not in cells]
    if lost:
        message = f"{len(lost)} cells of rows that were found are missing: {_some(lost)}"
        yield Finding("C1", "unknown", "hard", tuple(lost), message)
    if report.leftovers:
        message = f"{len(report.leftovers)} table rows or cells were not understood: "
        yield Finding("C2", "unknown", "hard", (), message + _some([o.text for o in report.leftovers]))
    if cells and not any(cell.state == "number" for cell in report.cells):
        yield Finding("T1", "unknown", "hard", (), "the form is printed but holds no number: an empty form?")


def _no_form(*, is_report: bool) -> Finding:
    if is_report:
        message = "an annual report by its title, but without the tables of any known form"
        return Finding("T2", "unknown", "soft", (), message)
    return Finding("T0", "unknown", "hard", (), "this document is no annual report on government information")


def _some(texts: list[str]) -> str:
    quoted = "; ".join(text[:60] for text in texts[:_NAMED])
    return quoted + (f"; and {len(texts) - _NAMED} more" if len(texts) > _NAMED else "")
