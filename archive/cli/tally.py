"""How many reports came out how, and whether that is a failure of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archive.findings.checked import Checked
from archive.findings.words import Words


class Tally:
    """How many reports came out how, counted while they pass."""

    def __init__(self, *, strict: bool, named: bool) -> None:
        """Doubts count as failures where the check is strict; what could not be checked, where it was named."""
        self._strict, self._named = strict, named
        self.failed = False
        self._outcomes = Counter[str]()

    def counting(self, reports: Iterable[Checked]) -> Iterator[Checked]:
        """The reports, each counted."""
        for one in reports:
            self._outcomes[one.outcome] += 1
            self.failed |= one.fails or (self._strict and one.is_doubtful) or (self._named and one.is_unchecked)
            yield one

    def told(self, words: Words) -> str:
        """The counts in words."""
        fails, doubtful, unchecked = (str(self._outcomes[key]) for key in ("fails", "doubtful", "unchecked"))
        said = words("tally", self._outcomes.total(), fails=fails, doubtful=doubtful)
        return said + words("tally_unchecked", text=unchecked) if unchecked != "0" else said
