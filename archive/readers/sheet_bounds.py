"""Cells of an .xls beyond the columns it can have: the library would make room for everything up to them."""

from __future__ import annotations

import struct
from io import BytesIO

import olefile

from archive.errors import UnreadableDocument

_COLUMNS = 256  # of a sheet in this format
_STREAMS = ("Workbook", "Book")
# records that begin with row and column: formula, blank, number, label, boolean, RK, several of them, shared text
_CELLS = frozenset((0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD))
_RECORD = struct.Struct("<HHHH")  # type, length, and of a cell row and column


def check(body: bytes) -> None:
    """Raise UnreadableDocument where a value stands in a column that cannot be."""
    stream = _stream(body)
    at = 0
    while at + _RECORD.size <= len(stream):
        kind, length, row, column = _RECORD.unpack_from(stream, at)
        if kind in _CELLS and length >= 4 and column >= _COLUMNS:
            msg = f"the spreadsheet is damaged: a value stands in row {row + 1}, column {column + 1:,}"
            raise UnreadableDocument(msg)
        at += 4 + length


def _stream(body: bytes) -> bytes:
    """The records of a workbook; nothing where it is another kind of file, or the library has to say what is wrong."""
    if not olefile.isOleFile(body):
        return b""
    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            name = next((name for name in _STREAMS if ole.exists(name)), None)
            return bytes(ole.openstream(name).read()) if name else b""
    except (OSError, ValueError, IndexError, KeyError, TypeError):
        return b""
