"""The one cell of a picture whose change would make failing sums hold.

Nothing is repaired: a value is proposed, and only where what was printed may well be that value. An agency that
added wrongly printed what it printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from archive.checks.suspects import TOLERANCE, Sums
from archive.models import Cell, Number
from archive.template import Identity

_WITNESSES = 2  # sums that must agree on a value; of a single one any cell may be the wrong one
_CONFUSED = frozenset(
    frozenset(pair)
    for pair in ("06", "08", "09", "14", "17", "23", "27", "35", "38", "39", "49", "56", "58", "68", "89")
)


@dataclass(frozen=True, slots=True)
class Repair:
    """A value that would make the sums of these numbers (positions in the list of identities) hold."""

    cell: str
    value: Number
    mends: tuple[int, ...]


def repairs(
    identities: Sequence[Identity],
    values: Mapping[str, Number],
    unknown: AbstractSet[str],
    may_be: Callable[[str, Number], bool],
) -> list[Repair]:
    """The changes of single cells that mend all failing sums they have to do with, where no other cell's does.

    `values` are the cells with a number, others count as 0; `unknown` those that hold one nobody could read. Sums
    have to do with one another that share a cell, or others between them do. A change must mend two sums at least and
    break none. Two misread cells never look like a third one alone; three may, and so `may_be(cell, value)` is asked
    whether what is printed in a cell may be that value.
    """
    sums = Sums(identities, values)
    blind = {i: unknown & set(identities[i].cells) for i in sums.over}
    failing = {i for i, over in sums.over.items() if (blind[i] or abs(over) > TOLERANCE) and len(blind[i]) < 2}
    found = [r for cell in sums.of if (r := _repair(cell, sums, blind, failing))]
    group = sums.groups(sums.over)
    whole = [r for r in found if set(r.mends) == {i for i in failing if group[i] == group[r.mends[0]]}]
    times = Counter(group[r.mends[0]] for r in whole)
    return [r for r in whole if times[group[r.mends[0]]] == 1 and may_be(r.cell, r.value)]


def _repair(cell: str, sums: Sums, blind: Mapping[int, AbstractSet[str]], failing: AbstractSet[int]) -> Repair | None:
    """The one value of a cell with which all sums it stands in hold."""
    own = sums.of[cell]
    seen = [i for i in own if not blind[i] - {cell}]
    mends = tuple(i for i in seen if i in failing)
    if len(mends) < _WITNESSES:
        return None
    now = sums.values.get(cell, 0)
    wanted = {round(now - own[i] * sums.over[i], 6) for i in seen}
    if len(wanted) != 1:
        return None
    value = wanted.pop()
    if value < 0 or value != int(value) or (value == now and cell in sums.values):
        return None
    return Repair(cell, int(value), mends)


def may_be(cell: Cell, value: Number) -> bool:
    """Whether a cell read from a picture with doubt may show this value: another reading of it, or one like it.

    For a nought that cannot be read a stroke may stand, or a word.
    """
    if cell.state == "unreadable":
        return "confidence" in cell.place and value != 0
    if cell.state != "number" or "readings" not in cell.place:
        return False
    other = f"{value:g}"
    return other in str(cell.place["readings"]).split("|") or _is_alike(f"{cell.value:g}", other)


def _is_alike(one: str, other: str) -> bool:
    """Whether two numbers differ only in digits that look alike."""
    pairs = [frozenset(pair) for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return len(one) == len(other) and all(pair in _CONFUSED for pair in pairs)
