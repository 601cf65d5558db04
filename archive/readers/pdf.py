"""PDF with a text layer: paragraphs, and tables from their rules, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.media import PDF
from archive.models import Block, Document, Paragraph
from archive.readers import pdf_tables
from archive.readers.pdf_text import Char, line_text, lines

MOST_PAGES = 300
_PAGE_NUMBER = re.compile(r"[-—–－·.\s]*(?:第?\s*\d{1,3}\s*页?)(?:\s*/\s*\d{1,3})?[-—–－·.\s]*")
_MARGIN = 1.6  # characters; a line that starts or ends this far inside begins or ends a paragraph


def read(body: bytes) -> Document:
    """The text and tables of a PDF, in the order of its pages."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(body)) as pdf:
            blocks, notes = _pages(pdf)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            msg = "the PDF is encrypted"
            raise EncryptedDocument(msg) from None
        msg = f"the PDF is damaged: {error}"
        raise UnreadableDocument(msg) from error
    if not blocks:
        msg = "the PDF has no text layer: a scan"
        raise UnreadableDocument(msg)
    return Document(PDF, tuple(blocks), notes=notes)


def _pages(pdf: Any) -> tuple[list[Block], tuple[str, ...]]:
    blocks: list[Block] = []
    scans = []
    tables = 0
    for number, page in enumerate(pdf.pages[:MOST_PAGES], 1):
        if not page.chars:
            scans.append(str(number))
        for block in _page(page, number, tables):
            tables += not isinstance(block, Paragraph)
            blocks.append(block)
        page.close()
    notes = []
    if scans and blocks:
        notes.append(f"pages without text (scans) were not read: {', '.join(scans)}")
    if len(pdf.pages) > MOST_PAGES:
        notes.append(f"only the first {MOST_PAGES} of {len(pdf.pages)} pages were read")
    return blocks, tuple(notes)


def _page(page: Any, number: int, tables_before: int) -> Iterator[Block]:
    chars: list[Char] = page.chars
    found = pdf_tables.find(page)
    edges = [(t.box[1], t.box[3]) for t in found]
    top = 0.0
    for count, table in enumerate(found, 1):
        yield from _paragraphs(_between(chars, top, table.box[1], edges), number)
        yield pdf_tables.read(table, _between(chars, *table.box[1::2]), number, tables_before + count)
        top = table.box[3]
    yield from _paragraphs(_between(chars, top, float("inf"), edges), number)


def _between(
    chars: Sequence[Char], top: float, bottom: float, tables: Sequence[tuple[float, float]] = ()
) -> list[Char]:
    """The characters whose middle lies between two heights, and in none of the tables."""
    kept = []
    for char in chars:
        y = (char["top"] + char["bottom"]) / 2
        if top <= y < bottom and not any(a <= y < b for a, b in tables):
            kept.append(char)
    return kept


def _paragraphs(chars: Sequence[Char], page: int) -> Iterator[Paragraph]:
    """Lines put together where one runs on into the next."""
    printed = [line for line in lines(chars) if not _PAGE_NUMBER.fullmatch(line_text(line) or "-")]
    if not printed:
        return
    left = min(line[0]["x0"] for line in printed)
    right = max(line[-1]["x1"] for line in printed)
    text, box = "", None
    ended = True
    for line in printed:
        size = line[0]["size"]
        if text and (ended or line[0]["x0"] - left > _MARGIN * size):
            yield Paragraph(text, {"page": page, "box": box or []})
            text, box = "", None
        text += line_text(line)
        box = _joined(box, line)
        ended = right - line[-1]["x1"] > _MARGIN * size
    yield Paragraph(text, {"page": page, "box": box or []})


def _joined(box: list[float] | None, line: Sequence[Char]) -> list[float]:
    x0, top = line[0]["x0"], min(c["top"] for c in line)
    x1, bottom = line[-1]["x1"], max(c["bottom"] for c in line)
    if box:
        x0, top, x1, bottom = min(box[0], x0), min(box[1], top), max(box[2], x1), max(box[3], bottom)
    return [round(v, 1) for v in (x0, top, x1, bottom)]
