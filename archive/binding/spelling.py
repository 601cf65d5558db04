"""Labels of pictures with a letter or two misread: taken for the one official label they can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.binding import head_order, joined_labels, joined_rows, route_order
from archive.binding.head_order import core, orders
from archive.binding.row_order import by_order, group_in, groups_beside
from archive.indicators import bare_indicator, indicator_keys, indicators
from archive.labels import (
    LONGEST_LABEL,
    is_chinese,
    marked_table,
    normal,
    row_key,
    split_number,
    split_unit,
    vocabulary,
)
from archive.models import MOST_NAMED, Cell, Finding, GridCell, Place, Table
from archive.numbers import UNTOLD, read_value

_SHORT = 2  # letters; so short a word may stand in any table
_NUMBERED = re.compile(r"(?:(\d{1,2})|[(（][^()（）一-龥]{1,2}[)）])([一-龥].*)")
_COLUMN = 4  # letters one below the other; fewer are lines of a label or figures
_SPECKS = " ·•.,，、。'`’‘-—_:："  # what dirt before a label is read as
_ALIKE = "中请", "申请"  # what no label says, and what is read so where a stroke is lost
_SIMPLE = str.maketrans(  # blurred letters are read as their old forms
    "數規範廢現發決處項條業會組織機構務總計結維糾訴複議開請強許對罰費額單萬元無當複獲購審終轉續辦兩關屬國參與輿網報紙",
    "数规范废现发决处项条业会组织机构务总计结维纠诉复议开请强许对罚费额单万元无当复获购审终转续办两关属国参与舆网报纸",
) | str.maketrans("〈〉<>", "《》《》")


@dataclass(frozen=True, slots=True)
class Slip:
    """A label read as `read` and taken for `meant`; `place` and size are its cell's."""

    place: Place
    height: int
    width: int
    read: str
    meant: str


def corrected(table: Table) -> tuple[Table, list[Slip]]:
    """A table with the labels of cells read from a picture as the forms spell them, and what was changed."""
    seen = {id(c): c for row in table.rows for c in row if "confidence" in c.place}
    if not seen:
        return table, []
    if _is_list(seen.values()):
        meant = {key: word for key, cell in seen.items() if (word := _indicator(cell.text))}
        return _respelled(table, seen, meant)
    table, lines = joined_rows.parted(table, _meant)
    table, parts = joined_labels.parted(table, _meant)
    table, heads = joined_labels.parted_heads(table, orders(), _known)
    seen = {id(c): c for row in table.rows for c in row if "confidence" in c.place}
    slips = [Slip(part.place, 1, part.width, whole, part.text) for part, whole in lines + parts + heads]
    groups = _groups(table)
    meant = {
        key: word
        for key, cell in seen.items()
        if (word := _meant(cell.text)) and (key not in groups or row_key(word) is not None)
    }

    def shown(cell: GridCell) -> str:
        return meant.get(id(cell), cell.text)

    _add_heads(table, seen, meant)
    meant |= by_order(table.rows, shown)
    meant |= {key: word for key, word in groups_beside(table.rows, shown).items() if key in seen}
    meant |= head_order.of_routes(table.rows, shown, is_official)
    meant |= head_order.of_blocks(table.rows, shown, is_official)
    meant |= {key: word for key, cell in seen.items() if (word := group_in(shown(cell)))}
    table, more = _respelled(table, seen, meant)
    table, routes = route_order.settled(table)
    slips += [Slip(route.place, 1, route.width, said, route.text) for route, said in routes]
    return table, slips + more


def _add_heads(table: Table, seen: Mapping[int, GridCell], meant: dict[int, str]) -> None:
    """Add to what cells mean the heads that are told by the others of their row, row by row."""
    above: set[tuple[int, str]] = set()
    last: dict[int, GridCell] = {}
    for row in table.rows:
        own = [c if normal(c.text) else last.get(c.column, c) for c in row]  # a merged head was dissolved there
        told = [(c, meant.get(id(c), c.text)) for c in own if id(c) in seen]
        meant |= head_order.by_order(told, above, is_official)
        above |= {(cell.column, core(text)) for cell, text in told}
        is_head = all(read_value(c.text).state in ("text", "blank") for c in row)
        last = last | {c.column: c for c in row if normal(c.text)} if is_head else {}


def _is_list(cells: Iterable[GridCell]) -> bool:
    """Whether more cells name rows of a list of indicators than are labels of the other forms."""
    labels = [c.text for c in cells if len(c.text) > _SHORT]
    return sum(bool(indicator_keys(text)) for text in labels) > sum(map(is_official, labels))


def _groups(table: Table) -> set[int]:
    """The cells (by id) over several rows with figures beside them: they may name rows, but are no heads."""
    tall = [(cell, row) for row in table.rows for cell in row if cell.height > 1]
    return {
        id(cell)
        for cell, row in tall
        if any(other.column > cell.column and read_value(other.text).state == "number" for other in row)
    }


