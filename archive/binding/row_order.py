"""Rows of sections two and three whose labels cannot be read, told by the rows above and below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from archive.binding.likeness import FAINT, likeness
from archive.labels import exact_row, is_chinese, normal, row_key, split_number, vocabulary
from archive.models import GridCell
from archive.numbers import read_value
from archive.template import TEMPLATES, Template, application_columns, application_groups, load

_WORDS = 3  # letters; what stands in the place of a number has fewer
_VALUES = ("number", "unreadable", "blank", "not_applicable")  # what stands beside the label of a row

Row = Sequence[GridCell]
Shown = Callable[[GridCell], str]


def by_order(rows: Sequence[Row], shown: Shown) -> dict[int, str]:
    """The official label of each cell (by its id) that must be that of a row between two others of a form.

    As many unknown rows must stand between the two as the form has there; the captions of section two count as rows.
    Before the first and behind the last row that is known, something of each label must be left, too. `shown` is what
    is known of a cell's text.
    """
    forms = [load(name) for name in TEMPLATES]
    made = _placed(_beside_applicants(rows, shown), shown, [form.application_rows for form in forms])
    return made | _placed(list(_disclosed(rows, shown)), shown, [_disclosure_rows(form) for form in forms])


def _placed(labels: Sequence[GridCell], shown: Shown, orders: Sequence[Sequence[str]]) -> dict[int, str]:
    keys = [row_key(shown(cell)) or _caption(shown(cell)) for cell in labels]
    texts = [shown(cell) for cell in labels]
    found = max((_between(keys, texts, order) for order in orders), key=len)
    may_be = {i: key for i, key in found.items() if key in _words() and _may_be(labels[i], texts[i], key)}
    return {id(labels[i]): _words()[key] for i, key in may_be.items()}


def _may_be(label: GridCell, text: str, key: str) -> bool:
    """Whether a label was not read well, or is like that of a row; one of an office's own is neither."""
    is_word = "readings" not in label.place and len(normal(text)) > 1
    return not is_word or _is_like(text, key)


def _caption(text: str) -> str | None:
    return vocabulary().captions.get(normal(text))


def _beside_applicants(rows: Sequence[Row], shown: Shown) -> list[GridCell]:
    """The labels of rows with the columns of section three."""
    width = len(application_columns())
    wide = [(r, row) for r, row in enumerate(rows) if len(row) > width and not any(map(_is_head, row[-width:]))]
    labels = [(r, next((c for c in reversed(row[:-width]) if shown(c).strip()), None)) for r, row in wide]
    own = [label for r, label in labels if label and label.row == r]
    return [cell for cell in own if read_value(shown(cell)).state in ("text", "unreadable")]


def groups_beside(rows: Sequence[Row], shown: Shown) -> dict[int, str]:
    """The official label of each cell (by its id) over several rows that cannot be read, told by the rows beside it.

    They must be of one group of section three, and half of them known.
    """
    keys = {label.row: row_key(shown(label)) for label in _beside_applicants(rows, shown)}
    tall = {id(c): c for row in rows for c in row[: -len(application_columns())] if c.height > 1}
    made = {}
    for number, cell in tall.items():
        beside = [key for r in range(cell.row, cell.row + cell.height) if (key := keys.get(r))]
        found = {key.rpartition(".")[0] for key in beside}
        group = found.pop() if len(found) == 1 else ""
        if group in application_groups() and 2 * len(beside) >= cell.height and _says_nothing(shown(cell)):
            made[number] = _words()[group]
    return made


def group_in(text: str) -> str | None:
    """The group that a label names with more letters behind it; the row of it that these name, if they are all of one.

    They were read together where nothing parts the two.
    """
    key, label = row_key(text), split_number(normal(text))[1]
    if key is None:
        return _row_in(label)
    word = _words().get(key)
    return word if key in application_groups() and word and label != word else None


def _row_in(label: str) -> str | None:
    """The label of a row that stands behind that of its group."""
    for group in application_groups():
        rest = label.removeprefix(_words()[group])
        row = exact_row(rest) if rest != label else None
        if row and row.startswith(f"{group}."):
            return _words()[row]
    return None


def _says_nothing(text: str) -> bool:
    """Whether a text is not the label of a row or group, or is taken for a value."""
    return row_key(text) is None or read_value(text).state != "text"


def _is_head(cell: GridCell) -> bool:
    """Whether a cell in the columns of values has words in it."""
    return sum(map(is_chinese, cell.text)) >= _WORDS


def _disclosed(rows: Sequence[Row], shown: Shown) -> Iterator[GridCell]:
    """The labels of rows with the columns of section two, and its captions."""
    for r, row in enumerate(rows):
        label, *values = row or (None,)
        if label is None or label.row != r or len(values) >= len(application_columns()):
            continue
        if _caption(shown(label)) or (values and all(read_value(c.text).state in _VALUES for c in values)):
            yield label


def _disclosure_rows(form: Template) -> tuple[str, ...]:
    return tuple(name for block in form.blocks for name in (block.caption, *block.rows))


def _between(keys: Sequence[str | None], texts: Sequence[str], order: Sequence[str]) -> dict[int, str]:
    known = [(i, order.index(key)) for i, key in enumerate(keys) if key in order]
    made: dict[int, str] = {}
    for (i, above), (j, below) in pairwise(known):
        if j - i == below - above:
            made |= _told(keys, range(i + 1, j), order[above + 1 : below])
    if not known:
        return made
    (first, before), (last, behind) = known[0], known[-1]
    ends = (range(first), order[:before]), (range(last + 1, len(keys)), order[behind + 1 :])
    for places, rest in ends:
        if len(places) == len(rest) and all(_is_like(texts[k], key) for k, key in zip(places, rest, strict=True)):
            made |= _told(keys, places, rest)
    return made


def _told(keys: Sequence[str | None], places: Sequence[int], order: Sequence[str]) -> dict[int, str]:
    return {k: key for k, key in zip(places, order, strict=True) if keys[k] is None}


def _is_like(text: str, key: str) -> bool:
    """Whether something is left of the label of a row."""
    return any(likeness(text, word) >= FAINT for word, own in vocabulary().rows.items() if own == key)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """One spelling of each row."""
    return {key: word for word, key in reversed(vocabulary().rows.items())}
