"""Plain text and Markdown: tables as tab-separated rows, as one cell a line, or between pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby

from archive.charset import decode
from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS, ordered
from archive.models import Block, Document, Paragraph, Place, Table
from archive.numbers import read_value
from archive.readers.again import again

MOST_BYTES = 5_000_000  # the longest reports are a tenth of it
_FEW_ROWS = 3
MOST_PARTS = 200_000  # lines and cells
_END = re.compile(r"\r\n?|\n|(?:\A|(?<=[\r\n]))\f")  # a form feed that starts a line is a blank line
_RULE = re.compile(r":?-+:?")
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,2}、")
_PAGE_NUMBER = re.compile(r"\s*[-—–－]\s*\d{1,3}\s*[-—–－]\s*$")
_OPENING = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)")
_EMPHASIS = re.compile(r"(?:\*\*|__)+")
_BOOKMARK = re.compile(r"\[bookmark:[^\[\]]*\]\s*")
_FIGURE_ENDS = re.compile(r"[\d.,．，]+")
_FIGURES = ("number", "unreadable")

Row = tuple[list[str], Sequence[int]]  # its cells, and the line of each from 1


def read(body: bytes) -> Document:
    """The paragraphs and tables of a text."""
    if len(body) > MOST_BYTES:
        msg = f"the text is longer than {MOST_BYTES // 1_000_000} MB: no report"
        raise UnreadableDocument(msg)
    text = decode(body)
    if sum(map(text.count, "\n\r\t|\f\v\x1c\x1d\x1e\x85\u2028\u2029")) > MOST_PARTS:
        msg = f"the text has more than {MOST_PARTS:,} lines and cells: no report"
        raise UnreadableDocument(msg)
    return Document("text/plain", tuple(blocks(text)), second=again("text_second", text))


def blocks(text: str) -> Iterator[Block]:
    """Paragraphs and tables in reading order; blank lines inside a table do not end it.

    What else breaks a line, as Word's own break within a cell does, is white space of the cell.
    """
    rows: list[Row] = []
    numbers = count(1)
    lines = _END.split(text)
    at = 0
    while at < len(lines):
        row, used, own = _row(lines, at)
        if row and len(row) > MOST_COLUMNS:
            msg = f"a row of the text has more than {MOST_COLUMNS} cells: no report"
            raise UnreadableDocument(msg)
        if row:
            rows.append((row, [at + 1 + line for line in own] if own else [at + 1] * len(row)))
        elif row is None and lines[at].strip():
            yield from (_table(part, next(numbers), lines) for part in _parted(rows))
            rows = []
            yield from (Paragraph(_plain(part), {"line": at + 1}) for part in lines[at].splitlines() if part.strip())
        at += used
    yield from (_table(part, next(numbers), lines) for part in _parted(rows))


def _parted(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows of each table: sections printed as one table are several where each has a number of cells of its own."""
    parts = [list(group) for _, group in groupby(rows, key=lambda row: len(row[0]))]
    yield from parts if all(len(part) >= _FEW_ROWS for part in parts) else [rows]


def _table(rows: Sequence[Row], number: int, lines: Sequence[str]) -> Table:
    """The rows as a table, without the empty cells that every row of it begins or ends with: its frame.

    In Markdown empty cells at the end of all rows are none: they fill the rows up to one that has a cell too many.
    """
    left = min(_empty(cells) for cells, _ in rows)
    right = min(_empty(cells[::-1]) for cells, _ in rows)
    is_filled = right > 0 and any("|" in lines[own[0] - 1] for _, own in rows)
    if len(rows) < _FEW_ROWS or is_filled:
        left = right = 0
    place: Place = {"table": number}
    table = ordered([(cells[left : len(cells) - right], place) for cells, _ in rows], place, left)
    for row, (_, own) in zip(table.rows, rows, strict=True):
        for cell in row:
            cell.place["line"] = own[left + cell.column]
    return replace(table, aligned=False) if is_filled else table


def _empty(cells: Sequence[str]) -> int:
    """How many cells there are before the first with a text."""
    return next((i for i, cell in enumerate(cells) if cell), len(cells))


