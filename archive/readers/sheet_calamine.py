"""Workbooks whose values a library reads (.xls, .xlsb): raw values.

It tells neither number formats nor fonts, hidden rows, hidden columns or errors: a 15 shown as 15万 is
read as 15, and #DIV/0! as a blank. Hidden sheets it tells, and they are not read.
"""

from __future__ import annotations

from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.grid import MOST_ROWS
from archive.readers import sheet_bounds
from archive.readers.sheet_format import plain_number
from archive.readers.sheet_page import MOST_SHEETS, Page


def pages(body: bytes) -> tuple[list[Page], list[str]]:
    """The visible sheets of a workbook, and notes on what was left out."""
    try:
        return _pages(body)
    except PasswordError:
        msg = "the spreadsheet is encrypted"
        raise EncryptedDocument(msg) from None
    except (CalamineError, WorksheetNotFound, OSError, ValueError) as error:
        msg = f"the spreadsheet is damaged: {error}"
        raise UnreadableDocument(msg) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's own bug; no Exception, and has no name to import
            raise
        msg = "the spreadsheet is damaged: its reader gave up on it"
        raise UnreadableDocument(msg) from error


def _pages(body: bytes) -> tuple[list[Page], list[str]]:
    sheet_bounds.check(body)
    workbook = CalamineWorkbook.from_filelike(BytesIO(body))
    made: list[Page] = []
    notes: list[str] = []
    if not workbook.sheet_names:
        msg = "the spreadsheet is damaged: it has no sheets"
        raise UnreadableDocument(msg)
    if len(workbook.sheet_names) > MOST_SHEETS:
        notes.append(f"the workbook has {len(workbook.sheet_names):,} sheets; only the first {MOST_SHEETS} were read")
    for sheet in workbook.sheets_metadata[:MOST_SHEETS]:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        page = _page(workbook, sheet.name)
        if sheet.visible == SheetVisibleEnum.Visible:
            made.append(page)
        elif page.texts:
            notes.append(f"the hidden sheet {sheet.name} has values, which were not read")
    return made, notes


def _page(workbook: CalamineWorkbook, name: str) -> Page:
    sheet = workbook.get_sheet_by_name(name)
    page = Page(name)
    for y, row in enumerate(sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)):
        texts = {x: text for x, value in enumerate(row) if (text := _text(value))}
        if texts:
            page.texts[y] = texts
    page.merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return page


def _text(value: object) -> str:
    return plain_number(value) if isinstance(value, float) else str(value).strip()