def _respelled(table: Table, seen: Mapping[int, GridCell], meant: Mapping[int, str]) -> tuple[Table, list[Slip]]:
    changed = {key: seen[key]._replace(text=word) for key, word in meant.items()}
    slips = [Slip(c.place, c.height, c.width, c.text, meant[key]) for key, c in seen.items() if key in meant]
    rows = tuple(tuple(changed.get(id(c), c) for c in row) for row in table.rows)
    return replace(table, rows=rows), slips


def doubts(slips: Sequence[Slip], cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """P2: each label that was corrected, naming the cells that stand beside or below it."""
    for slip in slips:
        names = tuple(key for key, cell in cells.items() if _governs(slip, cell.place))
        message = f"a label of a picture was read as {_in_a_line(slip.read)!r} and taken for {slip.meant!r}"
        yield Finding("P2", "unknown", "soft", names if len(names) <= MOST_NAMED else (), message)


def _in_a_line(text: str) -> str:
    """What was read, with a question mark for what could not be."""
    return "".join(text.split("\n")).replace(UNTOLD, "?")


def _governs(slip: Slip, place: Place) -> bool:
    if any(place.get(key) != slip.place.get(key) for key in ("document", "member", "table")):
        return False
    row, column = _of(slip.place, "row"), _of(slip.place, "column")
    beside = row <= _of(place, "row") < row + slip.height and place.get("page") == slip.place.get("page")
    return beside or column <= _of(place, "column") < column + slip.width


def _of(place: Place, key: str) -> int:
    value = place.get(key)
    return value if isinstance(value, int) else 0


def is_official(text: str) -> bool:
    """Whether a text is spelled like a label of the forms."""
    label = split_unit(split_number(normal(text))[1])[0]
    return label in _words() or row_key(text) is not None


@lru_cache(maxsize=4096)
def _meant(text: str) -> str | None:
    """The official label a misread one can only be; None for official ones, values and everything else."""
    letters = _written_down(text)
    if letters and letters != text and is_official(letters):
        return letters
    if label := _numbered(text):
        return label
    if read_value(text).state != "text":
        return None
    label = split_unit(split_number(normal(text).translate(_SIMPLE))[1])[0].replace(*_ALIKE)
    if not 2 <= len(label) <= LONGEST_LABEL or is_official(text) or marked_table(label):
        return None
    return _nearest(label, _words())


def _numbered(text: str) -> str:
    """An official label whose number has lost its stop, or cannot be read in its brackets; else nothing."""
    found = _NUMBERED.match(normal(text))
    if not found or not is_official(found[2]):
        return ""
    return f"{found[1]}.{found[2]}" if found[1] else found[2]


def _written_down(text: str) -> str:
    """The letters of a label written from top to bottom, without its number: upright brackets are read as figures."""
    lines = text.split("\n")
    is_column = len(lines) >= _COLUMN and all(len(line) == 1 for line in lines)
    return "".join(filter(is_chinese, lines)) if is_column else ""


@lru_cache(maxsize=4096)
def _indicator(text: str) -> str | None:
    """The row or head of a list of indicators that a misread label can only be; None as `_meant`."""
    if read_value(text).state != "text" or indicator_keys(text):
        return None
    label = bare_indicator(text.translate(_SIMPLE).lstrip(_SPECKS)).replace(*_ALIKE)
    known = {word: keys for word, keys in indicators().rows.items() if len(word) > 1}
    if label in known:
        return label
    return _nearest(label, known) if len(label) <= LONGEST_LABEL else None


def _nearest(label: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The one of the known words that a label is nearest to, if it is near enough; what words stand for is compared."""
    near = sorted((_distance(label, word), word) for word in known if abs(len(word) - len(label)) <= _most(word))
    near = [(distance, word) for distance, word in near if distance <= _most(word) and _may_be(label, word)]
    if not near:
        return None
    nearest = [word for distance, word in near if distance == near[0][0]]
    meanings = {known[word] for word in nearest}
    return nearest[0] if len(meanings) == 1 else None


def _known(text: str) -> str:
    """The label of a form that a text is or can only be; nothing where it is none."""
    label = _meant(text) or (text if is_official(text) else "")
    return core(label)


def _may_be(label: str, word: str) -> bool:
    """Words of two letters have too many neighbours: one that begins otherwise is another word."""
    return len(word) > _SHORT or label[:1] == word[:1]


def _most(word: str) -> int:
    """How many letters of a label may be misread."""
    return 1 if len(word) < 6 else 2 if len(word) < 12 else len(word) // 5


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    """Every official label and what it stands for."""
    known = vocabulary()
    made: dict[str, tuple[str, ...]] = {}
    parts: Iterable[tuple[str, Mapping[str, object]]] = (
        ("caption", known.captions),
        ("head", known.heads),
        ("column", known.applicants),
        ("route", known.routes),
        ("outcome", known.outcomes),
        ("row", known.rows),
    )
    for kind, table in parts:
        for word, key in table.items():
            made[word] = (*made.get(word, ()), f"{kind} {key}")
    return made


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, left out or changed to make one the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
