"""Lists of parts: 其中 and 包括 open them under the count before, and they close where something else is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.claims.quantities import row_of

_OF_CASES = ("件", "份", "宗", "起", "例")
_RESULTS = "applications.results."
_SUMMED = ("applications.new", "applications.processed", "applications.handled")


@dataclass
class Open:
    """A list under way: the claim it parts, the parts so far, and how it is written.

    `whole` and `parts` are numbers of claims. `complete` says that the parts are said to be all; `broken` that some are
    left out (等) or counted in another unit. `stop` is what parts its items, `closes` the stop that ends it.
    """

    whole: int
    complete: bool
    closes: str = ""
    parts: list[int] = field(default_factory=list)
    broken: bool = False
    stop: str = ""

    def ends_at(self, stop: str) -> bool:
        """Whether a stop closes the list; the first one behind a part is the one that parts its items."""
        if stop == self.closes:
            return True
        if not self.parts or stop not in "，；":
            return False
        self.stop = self.stop or stop
        return stop == "；" and self.stop != "；"


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units count alike: 8份 may be parted into 件.

    >>> same_unit("份", "件"), same_unit("条", "篇")
    (True, False)
    """
    return one == other or (one in _OF_CASES and other in _OF_CASES)


def is_part(quantity: str, whole: str) -> bool:
    """Whether one quantity may be told as a part of another.

    >>> is_part("applications.results.granted[total]", "applications.results.total[total]")
    True
    >>> is_part("applications.carried_out[total]", "applications.results.total[total]")
    False
    """
    one, other = row_of(quantity), row_of(whole)
    if other.startswith("review."):
        return one.rpartition(".")[0] == other.rpartition(".")[0] and one != other and other.endswith(".total")
    if not other.startswith("applications."):
        return other.startswith("information.") and not one.startswith(("applications.", "review.", "training."))
    if one == other:
        return quantity != whole
    if other == "applications.results.total":
        return one.startswith((_RESULTS, "applications.withdrawn", "applications.on_time", "applications.extended"))
    if other in _SUMMED:
        return one.startswith("applications.") and (one not in _SUMMED or other == "applications.handled")
    return one.startswith(f"{other}.")
