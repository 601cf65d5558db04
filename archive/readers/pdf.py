"""PDF with a text layer: paragraphs, and tables from their rules."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.media import PDF
from archive.models import Document
from archive.readers import pdf_strokes, pdf_tables
from archive.readers.pages import Page, blocks
from archive.readers.pdf_rules import Rules
from archive.readers.pdf_text import lines

MOST_PAGES = 300

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font without a box


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
    found = tuple(blocks(pages))
    if not found:
        msg = "the PDF has no text layer: a scan"
        raise UnreadableDocument(msg)
    return Document(PDF, found, notes=tuple(notes))


def _pages(pdf: Any) -> Iterator[Page]:
    from archive.readers.pdf_page import Effort, printed

    effort = Effort()
    tables = 0
    for number, page in enumerate(pdf.pages[:MOST_PAGES], 1):
        chars = printed(page, effort)
        found = pdf_tables.find(Rules.of(page.edges), pdf_strokes.marked(chars, page.edges), number, tables)
        tables += len(found.tables)
        yield Page(number, float(page.height), found.tables, lines(found.outside), found.is_crowded)
        page.close()


def _notes(pages: Sequence[Page], count: int) -> Iterator[str]:
    scans = [str(p.number) for p in pages if p.is_empty]
    if scans:
        yield f"pages without text (scans) were not read: {', '.join(scans)}"
    crowded = [str(p.number) for p in pages if p.is_crowded]
    if crowded:
        yield f"more lines are drawn than tables have, so tables were not read on the pages: {', '.join(crowded)}"
    if count > MOST_PAGES:
        yield f"only the first {MOST_PAGES} pages were read"
