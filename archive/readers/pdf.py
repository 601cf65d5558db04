"""PDF: paragraphs, and tables from their rules; pages that are pictures are read as such."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.media import PDF
from archive.models import Document
from archive.readers import pdf_annotations, pdf_slants, pdf_strokes, pdf_tables
from archive.readers.again import again
from archive.readers.ocr import engine
from archive.readers.ocr.sequence import in_line
from archive.readers.pages import Page, blocks, gaps
from archive.readers.pdf_rules import Box, Rules
from archive.readers.pdf_scan import Scans, large_pictures, merged
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
        pages = in_line(_pages(pdf, body))
        notes = list(gaps(pages, _missing()))
        if len(pdf.pages) > MOST_PAGES:
            notes.append(f"only the first {MOST_PAGES} pages were read")
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            msg = "the PDF is encrypted"
            raise EncryptedDocument(msg) from None
        msg = f"the PDF is damaged: {error}"
        raise UnreadableDocument(msg) from error
    found = tuple(blocks(pages))
    if not found:
        msg = f"the PDF has no text layer: a scan{_missing()}"
        raise UnreadableDocument(msg)
    return Document(PDF, found, notes=tuple(notes), second=again("pdf_second", body))


def _pages(pdf: Any, body: bytes) -> Iterator[Page]:
    from archive.readers.pdf_page import Effort, printed

    effort, scans = Effort(), Scans(body)
    tables = 0
    for number, plumbed in enumerate(pdf.pages[:MOST_PAGES], 1):
        chars = printed(plumbed, effort)
        rules = Rules.of(plumbed.edges)
        chars = pdf_slants.crossed(pdf_strokes.marked(chars, plumbed.edges), (*plumbed.lines, *plumbed.curves))
        found = pdf_tables.find(rules, chars, number, tables)
        upon = pdf_annotations.noted(found.tables, pdf_annotations.shown(plumbed, effort))
        page = Page(number, float(plumbed.height), upon, lines(found.outside), found.is_crowded)
        page = _with_pictures(page, scans, large_pictures(plumbed), tables)
        tables += len(page.tables)
        yield page
        plumbed.close()


def _with_pictures(page: Page, scans: Scans, boxes: Sequence[Box], tables: int) -> Page:
    """A page without text read as a picture; one with text, with the tables of the pictures on it."""
    if page.is_empty:
        return (scans.read(page.number, tables) or page) if boxes else page
    for box in boxes:
        part = scans.read(page.number, tables + len(page.tables), box)
        page = merged(page, part) if part and part.tables else page
    return page


def _missing() -> str:
    return "" if engine.is_installed() else f"; {engine.MISSING}"
