"""What two narratives have in common, sentence by sentence: exact, where fingerprints only estimate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from archive.copies.narrative import Sentence

SHINGLE = 5  # letters
_MOST_HOLDERS = 50  # sentences of one text with the same shingle
_TRIED = 5  # sentences of the source
_LEAST_LIKE = 0.6  # of the shingles of two sentences, for one to be the other with changes


class Pair(NamedTuple):
    """A sentence and the one of the other text that it is, or was made from.

    `likeness` is the share of shingles in common (0 to 1); 1.0 where nothing but what is masked differs.
    """

    sentence: Sentence
    source: Sentence
    likeness: float


class Common(NamedTuple):
    """The common sentences of a text and its source, and which share (0 to 1) of each text's letters they are."""

    pairs: tuple[Pair, ...]
    share: float
    share_of_source: float


def shingles(key: str) -> list[str]:
    """The runs of five letters of a sentence.

    >>> shingles("完善公开制度"), shingles("无")
    (['完善公开制', '善公开制度'], ['无'])
    """
    return [key[i : i + SHINGLE] for i in range(len(key) - SHINGLE + 1)] or [key]


def compare(said: Sequence[Sentence], source: Sequence[Sentence]) -> Common:
    """What `said` has in common with `source`; each sentence of `said` counts once, the order does not matter."""
    same = {sentence.key: sentence for sentence in reversed(source)}
    rest = [sentence for sentence in said if sentence.key not in same]
    changed = _changed(rest, list(same.values())) if rest else {}
    pairs = tuple(
        Pair(sentence, same[sentence.key], 1.0) if sentence.key in same else changed[sentence]
        for sentence in said
        if sentence.key in same or sentence in changed
    )
    used = {pair.source.key: pair.likeness for pair in sorted(pairs, key=lambda pair: pair.likeness)}
    return Common(
        pairs,
        _part(sum(len(pair.sentence.key) * pair.likeness for pair in pairs), said),
        _part(sum(len(key) * likeness for key, likeness in used.items()), list(same.values())),
    )


def _part(letters: float, whole: Sequence[Sentence]) -> float:
    return letters / sum(len(sentence.key) for sentence in whole) if whole else 0.0


def _changed(rest: Sequence[Sentence], source: Sequence[Sentence]) -> dict[Sentence, Pair]:
    """For each sentence the one of the source that has most in common with it, if that is enough."""
    parts = [set(shingles(sentence.key)) for sentence in source]
    holders: dict[str, list[int]] = defaultdict(list)
    for i, held in enumerate(parts):
        for part in held:
            holders[part].append(i)
    found = {}
    for sentence in rest:
        own = set(shingles(sentence.key))
        shared = Counter(i for part in own for i in _few(holders.get(part, ())))
        likeness, best = max(((_dice(own, parts[i]), -i) for i, _ in shared.most_common(_TRIED)), default=(0.0, 0))
        if likeness >= _LEAST_LIKE:
            found[sentence] = Pair(sentence, source[-best], likeness)
    return found


def _few(holders: Sequence[int]) -> Sequence[int]:
    """The sentences with a shingle; none where they are so many that it tells nothing."""
    return holders if len(holders) <= _MOST_HOLDERS else ()


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
