"""Sentences that so many bodies say that they are no sign of copying."""

from __future__ import annotations

import re
import tomllib
from array import array
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from zlib import crc32

from archive.copies.narrative import Sentence

_BUCKETS = 1 << 24  # of two bytes; a hundred thousand reports have some three million different sentences
_FEWEST_BODIES = 25  # fewer may well have copied
_SHARE = 100  # one body of so many
_MOST = 0xFFFF


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    text = (resources.files("archive") / "copies" / "formulas.toml").read_text("utf-8")
    return re.compile("|".join(map(re.escape, tomllib.loads(text)["words"])))


class Formulas:
    """Counts by how many bodies a sentence is said, in 32 MB whatever the number of reports.

    Sentences are counted by a hash of them: two that share it count as one, so that a count is never too low.
    """

    def __init__(self) -> None:
        self._counts = array("H", bytes(2 * _BUCKETS))
        self._bodies = 0

    def note(self, said: Iterable[Sentence]) -> None:
        """Count the sentences of all reports of one body."""
        self._bodies += 1
        for bucket in {_bucket(sentence.key) for sentence in said}:
            if self._counts[bucket] < _MOST:
                self._counts[bucket] += 1

    def without(self, said: Iterable[Sentence]) -> list[Sentence]:
        """The sentences that are no formula: neither the law's, nor said by one body in a hundred (and by 25)."""
        often = max(_FEWEST_BODIES, self._bodies // _SHARE)
        by_law = _words().search
        return [one for one in said if self._counts[_bucket(one.key)] < often and not by_law(one.key)]


def _bucket(key: str) -> int:
    return crc32(key.encode()) % _BUCKETS
