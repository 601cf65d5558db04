"""The rows of a list of indicators: which stand under which head, where their labels end and values begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.binding.rows import has_nothing_of_its_own, is_blank, is_value
from archive.binding.statistics_heads import Part, is_head, is_second_head
from archive.grid import MOST_COLUMNS
from archive.indicators import UNIT_WORDS, indicator_keys
from archive.labels import normal
from archive.models import GridCell, Table

Row = Sequence[GridCell]


def list_of(part: Part | None, row: Row) -> Row:
    """The cells of one list where several stand beside one another."""
    if part is None or not part.head.aligned:
        return row
    return [cell for cell in row if part.start <= cell.column < part.end] or row


def blocks(table: Table) -> Iterator[tuple[list[Row], list[tuple[int, Row]]]]:
    """The rows of each head and, with their numbers, the rows below it; the first head may be missing."""
    heads: list[Row] = []
    rows: list[tuple[int, Row]] = []
    for r, row in enumerate(table.rows):
        if has_nothing_of_its_own(r, row) or is_blank(row):
            continue
        goes_on = bool(heads) and not rows
        if is_head(row) or (goes_on and is_second_head([c for c in row if c.row == r])):
            if not goes_on:
                above = [rows.pop()[1]] if rows and is_second_head(rows[-1][1]) else []  # 2013年 over 统计数
                yield heads, rows
                heads, rows = above, []
            heads.append(row)
        else:
            rows.append((r, row))
    yield heads, rows


def count_behind(r: int, row: Row, part: Part | None) -> int:
    """How many cells with something in them stand behind the indicator of a row."""
    labels, behind = split(r, row, part)
    known = labels and indicator_keys(labels[-1].text)
    return sum(bool(normal(cell.text)) for cell in behind) if known else 0


def split(r: int, row: Row, part: Part | None) -> tuple[list[GridCell], Row]:
    """The labels of a row, without those that reach into it from above, and the cells behind them."""
    first = next((i for i, cell in enumerate(row) if _is_label(cell)), None)
    if first is None:
        return [], row
    last = first
    end = part.head.columns[0].start if part and part.head.aligned and part.head.columns else MOST_COLUMNS
    for i in range(first + 1, len(row)):
        if _is_label(row[i]) and row[i].column < end:
            last = i
        elif normal(row[i].text):
            break
    labels = [cell for cell in row[first : last + 1] if cell.row == r and normal(cell.text)]
    return labels, row[last + 1 :]


def _is_label(cell: GridCell) -> bool:
    """Two Chinese characters or more that are neither a unit nor a value."""
    label = normal(cell.text)
    if label in UNIT_WORDS or sum("\u4e00" <= ch <= "\u9fff" for ch in label) < 2:
        return False
    return bool(indicator_keys(label)) or not is_value(cell)
