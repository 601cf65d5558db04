"""Plain text and Markdown: tables as tab-separated rows, as one cell a line, or between pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.charset import decode
from archive.grid import ordered
from archive.models import Block, Document, Paragraph
from archive.numbers import read_value

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,2}、")
_PAGE_NUMBER = re.compile(r"\s*[-—–－]\s*\d{1,3}\s*[-—–－]\s*$")
_MARKS = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)|\*\*|__")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]\s*")

Row = tuple[list[str], int]  # its cells, and its line from 1


def read(body: bytes) -> Document:
    """The paragraphs and tables of a text."""
    return Document("text/plain", tuple(blocks(decode(body))))


def blocks(text: str) -> Iterator[Block]:
    """Paragraphs and tables in reading order; blank lines inside a table do not end it."""
    rows: list[Row] = []
    number = 0
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        row, used = _row(lines, at)
        if row:
            rows.append((row, at + 1))
        elif row is None and lines[at].strip():
            if rows:
                number += 1
                yield ordered(rows, {"table": number})
                rows = []
            yield Paragraph(_plain(lines[at]), {"line": at + 1})
        at += used
    if rows:
        yield ordered(rows, {"table": number + 1})


def _plain(line: str) -> str:
    return _BOOKMARK.sub("", _MARKS.sub("", line)).strip()


def _row(lines: list[str], at: int) -> tuple[list[str] | None, int]:
    """The cells of the table row that starts at line `at`, and how many lines it takes.

    None when it is no row; no cells when it only draws a table.
    """
    line = lines[at]
    if line.count("|") >= 2 or line.lstrip().startswith("|"):
        return ([] if _RULE.match(line) else _piped(line)), 1
    if line.startswith("\t") and "\t" not in line[1:]:
        return _one_cell_a_line(lines, at)
    if "\t" in line.strip("\n"):
        return [_plain(cell) for cell in line.split("\t")], 1
    return None, 1


def _piped(line: str) -> list[str]:
    return [_plain(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _one_cell_a_line(lines: list[str], at: int) -> tuple[list[str], int]:
    """Word's own text export: a tab opens a cell, a blank line ends the row, other lines go on the cell."""
    cells: list[str] = []
    used = 0
    for line in lines[at:]:
        if line.startswith("\t") and "\t" not in line[1:]:
            cells.append(_plain(line))
        elif not line.strip() or line.startswith("\t"):
            break
        elif not _PAGE_NUMBER.match(line):
            joined = _joined(cells[-1], line.strip())
            if joined is None:
                break
            cells[-1] = joined
        used += 1
    return cells, used


def _joined(cell: str, line: str) -> str | None:
    """A cell with the line below it; None where the line belongs to the text behind the table.

    Two runs of digits are kept apart: nobody can tell a broken number from a page number.
    """
    if _HEADING.match(line) or not cell:
        return None
    if read_value(cell).state == "text" or line.startswith(("（", "(")):
        return cell + line
    return f"{cell}\n{line}" if line[0].isdigit() else None
