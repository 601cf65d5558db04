"""Fingerprints of narratives (MinHash), and an index that finds like ones without comparing all (LSH).

rensa does both: measured beside datasketch and gaoya on the same texts it found the same pairs in the least time, and
it brings no other package along.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rensa import RMinHash, RMinHashLSH

from archive.copies.comparison import shingles
from archive.copies.narrative import Sentence

_SLOTS = 240
_SEED = 1
_ROWS, _ROWS_BELOW = 4, 3  # of a band; shorter ones find more that is less alike, and more that is nothing
_LOOSE = 0.65  # the share below which bands are the shorter ones


class Fingerprint(Protocol):
    """What a narrative comes down to: 960 bytes."""

    def jaccard(self, other: Fingerprint) -> float:
        """The likeness of two sets, estimated to some 0.03 (0 to 1)."""


def fingerprint(said: Iterable[Sentence]) -> Fingerprint:
    """The fingerprint of the set of shingles; the order of sentences does not matter."""
    made = RMinHash(num_perm=_SLOTS, seed=_SEED)
    made.update([part for sentence in said for part in shingles(sentence.key)])
    whole: Fingerprint = made
    return whole


def likeness_of(share: float) -> float:
    """The Jaccard likeness of two sets of one size that have this share in common.

    >>> round(likeness_of(0.8), 3), likeness_of(1.0)
    (0.667, 1.0)
    """
    return share / (2 - share)


def rows_for(share: float) -> int:
    """The length of a band: of 240 / rows bands one must be the same in two fingerprints for one to find the other.

    Of texts of one length that share 0.5, 0.6, 0.7, 0.8 of it, 95, 99.9, 99.5 and all but 1 in 10,000 are found.

    >>> rows_for(0.5), rows_for(0.8)
    (3, 4)
    """
    return _ROWS if share >= _LOOSE else _ROWS_BELOW


class Index:
    """Finds, among the fingerprints put in, those that may share so much with another."""

    def __init__(self, share: float) -> None:
        self._lsh = RMinHashLSH(threshold=likeness_of(share), num_perm=_SLOTS, num_bands=_SLOTS // rows_for(share))

    def put(self, number: int, made: Fingerprint) -> None:
        """Remember a fingerprint under a number."""
        self._lsh.insert(number, made)

    def near(self, made: Fingerprint) -> list[int]:
        """The numbers of candidates, the lowest first."""
        return sorted(self._lsh.query(made))
