"""Workbooks (.xlsx) from their parts: every cell as the sheet shows it, not as the file holds it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS, MOST_ROWS
from archive.numbers import UNTOLD
from archive.readers.office_package import Package, part_name
from archive.readers.sheet_addresses import place_of, range_of
from archive.readers.sheet_colours import Colours
from archive.readers.sheet_conditions import Conditions, is_figure
from archive.readers.sheet_format import shown_number, shown_text
from archive.readers.sheet_over import Sizes, cover
from archive.readers.sheet_page import MOST_SHEETS, Page
from archive.readers.sheet_styles import Change, Style, read_changes, read_styles
from archive.readers.sheet_texts import Text, read_text, unescaped

WORKBOOK = "xl/workbook.xml"
MOST_BYTES = 50_000_000  # of all parts read, unpacked; a report's have some ten thousand
MOST_TAGS = 2_000_000
_HOLDS_VALUES = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_ON = ("1", "true", "on")


def pages(package: Package) -> tuple[list[Page], list[str]]:
    """The visible sheets of a workbook, and notes on what was left out."""
    return _Workbook(package).pages()


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = package.tree(WORKBOOK)
        self._parts = self._related()
        self._styles = [Style()]
        self._texts: list[Text] = []
        self._changes: list[Change] = []
        styles = self._tree("styles")
        self._colours = Colours(self._tree("theme"), styles)
        if styles is not None:
            self._styles = read_styles(styles, self._colours) or self._styles
            self._changes = read_changes(styles, self._colours)
        texts = self._tree("sharedStrings")
        if texts is not None:
            self._texts = [read_text(element, self._colours) for element in texts.iterfind("{*}si")]
        settings = self._root.find("{*}workbookPr")
        self._since_1904 = settings is not None and settings.get("date1904") in _ON
        computing = self._root.find("{*}calcPr")
        self._recomputed = computing is not None and computing.get("fullCalcOnLoad") in _ON

    def pages(self) -> tuple[list[Page], list[str]]:
        made: list[Page] = []
        notes: list[str] = []
        sheets = self._root.findall("{*}sheets/{*}sheet")
        if not sheets:
            msg = "the spreadsheet is damaged: it has no sheets"
            raise UnreadableDocument(msg)
        if len(sheets) > MOST_SHEETS:
            notes.append(f"the workbook has {len(sheets):,} sheets; only the first {MOST_SHEETS} were read")
        for sheet in sheets[:MOST_SHEETS]:
            name = sheet.get("name", "")
            kind, part = self._parts.get(_relation(sheet), ("", ""))
            if sheet.get("state", "visible") != "visible":
                if kind == "worksheet" and _HOLDS_VALUES.search(self._package.part(part)):
                    notes.append(f"the hidden sheet {name} has values, which were not read")
            elif kind == "worksheet":
                made.append(self._page(name, part))
            elif not kind:
                raise UnreadableDocument(f"the spreadsheet is damaged: the sheet {name} is missing")
        return made, notes

    def _tree(self, wanted: str) -> Any:
        """The root of the workbook's part of a kind, None where there is none."""
        found = [part for kind, part in self._parts.values() if kind == wanted and self._package.has(part)]
        return self._package.tree(found[-1]) if found else None

    def _related(self) -> dict[str, tuple[str, str]]:
        """Kind and name of each part of the workbook by its id."""
        links = self._package.tree("xl/_rels/workbook.xml.rels")
        return {
            link.get("Id", ""): (link.get("Type", "").rpartition("/")[2], part_name("xl", link.get("Target", "")))
            for link in links
        }

    def _page(self, name: str, part: str) -> Page:
        page = Page(name)
        conditions, sizes = Conditions(self._changes, self._colours), Sizes()
        hides_zeros = False
        line = -1
        for element in self._elements(part):
            kind = _name(element)
            if kind == "row":
                line = _line(element, line)
                hidden = _is_hidden(element, "ht")
                sizes.row(line, element.get("ht"), hidden=hidden)
                if hidden:
                    page.hidden_rows.add(line)
                self._row(page, conditions, element, line, hides_zeros=hides_zeros)
                _forget(element)
            elif kind == "col":
                first, last = _count(element.get("min")), min(_count(element.get("max")), MOST_COLUMNS)
                hidden = _is_hidden(element, "width")
                sizes.column(first - 1, last - 1, element.get("width"), hidden=hidden)
                if hidden:
                    page.hidden_columns.update(range(first - 1, last))
            elif kind == "sheetFormatPr":
                sizes.usual(element)
            elif kind == "mergeCell":
                page.merges.append(range_of(element.get("ref", "")))
            elif kind == "sheetView":
                hides_zeros = element.get("showZeros") in ("0", "false")
            elif kind == "conditionalFormatting":
                conditions.add(element)
        conditions.settle(page)
        cover(page, self._package, part, sizes)
        return page

    def _elements(self, part: str) -> Iterator[Any]:
        tags = [
            f"{{*}}{name}"
            for name in ("row", "col", "mergeCell", "sheetView", "sheetFormatPr", "conditionalFormatting")
        ]
        parts = etree.iterparse(
            BytesIO(self._package.part(part)),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in parts:
                yield element
            if parts.root.getroottree().docinfo.internalDTD is not None:
                raise UnreadableDocument(f"the spreadsheet is damaged: {part} defines a document type")
        except etree.XMLSyntaxError:
            raise UnreadableDocument(f"the spreadsheet is damaged: {part} is no XML") from None

    def _row(self, page: Page, conditions: Conditions, row: Any, line: int, *, hides_zeros: bool) -> None:
        column = -1
        texts = page.texts.setdefault(line, {})
        for cell in row:
            if _name(cell) != "c":
                continue
            stated = cell.get("r")
            y, column = place_of(stated) if stated else (line, column + 1)
            if y != line or column in texts:
                raise UnreadableDocument(f"the spreadsheet is damaged: the cell {stated} stands in a wrong place")
            number = _count(cell.get("s"))
            style = self._styles[number if number < len(self._styles) else 0]
            text = self._cell(cell, style, hides_zeros=hides_zeros)
            if line >= MOST_ROWS or column >= MOST_COLUMNS:
                text = text and "…"  # far outside, that there is something is enough to know
            elif is_figure(text):
                conditions.figure(line, column, style)
            if text:
                texts[column] = text

    def _cell(self, cell: Any, style: Style, *, hides_zeros: bool) -> str:
        """The text that a cell shows; `UNTOLD` for a figure that nobody sees."""
        parts = {_name(child): child for child in cell}
        value = (parts["v"].text or "") if "v" in parts else ""
        kind = cell.get("t", "n")
        if kind in ("s", "inlineStr"):
            text = Text("", "")
            if kind == "s":
                text = self._text(value)
            elif "is" in parts:
                text = read_text(parts["is"], self._colours)
            seen = shown_text(text.in_struck_cell if style.struck else text.whole, style.code).strip()
            return UNTOLD if is_figure(seen) and text.is_unseen(style) else seen
        if style.struck:
            return ""
        if "f" in parts and self._is_uncomputed(kind, value):
            return f"?={parts['f'].text or ''}"
        seen = self._value(kind, value, style, hides_zeros=hides_zeros)
        return UNTOLD if is_figure(seen) and style.is_unseen() else seen

    def _is_uncomputed(self, kind: str, value: str) -> bool:
        """Whether a formula is without its result, which the sheet shows as soon as it is opened.

        Some programs leave computing to Excel; what they write meanwhile is nothing or 0.
        """
        return kind != "str" and (not value.strip() or (self._recomputed and kind == "n" and _number(value) == 0))

    def _value(self, kind: str, value: str, style: Style, *, hides_zeros: bool) -> str:
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "e":
            return value or "#ERROR!"
        if kind != "n":
            return shown_text(unescaped(value), style.code).strip()
        if not value.strip():
            return ""
        number = _number(value)
        if number is None:
            return f"?{value}"
        if hides_zeros and not number:
            return ""
        return shown_number(number, style.code, since_1904=self._since_1904)

    def _text(self, index: str) -> Text:
        if not index:
            return Text("", "")
        if not index.isdecimal() or len(index) > 9 or int(index) >= len(self._texts):
            msg = "the spreadsheet is damaged: a cell names a text that is missing"
            raise UnreadableDocument(msg)
        return self._texts[int(index)]


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _relation(sheet: Any) -> str:
    """The id of a sheet's part; two namespaces are in use for it."""
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _forget(element: Any) -> None:
    """Free a row that is read, and those before it: a sheet may have a million."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _is_hidden(element: Any, size: str) -> bool:
    """Whether a row or column is hidden, or drawn so small that nothing is seen of it."""
    return element.get("hidden") in _ON or _number(element.get(size, "1")) == 0


def _line(row: Any, before: int) -> int:
    stated = row.get("r")
    if stated is None:
        return before + 1
    if not _count(stated):
        raise UnreadableDocument(f"the spreadsheet is damaged: there is no row {stated[:20]}")
    return _count(stated) - 1


def _count(stated: str | None) -> int:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 9 else 0


def _number(stated: str) -> float | None:
    try:
        number = float(stated)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
