"""PDF with a text layer: paragraphs, and tables from their rules."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.media import PDF
from archive.models import Block, Document, Paragraph
from archive.readers import pdf_grid, pdf_margins, pdf_strokes, pdf_tables
from archive.readers.pdf_tables import RuledTable
from archive.readers.pdf_text import Line, line_text, lines

MOST_PAGES = 300
_INDENT = 1.6  # characters; a line that starts or ends this far inside begins or ends a paragraph
_OTHER_SIZE = 0.15  # a title is set larger than what follows by more than this part

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font without a box


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    height: float
    tables: Sequence[RuledTable]
    lines: list[Line]  # those outside the tables' cells
    is_crowded: bool


def read(body: bytes) -> Document:
    """The text and tables of a PDF, in the order of its pages; a table cut by page breaks is one table."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(BytesIO(body), pages=range(1, MOST_PAGES + 2))
        pages = list(_pages(pdf))
        notes = list(_notes(pages, len(pdf.pages)))
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            msg = "the PDF is encrypted"
            raise EncryptedDocument(msg) from None
        msg = f"the PDF is damaged: {error}"
        raise UnreadableDocument(msg) from error
    blocks = tuple(_blocks(pages))
    if not blocks:
        msg = "the PDF has no text layer: a scan"
        raise UnreadableDocument(msg)
    return Document(PDF, blocks, notes=tuple(notes))


def _pages(pdf: Any) -> Iterator[_Page]:
    from archive.readers.pdf_page import Effort, printed

    effort = Effort()
    tables = 0
    for number, page in enumerate(pdf.pages[:MOST_PAGES], 1):
        chars = printed(page, effort)
        found = pdf_tables.find(page, pdf_strokes.marked(chars, page.edges), number, tables)
        tables += len(found.tables)
        yield _Page(number, float(page.height), found.tables, lines(found.outside), found.is_crowded)
        page.close()


def _notes(pages: Sequence[_Page], count: int) -> Iterator[str]:
    scans = [str(p.number) for p in pages if not p.lines and not any(c.chars for t in p.tables for c in t.cells)]
    if scans:
        yield f"pages without text (scans) were not read: {', '.join(scans)}"
    crowded = [str(p.number) for p in pages if p.is_crowded]
    if crowded:
        yield f"more lines are drawn than tables have, so tables were not read on the pages: {', '.join(crowded)}"
    if count > MOST_PAGES:
        yield f"only the first {MOST_PAGES} pages were read"


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """Runs of text and tables, both going on over page breaks."""
    text: list[tuple[int, Line]] = []
    table: list[RuledTable] = []
    for item in _items(pages):
        if isinstance(item, RuledTable):
            yield from _paragraphs(text)
            text = []
            if table and not pdf_grid.goes_on(table[-1], item):
                yield pdf_grid.join(table)
                table = []
            table.append(item)
        else:
            if table:
                yield pdf_grid.join(table)
                table = []
            text.append(item)
    if table:
        yield pdf_grid.join(table)
    yield from _paragraphs(text)


def _items(pages: Sequence[_Page]) -> Iterator[RuledTable | tuple[int, Line]]:
    """Tables and lines from top to bottom; a line beside a table comes after it."""
    texts = pdf_margins.without([(p.height, p.lines) for p in pages])
    for i, (page, text) in enumerate(zip(pages, texts, strict=True)):
        tables, remaining = list(page.tables), text
        if tables and i + 1 < len(pages) and _goes_on(tables[-1], pages[i + 1], texts[i + 1]):
            tables[-1], remaining = _with_hanging(tables[-1], text)
        for table in tables:
            while remaining and remaining[0][0].middle[1] < table.box[1]:
                yield page.number, remaining.pop(0)
            yield table
        yield from ((page.number, line) for line in remaining)


def _goes_on(table: RuledTable, below: _Page, text: Sequence[Line]) -> bool:
    """Whether the next page begins with the rest of the table."""
    if not below.tables or not pdf_grid.goes_on(table, below.tables[0]):
        return False
    return not any(line[0].middle[1] < below.tables[0].box[1] for line in text)


def _with_hanging(table: RuledTable, text: Sequence[Line]) -> tuple[RuledTable, list[Line]]:
    under = [line for line in text if line[0].middle[1] > table.box[3]]
    table, rest = pdf_tables.hang(table, [char for line in under for char in line])
    return table, [line for line in text if line not in under] + list(lines(rest))


def _paragraphs(printed: Sequence[tuple[int, Line]]) -> Iterator[Paragraph]:
    """Lines put together where one runs on into the next."""
    if not printed:
        return
    left = min(line[0].x0 for _, line in printed)
    right = max(line[-1].x1 for _, line in printed)
    run: list[tuple[int, Line]] = []
    for page, line in printed:
        if run and not _runs_on(run[-1][1], line, left, right):
            yield _paragraph(run)
            run = []
        run.append((page, line))
    yield _paragraph(run)


def _runs_on(above: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line goes on with the paragraph of the line above: set alike, from margin to margin."""
    size = line[0].size
    alike = abs(above[0].size - size) < _OTHER_SIZE * size
    return alike and right - above[-1].x1 <= _INDENT * size and line[0].x0 - left <= _INDENT * size


def _paragraph(run: Sequence[tuple[int, Line]]) -> Paragraph:
    """The place is that of the lines on the paragraph's first page."""
    page = run[0][0]
    chars = [char for number, line in run if number == page for char in line]
    return Paragraph("".join(line_text(line) for _, line in run), {"page": page, "box": _box(chars)})


def _box(chars: Iterable[Any]) -> list[float]:
    corners = [(c.x0, c.top, c.x1, c.bottom) for c in chars]
    x0s, tops, x1s, bottoms = zip(*corners, strict=True)
    return [round(v, 1) for v in (min(x0s), min(tops), max(x1s), max(bottoms))]
