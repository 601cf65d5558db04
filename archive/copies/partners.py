"""All texts that one report has much in common with, earlier and later ones."""

from __future__ import annotations

from collections.abc import Iterator

from archive.copies.fingerprints import fingerprint
from archive.copies.kinds import kind_of, least_like
from archive.copies.search import Copy, Library, Said, compared


def partners(library: Library, number: int, share: float, section: str | None = None) -> Iterator[Copy]:
    """Each pair of this text and another one with at least this share (0.5 to 1) in common, the earlier as the source.

    In the order of time. Nothing where the text says too little to be compared.
    """
    said = Said(library, section)
    this, own = said.again(number)
    made = fingerprint(own)
    earlier = True
    for other in library.in_time() if own else ():
        if other.number == number:
            earlier = False
            continue
        kind, words = kind_of(this, other), said.of(other)
        if not kind or not words or fingerprint(words).jaccard(made) < least_like(kind, share):
            continue
        pair = ((this, own), (other, words)) if earlier else ((other, words), (this, own))
        copy = compared(kind, *pair[0], *pair[1])
        if copy.common.share >= share:
            yield copy
