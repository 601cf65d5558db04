"""The search for copies: each report against those that were there before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple, Protocol

from archive.copies.comparison import Common, compare
from archive.copies.fingerprints import Fingerprint, Index, fingerprint
from archive.copies.formulas import Formulas
from archive.copies.kinds import KINDS, Kind, kind_of, least_like
from archive.copies.narrative import Sentence, Text, masked_for, sentences

LEAST_SHARE = 0.5  # what is less alike is not found reliably
_FEWEST_LETTERS = 60  # of a narrative without formulas; less says too little to be copied
_NEAREST = 8  # candidates of a kind that are compared exactly
_MOST_CANDIDATES = 5_000  # the first ones; more are one template with many fillers
_KEPT = 1_000  # texts of sources that are kept at hand


class Library(Protocol):
    """Where narratives come from; each call of an order begins anew."""

    def by_body(self) -> Iterable[Text]:
        """All texts, those of one body together."""

    def in_time(self) -> Iterable[Text]:
        """All texts in the order in which they were made: by year, then by day of publication."""

    def text(self, number: int) -> Text:
        """One text."""


class Copy(NamedTuple):
    """A text and the earlier one it has most in common with, of the years of its body or of other bodies."""

    kind: Kind
    text: Text
    source: Text
    common: Common


class Said:
    """What the texts of a library say that is no formula."""

    def __init__(self, library: Library, section: str | None) -> None:
        self._library, self._section = library, section
        self._formulas = Formulas()
        for _, texts in groupby(library.by_body(), lambda text: text.body):
            self._formulas.note(sentence for text in texts for sentence in sentences(text, section))
        self.again = lru_cache(maxsize=_KEPT)(self._again)

    def of(self, text: Text) -> list[Sentence]:
        """The sentences of a text; none where they are too few to tell anything by."""
        said = self._formulas.without(sentences(text, self._section))
        return said if sum(len(sentence.key) for sentence in said) >= _FEWEST_LETTERS else []

    def _again(self, number: int) -> tuple[Text, list[Sentence]]:
        text = self._library.text(number)
        return text, self.of(text)


def search(library: Library, share: float, section: str | None = None) -> Iterator[Copy]:
    """For each text its nearest earlier text of each kind with at least this share (0.5 to 1) in common.

    Of equally near ones the earliest is the source. `section` compares one section alone.
    """
    said = Said(library, section)
    shelf = _Shelf(share)
    for text in library.in_time():
        own = said.of(text)
        if not own:
            continue
        made = fingerprint(own)
        for kind, numbers in shelf.near(text, made):
            found = (compared(kind, text, own, *said.again(number)) for number in numbers)
            best = max((copy for copy in found if copy.common.share >= share), key=_nearness, default=None)
            if best:
                yield best
        shelf.put(text, made, frozenset(sentence.key for sentence in own))


def compared(kind: Kind, text: Text, own: list[Sentence], source: Text, words: list[Sentence]) -> Copy:
    """What a text has in common with a source, word by word; names of the source in it are masked as its own are."""
    own = masked_for(own, source.agency) if kind == "across_bodies" else own
    return Copy(kind, text, source, compare(own, words))


def _nearness(copy: Copy) -> tuple[float, float]:
    """How much a text has of a source; of two it has as much of, the shorter, which has less besides."""
    return round(copy.common.share, 3), round(copy.common.share_of_source, 3)


class _Known(NamedTuple):
    order: int
    number: int
    body: str
    agency: str
    year: int | None
    made: Fingerprint


class _Shelf:
    """The texts so far, by body and by likeness; one that is word for word another is not found by likeness again."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._index = Index(share)
        self._known: list[_Known] = []
        self._bodies: dict[str, list[_Known]] = defaultdict(list)
        self._seen: set[int] = set()

    def put(self, text: Text, made: Fingerprint, keys: frozenset[str]) -> None:
        """Remember a text."""
        known = _Known(len(self._known), text.number, text.body, text.agency, text.year, made)
        self._known.append(known)
        self._bodies[text.body].append(known)
        if hash(keys) not in self._seen:
            self._seen.add(hash(keys))
            self._index.put(known.order, made)

    def near(self, text: Text, made: Fingerprint) -> Iterator[tuple[Kind, list[int]]]:
        """By kind, the numbers of the texts that are worth an exact comparison, in the order in which they were put."""
        alike = [self._known[i] for i in self._index.near(made)[:_MOST_CANDIDATES]]
        pool = sorted({*alike, *self._bodies[text.body]})
        for kind in KINDS:
            known = [one for one in pool if kind_of(text, one) == kind]
            yield kind, _nearest(made, known, least_like(kind, self._share))


def _nearest(made: Fingerprint, known: Iterable[_Known], least: float) -> list[int]:
    scored = [(one.made.jaccard(made), one) for one in known]
    best = nlargest(_NEAREST, (pair for pair in scored if pair[0] >= least), key=lambda pair: pair[0])
    return [one.number for _, one in sorted(best, key=lambda pair: pair[1].order)]
