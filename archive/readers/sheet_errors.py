"""Cells of an .xlsx that show an error such as #DIV/0!: the spreadsheet library gives them as blank."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

MOST_BYTES = 100_000_000  # of one part, unpacked
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MARK = re.compile(rb"""\bt=["']e["']""")

Shown = dict[tuple[int, int], str]


def shown_errors(body: bytes) -> dict[str, Shown]:
    """Of each sheet by name, the error texts by row and column from 0.

    Empty for what is no .xlsx: an .xls does not tell its errors through the library that reads it.
    """
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return {name: found for name, part in _sheets(archive).items() if (found := _errors(archive, part))}
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, OSError, RuntimeError, ValueError):
        return {}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet."""
    links = _tree(archive, "xl/_rels/workbook.xml.rels")
    parts = {link.get("Id"): posixpath.join("xl", link.get("Target", "")).removeprefix("/") for link in links}
    sheets = _tree(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    return {sheet.get("name", ""): parts[sheet.get(_RELATION)] for sheet in sheets}


def _errors(archive: zipfile.ZipFile, part: str) -> Shown:
    text = _bytes(archive, part)
    if not _MARK.search(text):
        return {}
    found: Shown = {}
    for _, cell in etree.iterparse(BytesIO(text), tag=f"{_MAIN}c", resolve_entities=False, no_network=True):
        address = _ADDRESS.fullmatch(cell.get("r", ""))
        if cell.get("t") == "e" and address:
            found[int(address[2]) - 1, _column(address[1])] = cell.findtext(f"{_MAIN}v") or "#ERROR!"
        cell.clear()
    return found


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _tree(archive: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(_bytes(archive, part), parser)


def _bytes(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(MOST_BYTES)
