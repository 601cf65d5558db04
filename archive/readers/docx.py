"""Word documents (.docx): paragraphs and tables from the document part itself."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.grid import Span, expand
from archive.media import DOCX
from archive.models import Block, Document, Paragraph

MOST_BYTES = 100_000_000  # of the document part, unpacked
_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_SDT, _CONTENT, _RPR = qn("w:sdt"), qn("w:sdtContent"), qn("w:rPr")
_T = qn("w:t")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset((qn("w:del"), qn("w:moveFrom"), _FALLBACK))
_NOT_SHOWN = (qn("w:vanish"), qn("w:strike"), qn("w:dstrike"))
_RAISED = ("superscript", "subscript")
_VAL = qn("w:val")


def read(body: bytes) -> Document:
    """The body of a Word document in reading order."""
    try:
        root = parse_xml(_document_part(body))
    except XMLSyntaxError:
        msg = "the Word file is damaged: its document part is no XML"
        raise UnreadableDocument(msg) from None
    content = root.find(qn("w:body"))
    if content is None:
        msg = "the Word file has no document body"
        raise UnreadableDocument(msg)
    return Document(DOCX, tuple(_Walk().blocks(content)))


def _document_part(body: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            info = archive.getinfo("word/document.xml")
            if info.flag_bits & 1:
                msg = "the Word file is encrypted"
                raise EncryptedDocument(msg)
            if info.file_size > MOST_BYTES:
                msg = f"the Word file unpacks to {info.file_size:,} bytes, more than a report ever has"
                raise UnreadableDocument(msg)
            with archive.open(info) as part:
                return part.read(MOST_BYTES)
    except KeyError:
        msg = "the Word file has no document part"
        raise UnreadableDocument(msg) from None
    except zlib.error:
        msg = "the Word file is damaged: its document part cannot be unpacked"
        raise UnreadableDocument(msg) from None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        msg = f"the Word file is damaged: {error}"
        raise UnreadableDocument(msg) from error


class _Walk:
    def __init__(self) -> None:
        self.tables = 0
        self.paragraphs = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent.iterchildren():
            if child.tag == _P:
                yield from self._paragraph(child)
            elif child.tag == _TBL:
                yield from self._table(child)
            elif child.tag == _SDT:
                for content in child.iterchildren(_CONTENT):
                    yield from self.blocks(content)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        self.paragraphs += 1
        text = " ".join(_text(element).split())
        if text:
            yield Paragraph(text, {"paragraph": self.paragraphs})

    def _table(self, table: Any) -> Iterator[Block]:
        self.tables += 1
        number = self.tables
        rows = list(_inside(table, _TR))
        nested = [t for row in rows for t in row.iter(_TBL)]
        if nested:  # a table that lays out others: its cells are read one after the other
            for cell in (c for row in rows for c in row.iter(_TC)):
                yield from self.blocks(cell)
            return
        yield expand(_spans(rows), {"table": number})


def _spans(rows: list[Any]) -> list[list[Span]]:
    """Rows of cells with heights: Word marks each further row of a merged cell instead of stating one."""
    stated: list[list[tuple[str, int, int, str | None]]] = []
    for row in rows:
        column = _before(row)
        cells: list[tuple[str, int, int, str | None]] = []
        for cell in _inside(row, _TC):
            width, merge = _properties(cell)
            if cells and _goes_on_aside(cell):
                text, start, before, merge = cells.pop()
                cells.append((text + _cell_text(cell), start, before + width, merge))
            else:
                cells.append((_cell_text(cell), column, width, merge))
            column += width
        stated.append(cells)
    spans = []
    for r, cells in enumerate(stated):
        made = []
        for text, column, width, merge in cells:
            if merge == "continue" and r and _above(stated[r - 1], column):
                continue
            made.append(Span(text, width, _height(stated, r, column) if merge else 1))
        spans.append(made)
    return spans


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those inside content controls too."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag == _SDT:
            for content in child.iterchildren(_CONTENT):
                yield from _inside(content, tag)


def _before(row: Any) -> int:
    """Grid columns a row leaves out at its start."""
    skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return _integer(skipped.get(_VAL)) if skipped is not None else 0


def _properties(cell: Any) -> tuple[int, str | None]:
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, None
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    width = _integer(span.get(_VAL)) if span is not None else 1
    return max(width, 1), (merge.get(_VAL) or "continue") if merge is not None else None


def _goes_on_aside(cell: Any) -> bool:
    """Whether a cell is merged into the one before it, as old programs state it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:hMerge')}")
    return merge is not None and merge.get(_VAL) != "restart"


def _integer(stated: str | None) -> int:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 6 else 0


def _above(cells: list[tuple[str, int, int, str | None]], column: int) -> bool:
    return any(start == column and merge for _, start, _, merge in cells)


def _height(rows: list[list[tuple[str, int, int, str | None]]], r: int, column: int) -> int:
    height = 1
    for cells in rows[r + 1 :]:
        if not any(start == column and merge == "continue" for _, start, _, merge in cells):
            break
        height += 1
    return height


def _cell_text(cell: Any) -> str:
    return "\n".join(_text(paragraph) for paragraph in cell.iter(_P))


def _text(paragraph: Any) -> str:
    """The text of a paragraph as it is shown; a raised digit is a footnote's and stands in brackets."""
    pieces: list[str] = []
    for node in paragraph.iter(_T, *_SIGNS):
        if any(above.tag in _GONE for above in node.iterancestors()):
            continue
        text = _SIGNS.get(node.tag, node.text or "")
        style = node.getparent().find(_RPR)
        if style is not None and any(_is_on(style.find(tag)) for tag in _NOT_SHOWN):
            continue
        behind = any(piece.strip() for piece in pieces)
        pieces.append(f"[{text}]" if behind and text.strip() and _is_raised(style) else text)
    return "".join(pieces)


def _is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(_VAL) not in ("0", "false", "off")


def _is_raised(style: Any) -> bool:
    align = style.find(qn("w:vertAlign")) if style is not None else None
    return align is not None and align.get(_VAL) in _RAISED
