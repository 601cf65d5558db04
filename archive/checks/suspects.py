"""The sums of a form as an error-detecting code: the fewest cells whose change would make failing sums hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.models import Number
from archive.template import Identity

MOST_SUSPECTS = 3  # cells of a set; of four wrong ones the sums tell next to nothing
TOLERANCE = 1e-6
_MOST_STEPS = 3000  # changes tried for one group of failing sums; 20 ms
_MAY_FALL = "items_change"  # 增/减


@dataclass
class Sums:
    """The sums between numbers (`values`; a cell that is not there counts as 0): by how much each fails, cell by cell.

    `over` is by how much the left side is more than the right; `of` tells the sums of a cell and on which side it
    stands in each: 1 is the left. Sums that are only bounds take no part.
    """

    identities: Sequence[Identity]
    values: Mapping[str, Number]
    over: dict[int, Number] = field(init=False)
    of: dict[str, dict[int, int]] = field(init=False)
    _alike: dict[frozenset[int], list[str]] = field(init=False)  # cells that stand in just these sums

    def __post_init__(self) -> None:
        """Work out what is asked for again and again."""
        self.over, self.of, self._alike = {}, defaultdict(dict), defaultdict(list)
        for i, identity in enumerate(self.identities):
            if identity.at_most:
                continue
            for side, keys in ((1, identity.left), (-1, identity.right)):
                for key in keys:
                    self.of[key][i] = side
            self.over[i] = sum(self.values.get(c, 0) for c in identity.left) - sum(
                self.values.get(c, 0) for c in identity.right
            )
        for cell, own in self.of.items():
            self._alike[frozenset(own)].append(cell)

    def failing(self) -> list[int]:
        """The sums that do not hold."""
        return [i for i, over in self.over.items() if abs(over) > TOLERANCE]

    def groups(self, sums: Iterable[int]) -> dict[int, int]:
        """Which of these sums have to do with one another: a number for each, the same for those that share cells."""
        group: dict[int, int] = {}
        seen: dict[str, int] = {}
        for i in sums:
            met = {seen[cell] for cell in self.identities[i].cells if cell in seen}
            group[i] = min(met, default=i)
            group = {k: group[i] if g in met else g for k, g in group.items()}
            seen = {cell: group[i] if g in met else g for cell, g in seen.items()} | dict.fromkeys(
                self.identities[i].cells, group[i]
            )
        return group

    def smallest(self, failing: Iterable[int]) -> list[dict[str, Number]]:
        """The smallest sets of cells, each with its value, whose change makes these sums hold and breaks no other.

        All sets of the least number of cells, three at most; none where only more cells would do.
        """
        residual = {i: self.over[i] for i in failing}
        for size in range(1, MOST_SUSPECTS + 1):
            steps = iter(range(_MOST_STEPS))
            found = {frozenset(change): change for change in self._changes(residual, size, steps)}
            if found:
                return [{c: self._now(c) + by for c, by in change.items()} for change in found.values()]
        return []

    def _now(self, cell: str) -> Number:
        return self.values.get(cell, 0)

    def _changes(self, residual: dict[int, Number], size: int, steps: Iterator[int]) -> Iterator[dict[str, Number]]:
        """The changes of so many cells that bring every residual to nought.

        What one sum misses is what one of its cells is wrong by, if no other wrong cell stands in it. Of a few wrong
        cells each stands alone in a sum, but for those that no sum tells apart: of these one is enough.
        """
        if size == 1:
            yield from self._single(residual)
            return
        shortest = sorted(residual, key=lambda i: len(self.identities[i].cells))[:size]
        for pivot in shortest:
            for cell in self.identities[pivot].cells:
                by = -self.of[cell][pivot] * residual[pivot]
                if next(steps, None) is None:
                    return
                if not self._may_change(cell, by):
                    continue
                rest = self._after(residual, cell, by)
                for more in self._changes(rest, size - 1, steps) if rest else ():
                    if cell not in more:
                        yield {cell: by, **more}

    def _single(self, residual: Mapping[int, Number]) -> Iterator[dict[str, Number]]:
        for cell in self._alike.get(frozenset(residual), ()):
            own = self.of[cell]
            wanted = {round(-own[i] * over, 6) for i, over in residual.items()}
            if len(wanted) == 1 and self._may_change(cell, by := _plain(wanted.pop())):
                yield {cell: by}

    def _after(self, residual: Mapping[int, Number], cell: str, by: Number) -> dict[int, Number]:
        """What the sums miss once a cell is changed."""
        changed = dict(residual)
        for i, side in self.of[cell].items():
            changed[i] = changed.get(i, 0) + side * by
            if abs(changed[i]) <= TOLERANCE:
                del changed[i]
        return changed

    def _may_change(self, cell: str, by: Number) -> bool:
        """A count stays a whole number and does not fall below 0; what is printed with decimals may have others."""
        now = self._now(cell)
        is_whole = _plain(now + by) == int(now + by) or now != int(now)
        return is_whole and (now + by >= 0 or cell.endswith(_MAY_FALL))


def _plain(value: Number) -> Number:
    """A number that is whole as a whole number."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