def _plain(line: str) -> str:
    return _EMPHASIS.sub(_without, _OPENING.sub("", _BOOKMARK.sub("", line))).strip()


def _cell(text: str) -> str:
    """The text of a cell; `# 5` and `> 5` are no heading and no quotation there."""
    plain = _plain(text)
    return text.strip() if _OPENING.match(text) and read_value(plain).state in _FIGURES else plain


def _without(mark: re.Match[str]) -> str:
    """Emphasis is no part of the text, but what stands between two digits keeps them apart."""
    text, start, end = mark.string, mark.start(), mark.end()
    between = text[max(start - 1, 0) : start].isdigit() and text[end : end + 1].isdigit()
    return mark.group() if between else ""


def _row(lines: Sequence[str], at: int) -> tuple[list[str] | None, int, Sequence[int]]:
    """The cells of the table row that starts at line `at`, how many lines it takes, and in which of these each begins.

    None when it is no row; no cells when it only draws a table. Cells of one line are told without their lines.
    """
    line = lines[at]
    if line.count("|") >= 2 or line.lstrip().startswith("|"):
        cells = _piped(line)
        return ([], 1, ()) if _draws(line) else _with_figures(cells, lines, at + 1)
    if _is_one_cell(line) and not _is_framed(lines, at):
        return _one_cell_a_line(lines, at)
    if "\t" in line:
        return _with_figures([_cell(cell) for cell in line.split("\t")], lines, at + 1)
    return None, 1, ()


def _is_one_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _is_framed(lines: Sequence[str], at: int) -> bool:
    """Whether a row of one cell stands beside rows of several, all behind the tab of an empty cell."""
    near = (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
    return any(line.startswith("\t") and not _is_one_cell(line) for line in near)


def _draws(line: str) -> bool:
    return all(_RULE.fullmatch(cell.strip()) for cell in _pieces(line))


def _piped(line: str) -> list[str]:
    return [_cell(cell) for cell in _pieces(line)]


def _pieces(line: str) -> list[str]:
    return line.strip().removeprefix("|").removesuffix("|").split("|")


def _with_figures(cells: list[str], lines: Sequence[str], at: int) -> tuple[list[str], int, Sequence[int]]:
    """A row with the lone figures right below it, from line `at`, and how many lines both take.

    A line broken inside the last cell looks like this, and a page number does: its figure is not to be trusted.
    """
    lone: list[str] = []
    if read_value(cells[-1]).state in _FIGURES:
        while at + len(lone) < len(lines) and _is_figure(lines[at + len(lone)]):
            lone.append(_plain(lines[at + len(lone)]))
    return [*cells[:-1], " | ".join([cells[-1], *lone])], 1 + len(lone), ()


def _is_figure(line: str) -> bool:
    if "\t" in line or "|" in line or not line.strip():
        return False
    plain = _plain(line)
    return bool(_FIGURE_ENDS.fullmatch(plain)) or read_value(plain).state in _FIGURES


def _one_cell_a_line(lines: Sequence[str], at: int) -> tuple[list[str], int, Sequence[int]]:
    """Word's own text export: a tab opens a cell, a blank line ends the row, other lines go on the cell."""
    cells: list[list[str]] = []
    begins: list[int] = []
    start = at
    while at < len(lines):
        line = lines[at]
        if _is_one_cell(line):
            cells.append([_cell(line)])
            begins.append(at - start)
        elif not line.strip() or line.startswith("\t"):
            break
        elif not _PAGE_NUMBER.match(line):
            joint = _joint(cells[-1], line.strip())
            if joint is None:
                break
            cells[-1] += (joint, line.strip())
        at += 1
    return ["".join(pieces) for pieces in cells], at - start, begins


def _joint(pieces: Sequence[str], line: str) -> str | None:
    """What stands between a cell and the line below it; None where the line belongs to the text behind the table.

    Two runs of digits are kept apart: nobody can tell a broken number from a page number.
    """
    cell = "".join(piece[:100] for piece in pieces[:20])  # enough to know what the cell holds
    if _HEADING.match(line) or not cell:
        return None
    if read_value(cell).state == "text" or line.startswith(("（", "(")):
        return ""
    return "\n" if line[0].isdigit() else None
