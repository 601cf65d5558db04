"""Whether a report keeps to one form, and to that of its year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.models import Finding, Report
from archive.printed_form import as_printed, row_of
from archive.template import STATISTICS, TEMPLATES, Template, load


def mixture(report: Report) -> Iterator[Finding]:
    """T3: rows or columns of another form, a form of other years, a local form, two forms in one document.

    The cells keep their own names; the finding says what to expect of them.
    """
    if report.template is None:
        return
    form, cells = load(report.template), [cell.id for cell in report.cells]
    for sentence in (*_foreign(form, cells), *_year(form, cells, report.year), *_two_forms(form, cells)):
        yield Finding("T3", "unknown", "soft", (), sentence)


def _foreign(form: Template, cells: Iterable[str]) -> Iterator[str]:
    """Rows and columns that only the other form of tables has."""
    printed = as_printed(form, cells)
    if printed is not form:
        now, then = len(printed.application_rows), len(form.application_rows)
        yield f"section three has {now} rows where {form.id} has {then}: （六）其他处理 is printed as in another form"
    strange = [cell for cell in set(cells) - form.cells if cell.startswith("disclosure.")]
    for other in (load(name) for name in TEMPLATES if name != form.id and form.id in TEMPLATES):
        if rows := sorted({row_of(cell) for cell in strange if cell in other.cells}):
            yield f"columns of the form {other.id} stand among those of {form.id}: {', '.join(rows)}"


def _year(form: Template, cells: Iterable[str], year: int | None) -> Iterator[str]:
    if year is None:
        return
    first, last = form.reporting_years[0], form.reporting_years[-1]
    if (year < first or (year > last and not form.open_ended)) and not is_local(form, cells):
        yield f"the form {form.id} was for {_years(first, last, form)}, the report is for {year}"


def _years(first: int, last: int, form: Template) -> str:
    return f"{first} and later" if form.open_ended else f"{first} to {last}"


def _two_forms(form: Template, cells: Iterable[str]) -> Iterator[str]:
    statistics = [cell for cell in cells if cell.startswith("stats.")]
    if statistics and form.id != STATISTICS:
        yield f"a list of statistics with {len(statistics)} values stands beside the tables of {form.id}"
    if is_local(form, cells):
        rows = len({row_of(cell) for cell in statistics} & set(form.statistics))
        yield f"the statistics are in a local form: it has {rows} of the {len(form.statistics)} rows of {form.id}"


def is_local(form: Template, cells: Iterable[str]) -> bool:
    """Whether none of the rows is printed that only the national list of statistics has."""
    return form.id == STATISTICS and not any(row_of(cell) in form.fingerprint_rows for cell in cells)
