"""Heads of pictures that cannot be read one by one, told by the others of their row and by the rows below them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from archive.binding.likeness import LIKE, in_order, left_of, likeness
from archive.labels import normal, row_key, split_number, split_unit, vocabulary
from archive.models import GridCell
from archive.numbers import read_value
from archive.template import TEMPLATES, application_columns, load, review_columns

_ANCHORS = 0.2  # of a head's labels are read well
_CLEAR = 0.15  # of likeness; the heads of another form are that much less like what was read
_BLOCK = 3  # rows below a head; the first of them whose label is read tells what it is the head of

_ROUTES = 2  # heads above those of section four that say whose heads these are
OUTCOMES = 5  # of each of the three routes of section four

Row = Sequence[GridCell]
Told = Sequence[tuple[GridCell, str]]  # cells with what is known of their texts
Official = Callable[[str], bool]


@lru_cache(maxsize=1)
def orders() -> tuple[tuple[str, ...], ...]:
    """The heads of sections three and four as the forms print them from left to right."""
    known = vocabulary()
    applicants = {key: word for word, key in reversed(known.applicants.items())}
    outcomes = {key: word for word, key in reversed(known.outcomes.items())}
    return (
        tuple(applicants[key] for key in application_columns()),
        tuple(outcomes[key.rpartition(".")[2]] for key in review_columns()),
    )


def core(text: str) -> str:
    """A label without the number it begins with."""
    return split_number(normal(text))[1]


def by_order(row: Told, above: Collection[tuple[int, str]], is_official: Official) -> dict[int, str]:
    """The labels of a head's last row that are none, where it stands in the order of the form.

    A cell that is empty below its label is none of them: a merged cell was dissolved there. Where dirt stands in
    another one of these, all of them are told: the row is then a head of its own.
    """
    for order in orders():
        last = row[-len(order) :]
        odd = [(cell, word) for (cell, text), word in zip(last, order, strict=False) if core(text) != word]
        if len(last) == len(order) and odd and _is_head(last, order, len(odd), above):
            if any(is_official(c.text) or read_value(c.text).state == "number" for c, _ in odd):
                return {}
            is_dirty = any(cell.text and (cell.column, word) in above for cell, word in odd)
            own = (pair for pair in odd if is_dirty or pair[0].text or (pair[0].column, pair[1]) not in above)
            return {id(cell): word for cell, word in own}
    return {}


def _is_head(last: Told, order: Sequence[str], odd: int, above: Collection[tuple[int, str]]) -> bool:
    """Whether labels are the heads of an order: some are read well, and what is left of the others is like them.

    Below the routes of section four, of which two are read, little needs to be left.
    """
    texts = [text for _, text in last]
    routes = {text for _, text in above} & vocabulary().routes.keys()
    if len(order) == len(orders()[1]) and len(routes) >= _ROUTES:
        return left_of(texts, order, order)
    return len(order) - odd >= _ANCHORS * len(order) and in_order(texts, order, order)


def of_routes(rows: Sequence[Row], shown: Callable[[GridCell], str], is_official: Official) -> dict[int, str]:
    """The heads above the outcomes of section four that cannot be read, where these stand in their order."""
    end = next((r for r, row in enumerate(rows) if _are_outcomes(row, shown)), 0)
    words = tuple(vocabulary().routes)
    made: dict[int, str] = {}
    for cell in (cell for row in rows[:end] for cell in row if "confidence" in cell.place):
        text = shown(cell)
        like = sorted(((likeness(text, word), word) for word in words), reverse=True)
        if not is_official(text) and read_value(text).state == "text" and LIKE <= like[0][0] > like[1][0]:
            made[id(cell)] = like[0][1]
    return made


def _are_outcomes(row: Row, shown: Callable[[GridCell], str]) -> bool:
    """Whether the last heads of a row are the outcomes of lawsuits after reconsideration, the last of section four."""
    last = orders()[1][-OUTCOMES:]
    return tuple(core(shown(cell)) for cell in row[-OUTCOMES:]) == last and len(row) > OUTCOMES


def of_blocks(rows: Sequence[Row], shown: Callable[[GridCell], str], is_official: Official) -> dict[int, str]:
    """The heads of section two that cannot be read, told by the rows below them and by what is left of them."""
    made: dict[int, str] = {}
    for r, row in enumerate(rows):
        texts = [shown(cell) for cell in row]
        if len(row) < 2 or any(cell.row != r or "confidence" not in cell.place for cell in row):
            continue
        if any(row_key(text) or read_value(text).state != "text" for text in texts):
            continue
        words = _words_above(_key_below(rows[r + 1 : r + 1 + _BLOCK], shown), texts[1:])
        made |= {
            id(cell): word
            for cell, text, word in zip(row[1:], texts[1:], words, strict=False)
            if not is_official(text) and split_unit(core(text))[0] != word
        }
    return made


def _key_below(rows: Sequence[Row], shown: Callable[[GridCell], str]) -> str:
    """The row of the first label below that names one of section two."""
    keys = (row_key(shown(row[0])) for row in rows if len(row) > 1)
    return next((key for key in keys if key and key.startswith("disclosure.")), "")


def _words_above(key: str, texts: Sequence[str]) -> Sequence[str]:
    """The heads that one form has above a row, where these texts are like them and like those of no other form."""
    found = sorted(((_like(texts, words), words) for words in _heads(key, len(texts))), reverse=True)
    if not found or found[0][0] < LIKE or (len(found) > 1 and found[0][0] - found[1][0] < _CLEAR):
        return ()
    return found[0][1]


def _like(texts: Sequence[str], words: Sequence[str]) -> float:
    return sum(likeness(text, word) for text, word in zip(texts, words, strict=True)) / len(words)


def _heads(key: str, count: int) -> Iterator[tuple[str, ...]]:
    """What the forms print above a row of section two that has so many columns."""
    for name in TEMPLATES:
        for block in load(name).blocks:
            if key in block.rows and len(block.columns) == count:
                yield tuple(_word(column, name) for column in block.columns)


@lru_cache(maxsize=64)
def _word(column: str, form: str) -> str:
    """How a form prints the head of a column of section two."""
    words = [word for word, keys in vocabulary().heads.items() if keys == (column,)]
    own = [word for word in words if word in load(form).fingerprint]
    return (own or words)[0]
