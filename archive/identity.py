"""Whose report a document is, of which year, and when it was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from archive.agencies import full_name, several_reports
from archive.dates import counted_span, labelled_date, stated_period, whole_line_date, written_for
from archive.fields import fields, filed
from archive.labels import normal
from archive.models import Document, Field, Finding, Hints, Paragraph, Table
from archive.sections import heading_key
from archive.titles import Title, read_title

_SHORT = 80  # characters of a line that is no prose
_TITLE = 60  # characters of a title
_SMALL = 12  # rows of a table that says what a page is filed under
_OPENING_LINES = 30
_TITLE_LINES = 12  # a title stands within the first lines, and takes three of them at most


@dataclass(frozen=True, slots=True)
class Identity:
    """The answers, with what contradicts them as findings."""

    title: str | None
    agency: str | None
    year: int | None
    published: str | None
    published_meta: str | None
    is_report: bool
    is_neighbour: bool
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    several: str


def identify(documents: Sequence[Document], hints: Hints) -> Identity:
    """Title, agency, year and dates of a report, from the documents first and then from the hints."""
    lines = [b.text for d in documents for b in d.blocks if isinstance(b, Paragraph)]
    text, title = _title(documents, lines, hints)
    period = next(filter(None, map(stated_period, lines)), None)
    published = _published(documents, lines)
    source = next(((d.source) for d in documents if d.source), None)
    return Identity(
        title=text,
        agency=_full(_agency(title, lines, hints), lines),
        year=title.year or period or hints.year,
        published=published,
        published_meta=next((d.published_meta for d in documents if d.published_meta), None),
        is_report=title.kind == "report",
        is_neighbour=title.kind == "neighbour",
        fields=_fields(documents, source) if title.kind == "report" else (),
        findings=tuple(_contradictions(title.year, period, lines)),
        several=_several(documents),
    )


def _fields(documents: Sequence[Document], source: str | None) -> tuple[Field, ...]:
    blocks = [b for d in documents for b in d.blocks]
    first = [b.text for b in blocks[:_TITLE_LINES] if isinstance(b, Paragraph) and len(b.text) < _SHORT]
    found: dict[str, Field] = {}
    for fact in filed((*(text for d in documents for text in d.beside), *_small_rows(documents), *first)):
        found.setdefault(fact.key, fact)
    found |= {f.key: f for f in fields(b for b in blocks if isinstance(b, Paragraph))}
    return (*((Field("source", source, {}),) if source else ()), *found.values())


def _small_rows(documents: Sequence[Document]) -> Iterator[str]:
    """The rows of tables that are too small for a form: they say what a page is filed under."""
    for table in (b for d in documents for b in d.blocks if isinstance(b, Table) and len(b.rows) <= _SMALL):
        yield from (" ".join(cell.text for cell in row) for row in table.rows)


def _title(documents: Sequence[Document], lines: Sequence[str], hints: Hints) -> tuple[str | None, Title]:
    """The first text that reads as a report's title: visible, within the body, in metadata, in the link."""
    visible = [d.title for d in documents if d.title]
    meta = [d.title_meta for d in documents if d.title_meta]
    outside = [t for t in (hints.link_title, hints.page_title) if t and _is_about_disclosure(lines)]
    neighbour = None
    for text in (*visible, *_opening_lines(lines), *_above_first_heading(lines), *meta, *outside):
        title = read_title(text)
        if title.kind == "report":
            return _with_agency(text, title, (*visible, *lines[:_TITLE_LINES], *outside))
        if title.kind == "neighbour" and neighbour is None:
            neighbour = (text, title)
    if neighbour:
        return neighbour
    first = [line for line in lines[:1] if _may_be_title(line)]
    return next(iter((*visible, *first, *meta, *outside)), None), Title("other")


def _is_about_disclosure(lines: Sequence[str]) -> bool:
    """Whether a text may be what a link to a report promises: it speaks of the matter, or not at all."""
    return not lines or any("信息公开" in line for line in lines)


