"""Plain text and Markdown: tables as tab-separated rows, as one cell a line, or between pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.charset import decode
from archive.grid import ordered
from archive.models import Block, Document, Paragraph

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
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
        if row is not None:
            rows.append((row, at + 1))
        elif lines[at].strip():
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
    """The cells of the table row that starts at line `at`, and how many lines it takes."""
    line = lines[at]
    if line.count("|") >= 2 or line.lstrip().startswith("|"):
        return (None if _RULE.match(line) else _piped(line)), 1
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
        if line.startswith("\t"):
            cells.append(_plain(line))
        elif line.strip():
            cells[-1] = f"{cells[-1]}{line.strip()}"
        else:
            break
        used += 1
    return cells, used
