"""How many reports came out how, and whether that is a failure of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archive.findings.checked import Checked
from archive.findings.words import Words


class Tally:
    """How many reports came out how, counted while they pass."""

    def __init__(self, *, named: bool) -> None:
        """What could not be checked, or lacks a table, counts as a failure where it was named."""
        self._named = named
        self.failed = False
        self._outcomes = Counter[str]()

    def counting(self, reports: Iterable[Checked]) -> Iterator[Checked]:
        """The reports, each counted."""
        for one in reports:
            self._outcomes[one.outcome] += 1
            self.failed |= one.fails or (self._named and (one.is_unchecked or one.is_incomplete))
            self.failed |= one.strict and one.is_doubtful
            yield one

    def told(self, words: Words) -> str:
        """The counts in words."""
        fails, doubtful = (str(self._outcomes[key]) for key in ("fails", "doubtful"))
        said = words("tally", self._outcomes.total(), fails=fails, doubtful=doubtful)
        for key in ("incomplete", "unchecked"):
            if number := self._outcomes[key]:
                said += words(f"tally_{key}", text=str(number))
        return said