def _opening_lines(lines: Sequence[str]) -> Iterator[str]:
    for i, line in enumerate(lines[:_TITLE_LINES]):
        if heading_key(line):
            return
        for count in (1, 2, 3):
            joined = "".join(part.strip() for part in lines[i : i + count])
            if len(joined) <= 80:
                yield joined
        if len(line) > 80:
            return


def _above_first_heading(lines: Sequence[str]) -> Iterator[str]:
    """The lines above the first section, the nearest first: above the title of a saved page stands its navigation."""
    end = next((i for i, line in enumerate(lines) if heading_key(line)), 0)
    yield from (line for line in reversed(lines[max(end - _TITLE_LINES, 0) : end]) if len(line) <= _SHORT)


def _may_be_title(line: str) -> bool:
    """Whether a line is neither a section's heading nor prose."""
    return heading_key(line) is None and len(line) <= _TITLE and not line.rstrip().endswith(tuple("。；，：、"))


def _with_agency(text: str, title: Title, others: Iterable[str]) -> tuple[str, Title]:
    """A title without year or agency may be told by another copy of it (two lines, link, page title)."""
    year, agency = title.year, title.agency
    for other in others:
        if year and agency:
            break
        found = read_title(other)
        if found.kind == "report":
            year, agency = year or found.year, agency or found.agency
    return text, Title("report", year, agency)


def _agency(title: Title, lines: Sequence[str], hints: Hints) -> str | None:
    """The agency of the title; else the one the report is signed with; else the hint."""
    return title.agency or _signature(lines) or hints.agency


def _full(agency: str | None, lines: Sequence[str]) -> str | None:
    return full_name(agency, lines) if agency else None


def _signature(lines: Sequence[str]) -> str | None:
    for above, line in pairwise(lines):
        name = normal(above)
        if whole_line_date(line) and 4 <= len(name) <= 30:
            found = read_title(f"{name}2000年政府信息公开年度报告").agency
            if found == name:
                return name
    return None


def _published(documents: Sequence[Document], lines: Sequence[str]) -> str | None:
    """The visible date: beside the body, above the first section, or under the signature."""
    visible = next((d.published for d in documents if d.published), None)
    if visible:
        return visible
    for line in (*islice(_small_rows(documents), _SMALL), *lines[:_TITLE_LINES]):
        if heading_key(line):
            break
        if len(line) < _SHORT and (made := labelled_date(line) or whole_line_date(line)):
            return made
    return next(filter(None, map(whole_line_date, reversed(lines[-5:]))), None)


def _several(documents: Sequence[Document]) -> str:
    """Bodies and years of documents that were read together though they are, by their titles, different reports."""
    titles = [own_title(document) for document in documents] if len(documents) > 1 else []
    own = several_reports((title.agency, title.year) for title in titles if title.agency and title.year)
    return own or next((document.several for document in documents if document.several), "")


def own_title(document: Document) -> Title:
    """What the title or the first lines of a document say that it is."""
    lines = [block.text for block in document.blocks[: 2 * _TITLE_LINES] if isinstance(block, Paragraph)]
    titles = (read_title(text) for text in (document.title, *_opening_lines(lines)) if text)
    return next((title for title in titles if title.kind == "report"), Title("other"))


def _contradictions(title_year: int | None, period: int | None, lines: Sequence[str]) -> Iterator[Finding]:
    if title_year and period and title_year != period:
        message = f"the title says {title_year}, the figures are stated to run over {period}"
        yield Finding("N28", "fail", "hard", (), message)
    span = next(filter(None, map(counted_span, lines)), None)
    if span and span[0] != span[1]:
        message = f"the figures are stated to run from {span[0]} to {span[1]}, a report is of one year"
        yield Finding("N28", "fail", "hard", (), message)
    opening = next(filter(None, map(written_for, lines[:_OPENING_LINES])), None)
    year = title_year or period
    if opening and year == opening[1] != opening[0]:  # the year it was written in, where its own belongs
        message = f"the text opens with {opening[0]} and goes on to report on {year}"
        yield Finding("N28", "fail", "soft", (), message)
