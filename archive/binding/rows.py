"""The cells of one row: which are labels, which are values, and what the label names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from archive.binding.heads import Head
from archive.labels import exact_row, normal, row_key, split_number, vocabulary
from archive.models import GridCell
from archive.numbers import UNTOLD, read_value
from archive.template import application_groups, application_rows, disclosure_columns

_OF_VALUES = ("number", "not_applicable", "unreadable")  # states of what stands in a column of values

ANYWHERE = ("misc", "total")  # 其他 and 合计


def is_blank(row: Sequence[GridCell]) -> bool:
    """Whether nothing is printed in any cell."""
    for cell in row:  # noqa: SIM110  asked of every row several times; a generator takes twice as long
        if normal(cell.text):
            return False
    return True


def is_value(cell: GridCell) -> bool:
    """Whether a cell holds what stands in a column of values."""
    return read_value(cell.text).state in _OF_VALUES


def has_nothing_of_its_own(r: int, row: Sequence[GridCell]) -> bool:
    """Nothing beside the lower parts of cells above, or one empty cell that only keeps rows apart."""
    own = [c for c in row if c.row == r]
    return (len(own) < len(row) or len(own) <= 1) and is_blank(own)


def split(r: int, row: Sequence[GridCell], head: Head | None) -> tuple[list[GridCell], Sequence[GridCell]] | None:
    """The labels before the first value, and the cells behind them; None when the row has no label of its own.

    A group label that spans several rows is none of its own: the cell beside it should be, and when that is
    empty the row cannot be told.
    """
    first = _first_below(row, head)
    first = _first_value(row) if first is None else first
    at = [i for i, cell in enumerate(row[:first]) if _is_label(cell.text)]
    if not at:
        return None
    own = row[at[-1]]
    behind = row[at[-1] + 1 :]
    if own.row != r or (own.height > 1 and _is_above(own, behind)):
        return None
    return [row[i] for i in at], _without_stubs(behind, head)


def _is_above(label: GridCell, behind: Sequence[GridCell]) -> bool:
    """Whether a label spans more rows than a cell behind it; the empty ones count only where all are."""
    return any(c.height < label.height for c in [c for c in behind if normal(c.text)] or behind)


def _first_below(row: Sequence[GridCell], head: Head | None) -> int | None:
    """Where the cells below the heads begin, if the first is a word that stands there in place of a value.

    So it is where a label of the form ends left of the heads, and no other label begins behind it.
    """
    if head is None or not head.aligned:
        return None
    start = head.columns[0].start
    first = sum([cell.column + cell.width <= start for cell in row])
    word = next((cell for cell in row[first:] if normal(cell.text)), None)
    if word is None or is_value(word):
        return None  # as with nearly all rows
    labels = [cell for cell in row[:first] if normal(cell.text)]
    if not labels or any(is_label_start(cell.text) for cell in row[first:]):
        return None
    if any(cell.column >= head.columns[-1].end and normal(cell.text) for cell in row):
        return None  # a label too many moved the values along
    known = application_rows() if head.kind == "applications" else disclosure_columns()
    under = [c for c in head.columns if word.column < c.end and c.start < word.column + word.width]
    return first if key_of(labels, "") in known and len(under) == 1 and _is_label(labels[-1].text) else None


def _first_value(row: Sequence[GridCell]) -> int:
    """Where the values begin; what stands left of a label and spans more rows is no value, however it is read.

    Nor is what cannot be read at all between two labels.
    """
    first = next((i for i, cell in enumerate(row) if _is_label(cell.text)), 0)
    end = _end_of_labels(row, first)
    if first == 0 and end and normal(row[0].text):
        return end  # as nearly always
    own = next((cell for cell in reversed(row[first:end]) if normal(cell.text)), None)
    before = [cell for cell in row[:first] if normal(cell.text) and not _may_be_garbled(cell)]
    return end if own and all(cell.height > own.height for cell in before) else 0


def _end_of_labels(row: Sequence[GridCell], first: int) -> int:
    for i, cell in enumerate(row[first:], first):
        if normal(cell.text) and not _is_label(cell.text):
            told = (c.text for c in row[i:] if normal(c.text) and not _may_be_garbled(c))
            if not _may_be_garbled(cell) or not is_label_start(next(told, "")):
                return i
    return len(row)


def _may_be_garbled(cell: GridCell) -> bool:
    """Whether a cell may be dirt, or is the torn label of a group: a text of a picture in doubt, and no value."""
    return _may_be_dirt(cell) or ("readings" in cell.place and read_value(cell.text).state == "text")


def _may_be_dirt(cell: GridCell) -> bool:
    """Whether what stands in a cell cannot be read, or is a dash of a picture in doubt."""
    return normal(cell.text) == UNTOLD or (cell.text == "-" and "readings" in cell.place)


@lru_cache(maxsize=8192)
def _is_label(text: str) -> bool:
    """Text without digits, or numbered as labels are; "5500余" is a value that is no number."""
    label = normal(text)
    if not label or read_value(text).state in _OF_VALUES:
        return False
    return bool(split_number(label)[0]) or not any(ch.isdigit() for ch in label) or row_key(label) is not None


def _without_stubs(values: Sequence[GridCell], head: Head | None) -> Sequence[GridCell]:
    """The values without stub cells left of the first head that are empty, and dirt of a picture on both sides."""
    if head is not None and head.aligned:
        first, end = head.columns[0].start, head.columns[-1].end
        while values and values[0].column + values[0].width <= first and _is_stub(values[0]):
            values = values[1:]
        while values and values[-1].column >= end and _is_dirt(values[-1]):
            values = values[:-1]
    return values


def _is_stub(cell: GridCell) -> bool:
    return not normal(cell.text) or _is_dirt(cell)


def _is_dirt(cell: GridCell) -> bool:
    """Whether a picture shows something in a cell that cannot be read, or a dash in doubt."""
    return "confidence" in cell.place and _may_be_dirt(cell)


def exact_key(label: str) -> str | None:
    """The key of the row with exactly this label, its number left aside."""
    return exact_row(label)


def key_of(labels: Sequence[GridCell], before: str) -> str | None:
    """The key of the row these labels name.

    The last one counts; it may be the end of a label that began in the cell beside it, or `before` in
    the row above. Words that may stand in every group name no row of another group.
    """
    return _key_of(tuple([cell.text for cell in labels]), before)


@lru_cache(maxsize=4096)
def _key_of(labels: tuple[str, ...], before: str) -> str | None:
    own = labels[-1]
    candidates = [own, before + own if before else "", *_joined(labels)]
    key = next(filter(None, map(exact_key, filter(None, candidates))), None) or row_key(own)
    number = split_number(normal(own))[0]
    if key is None or key.rpartition(".")[2] not in ANYWHERE or (number and not number.isdigit()):
        return key
    groups = [group for label in labels[:-1] if (group := row_key(label)) in application_groups()]
    return key if not groups or key.startswith(f"{groups[-1]}.") else None


def _joined(labels: Sequence[str]) -> list[str]:
    return ["".join(labels[i:]) for i in range(len(labels) - 2, -1, -1)]


def is_label_start(text: str) -> bool:
    """Whether a known label begins like this."""
    start = split_number(normal(text))[1]
    return bool(start) and any(word.startswith(start) for word in vocabulary().rows)


def may_go_on(text: str) -> bool:
    """Whether a longer label begins with all of this one.

    >>> may_go_on("8.属于行政查询"), may_go_on("8.属于行政查询事项")
    (True, False)
    """
    start = split_number(normal(text))[1]
    return bool(start) and any(word.startswith(start) and word != start for word in vocabulary().rows)


def is_number(text: str) -> bool:
    """Whether a text is only the number that labels begin with, as a page break leaves it behind.

    >>> is_number("（一）"), is_number("（一）予以公开"), is_number("12")
    (True, False, False)
    """
    label = normal(text)
    return bool(label) and split_number(f"{label}x")[1] == "x"
